using System.Text.RegularExpressions;
using Jinan.IndustryBrain.Functional.Tests.Interop;
using Jinan.IndustryBrain.Functional.Tests.Running;
using Jinan.IndustryBrain.OpcUa.Interop.Tests;

namespace Jinan.IndustryBrain.Functional.Tests.Installable;

/// <summary>
/// An edge as a service of a systemd that runs, installed by root as docs/operations.md says: under all that its unit forbids it
/// starts, computes, comes back after a kill and a reboot, is upgraded, stops without leftovers and is removed.
/// </summary>
public sealed class SystemdServiceTests(ITestOutputHelper output)
{
    private const int Variables = 60;
    private const string Factory = "foreign-01";
    private const string Service = "industrybrain";
    private const string Current = "/opt/industrybrain/current";
    private const string Data = "/var/lib/industrybrain/data";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Service_KilledRebootedUpgradedAndRemoved_KeepsItsDataAndLeavesNothing()
    {
        NodeProcess.Require();
        SystemdMachine.Require();
        var (first, next) = await PackedEdge.GetAsync();
        await using var server = await NodeServer.StartAsync(Variables, periodMs: 1_000, seed: 12, transfer: true);
        await using var machine = await SystemdMachine.BootAsync();
        var data = machine.Root + Data;

        await InstallAsync(machine, first, "first");
        Assert.Equal("enabled", (await machine.RunAsync("systemctl", "is-enabled", Service)).Trim());
        await machine.RunAsync("sed", "-i", InstalledEdge.OnFreePorts(), "/etc/industrybrain/industrybrain.yaml");
        await machine.RunAsync("systemctl", "start", Service);
        await WhenReadyAsync(machine);

        await AddFactoryAsync(machine, server);
        await UntilStoredAsync(data, Variables * 4);
        await UntilComputedAsync(data);

        var pid = await ShowAsync(machine, "MainPID");
        await machine.RunAsync("kill", "-9", pid);
        await Until.TrueAsync(async () => await ShowAsync(machine, "NRestarts") == "1" && await ShowAsync(machine, "ActiveState") == "active", Patience, () => "started again by systemd");
        await WhenReadyAsync(machine);
        await UntilStoredAsync(data, await CountAsync(data) + Variables);

        var upgraded = await InstallAsync(machine, next, "next");
        Assert.Contains($"{PackedEdge.NextVersion} runs;", upgraded, StringComparison.Ordinal);
        var (stored, secrets) = (await CountAsync(data), await SecretsAsync(data));

        await machine.RunAsync("systemctl", "stop", Service);
        Assert.Equal("success", await ShowAsync(machine, "Result"));
        Assert.Equal("", (await machine.TryAsync("pgrep", "-u", Service)).Said);

        await CheckJournalAsync(machine, secrets);
        await machine.RebootAsync();
        await WhenReadyAsync(machine);
        await UntilStoredAsync(data, stored + Variables);

        await machine.RunAsync($"{Current}/uninstall.sh");
        Assert.NotEqual(0, (await machine.TryAsync("systemctl", "cat", Service)).Code);
        Assert.Equal("", (await machine.TryAsync("pgrep", "-u", Service)).Said);
        Assert.False(Directory.Exists(machine.Root + "/opt/industrybrain"));
        Assert.True(File.Exists(Path.Combine(data, "factories", Factory, "factory.yaml")));
    }

    private static async Task<string> InstallAsync(SystemdMachine machine, string bundle, string name)
    {
        // /root of the machine, which is in memory.
        var folder = machine.Root + "/root/" + name;
        Directory.CreateDirectory(folder);
        await Command.RunAsync("tar", ["-xzf", bundle, "-C", folder], "/");
        return await machine.ShellAsync($"/root/{name}/*/install.sh");
    }

    private static Task WhenReadyAsync(SystemdMachine machine) => machine.RunAsync($"{Current}/bin/industrybrain", "ready", "--wait", "120");

    private static async Task AddFactoryAsync(SystemdMachine machine, NodeServer server)
    {
        var plugin = machine.Root + "/root/plugin";
        await Command.RunAsync("cp", ["-R", Path.Combine(Checkout.Root, "plugins", "auto"), plugin], "/");
        await File.WriteAllTextAsync(machine.Root + "/root/factory.yaml", NodePlant.WithJoint(NodePlant.Factory(Factory, server.Endpoint, Variables, queue: 600)));
        await machine.ShellAsync($"""
            {Current}/bin/brain capsule pack /root/plugin --out /root/auto.capsule --key-folder /root/keys --publishers /root/publishers
            install -d -o {Service} -m 700 {Data}/factories/{Factory}
            install -o {Service} -m 600 /root/publishers/* {Data}/publishers
            install -o {Service} -m 600 /root/auto.capsule {Data}/capsules
            install -o {Service} -m 600 /root/factory.yaml {Data}/factories/{Factory}
            """);
    }

    // Levels, so that a person can filter; and nothing that opens a door.
    private async Task CheckJournalAsync(SystemdMachine machine, IReadOnlyList<string> secrets)
    {
        var journal = await machine.RunAsync("journalctl", "-u", Service, "--no-pager");
        output.WriteLine(journal);
        var warnings = await machine.RunAsync("journalctl", "-u", Service, "--no-pager", "-p", "warning");
        Assert.Contains("Health: Degraded. ", warnings, StringComparison.Ordinal);
        Assert.DoesNotContain("ready at", warnings, StringComparison.Ordinal);
        Assert.Contains("ready at", journal, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("[\\u4e00-\\u9fff]"), journal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, journal, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> SecretsAsync(string data)
    {
        var password = (await File.ReadAllTextAsync(Path.Combine(data, "edge-console", "first-password.txt"))).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[^1];
        var sidecar = await File.ReadAllTextAsync(Path.Combine(data, "run", "sidecar.json"));
        string[] tokens = [.. Regex.Matches(sidecar, "\"([0-9a-f]{32})\"").Select(m => m.Groups[1].Value)];
        Assert.True(password.Length >= 8 && tokens.Length >= 6, "a password and two tokens of each application were to be looked for");
        return [password, .. tokens];
    }

    private static async Task<string> ShowAsync(SystemdMachine machine, string property) =>
        (await machine.RunAsync("systemctl", "show", Service, "--property", property, "--value")).Trim();

    private static async Task UntilComputedAsync(string data)
    {
        await Until.TrueAsync(
            async () =>
            {
                using var client = new EdgeClient(RunSnapshot.Read(data));
                return await client.TryGetAsync("historian", $"insights?factory={Factory}&model={NodePlant.JointModel}&limit=100") is { } answer
                    && answer.GetProperty("insights").EnumerateArray().Any(i => i.GetProperty("state").GetString() == "computed");
            },
            Patience, () => "a computed insight: the worker runs under the unit");
    }

    private static async Task UntilStoredAsync(string data, long values)
    {
        long stored = 0;
        await Until.TrueAsync(async () => (stored = await CountAsync(data)) >= values, Patience, () => $"{values} values; there are {stored}");
    }

    private static async Task<long> CountAsync(string data)
    {
        using var client = new EdgeClient(RunSnapshot.Read(data));
        return await client.CountAsync(Factory);
    }
}
