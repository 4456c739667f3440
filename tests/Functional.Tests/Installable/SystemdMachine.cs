using System.Diagnostics;
using Jinan.IndustryBrain.Functional.Tests.Running;

namespace Jinan.IndustryBrain.Functional.Tests.Installable;

/// <summary>
/// A machine with a systemd of its own, of this machine's programs: systemd-nspawn boots it on an overlay of this root, in memory,
/// with none of this machine's services. It shares the network, so that 127.0.0.1 is the same on both.
/// </summary>
internal sealed class SystemdMachine : IAsyncDisposable
{
    private const string Nspawn = "/usr/bin/systemd-nspawn";
    private static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(60);

    private readonly string _memory;
    private Process _nspawn;
    private int _leader;

    private SystemdMachine(string memory, Process nspawn) => (_memory, _nspawn) = (memory, nspawn);

    /// <summary>Its root, seen from here.</summary>
    public string Root => RootIn(_memory);

    public static void Require()
    {
        InstalledEdge.Require();
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("A machine with systemd is booted by root alone.");
        if (!File.Exists(Nspawn))
            Assert.Skip("systemd-nspawn is not installed (Debian package systemd-container).");
    }

    public static async Task<SystemdMachine> BootAsync()
    {
        var memory = Directory.CreateTempSubdirectory("industrybrain-machine-").FullName;
        await Command.RunAsync("mount", ["-t", "tmpfs", "-o", "size=3g,mode=0755", "tmpfs", memory], "/");
        foreach (var folder in new[] { "upper", "work", "root" })
            Directory.CreateDirectory(Path.Combine(memory, folder));
        var (code, said) = await Command.TryAsync(
            "mount", ["-t", "overlay", "overlay", "-o", $"lowerdir=/,upperdir={memory}/upper,workdir={memory}/work", RootIn(memory)], "/");
        if (code != 0)
        {
            await Command.RunAsync("umount", [memory], "/");
            Assert.Skip($"An overlay of this root cannot be mounted: {said}");
        }

        var root = RootIn(memory);
        Directory.Delete(Path.Combine(root, "etc/systemd/system"), recursive: true);
        Directory.CreateDirectory(Path.Combine(root, "etc/systemd/system"));
        await File.WriteAllTextAsync(Path.Combine(root, "etc/machine-id"), "");
        var machine = new SystemdMachine(memory, Start(root));
        try
        {
            await machine.WhenBootedAsync();
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Shuts it down in good order and boots it again.</summary>
    public async Task RebootAsync()
    {
        Assert.True(await ShutDownAsync(), "the machine did not shut down");
        _nspawn.Dispose();
        _nspawn = Start(Root);
        await WhenBootedAsync();
    }

    public async Task<string> RunAsync(params string[] command) => await Command.RunAsync("nsenter", InMachine(command), "/");

    public Task<(int Code, string Said)> TryAsync(params string[] command) => Command.TryAsync("nsenter", InMachine(command), "/");

    /// <summary>Runs a line of a shell.</summary>
    public Task<string> ShellAsync(string line) => RunAsync("/bin/sh", "-ec", line);

    public async ValueTask DisposeAsync()
    {
        await ShutDownAsync();
        _nspawn.Dispose();
        await Command.RunAsync("umount", [Root], "/");
        await Command.RunAsync("umount", [_memory], "/");
        Directory.Delete(_memory);
    }

    private static string RootIn(string memory) => Path.Combine(memory, "root");

    private static Process Start(string root) => Process.Start(new ProcessStartInfo(
        Nspawn, ["--quiet", "--directory=" + root, "--boot", "--machine=industrybrain-test", "--register=no", "--keep-unit", "--console=read-only", "--kill-signal=SIGRTMIN+3"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private async Task WhenBootedAsync()
    {
        var said = new Queue<string>();
        _nspawn.OutputDataReceived += (_, line) => Keep(line.Data);
        _nspawn.ErrorDataReceived += (_, line) => Keep(line.Data);
        _nspawn.BeginOutputReadLine();
        _nspawn.BeginErrorReadLine();
        await Until.TrueAsync(
            async () =>
            {
                if (_nspawn.HasExited)
                    Assert.Fail($"systemd-nspawn ended with {_nspawn.ExitCode}: {Said()}");
                return Child() is { } leader && (_leader = leader) > 0 && (await TryAsync("systemctl", "is-system-running")).Said.Trim() is "running" or "degraded";
            },
            BootLimit, () => $"a booted systemd: {Said()}");

        void Keep(string? line)
        {
            lock (said)
                if (line is not null)
                    said.Enqueue(line);
        }

        string Said()
        {
            lock (said)
                return string.Join('\n', said.TakeLast(20));
        }
    }

    private int? Child() =>
        File.ReadAllText($"/proc/{_nspawn.Id}/task/{_nspawn.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] ? int.Parse(first) : null;

    /// <returns>False when it had to be killed.</returns>
    private async Task<bool> ShutDownAsync()
    {
        if (_leader > 0 && !_nspawn.HasExited)
            await TryAsync("systemctl", "poweroff");
        using var limit = new CancellationTokenSource(_leader > 0 ? BootLimit : TimeSpan.Zero);
        try
        {
            await _nspawn.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            _nspawn.Kill(entireProcessTree: true);
            await _nspawn.WaitForExitAsync(CancellationToken.None);
            return false;
        }
    }

    private string[] InMachine(string[] command) =>
        ["--target", _leader.ToString(), "--all", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", .. command];
}
