using System.Diagnostics;
using System.Text.Json;
using Jinan.IndustryBrain.Functional.Tests.Running;

namespace Jinan.IndustryBrain.Functional.Tests.Installable;

/// <summary>Bundles of the edge for linux-x64, published once for all tests of this assembly.</summary>
internal static class PackedEdge
{
    private static readonly Lazy<Task<(string First, string Next)>> Bundles = new(PackAsync);

    /// <summary>The version of the second bundle.</summary>
    public const string NextVersion = "0.1.1-next";

    /// <returns>Paths of two bundles that differ in their version.</returns>
    public static Task<(string First, string Next)> GetAsync() => Bundles.Value;

    private static async Task<(string First, string Next)> PackAsync()
    {
        var output = Path.Combine(Checkout.Root, "artifacts", "pack", "tests");
        return (await PackAsync(output), await PackAsync(output, "--no-build", "--version-number", NextVersion));
    }

    private static async Task<string> PackAsync(string output, params string[] options)
    {
        var said = await Command.RunAsync(
            "dotnet", [Checkout.OutputOf("apphost", "apphost"), "pack", "edge", "--runtime", "linux-x64", "--output", output, "--json", .. options], Checkout.Root);
        var packed = said.Split('\n').Select(line => line.Trim()).Last(line => line.Contains("\"packed\"", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(packed);
        return json.RootElement.GetProperty("data").GetProperty("file").GetString()!;
    }
}

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    /// <returns>What it said; it must have ended with 0.</returns>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string folder)
    {
        var (code, said) = await TryAsync(program, arguments, folder);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}: {said}");
        return said;
    }

    public static async Task<(int Code, string Said)> TryAsync(string program, IEnumerable<string> arguments, string folder)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {Limit}.");
        }

        return (process.ExitCode, await output + await errors);
    }
}
