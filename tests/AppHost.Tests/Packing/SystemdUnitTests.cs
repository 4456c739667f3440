using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Jinan.IndustryBrain.AppHost.Tests.Packing;

/// <summary>systemd's own judgement of the unit, where its tools are.</summary>
public sealed partial class SystemdUnitTests : IDisposable
{
    private const string Tool = "/usr/bin/systemd-analyze";
    private readonly string _folder = Directory.CreateTempSubdirectory("unit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Unit_Verify_FindsNothing()
    {
        var (code, said) = await RunAsync("verify", "--man=no", await UnitAsync());
        Assert.True(code == 0 && said.Length == 0, said);
    }

    [Fact]
    public async Task Unit_Security_IsOk()
    {
        var (_, said) = await RunAsync("security", "--offline=true", "--no-pager", await UnitAsync());
        var exposure = Exposure().Match(said);
        Assert.True(exposure.Success, said);
        // What is left: IP at all, a just-in-time compiler, devices of the kernel's own.
        Assert.True(double.Parse(exposure.Groups[1].Value, CultureInfo.InvariantCulture) < 2.5, said);
    }

    // The commands have to be there for verify; a user of the system stands for the service's own.
    private async Task<string> UnitAsync()
    {
        if (!File.Exists(Tool))
            Assert.Skip("systemd-analyze is not installed (Debian package systemd).");
        var program = Path.Combine(_folder, "industrybrain");
        await File.WriteAllTextAsync(program, "#!/bin/sh\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var text = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "apphost", "bundle", "linux", "systemd", "industrybrain.service"), TestContext.Current.CancellationToken);
        var unit = Path.Combine(_folder, "industrybrain.service");
        await File.WriteAllTextAsync(
            unit, text.Replace("@PROFILE@", "edge", StringComparison.Ordinal).Replace("/opt/industrybrain/current/bin/industrybrain", program, StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        return unit;
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said);
    }

    [GeneratedRegex(@"Overall exposure level[^:]*: ([0-9.]+)")]
    private static partial Regex Exposure();
}
