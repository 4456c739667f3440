using System.Text.Json;
using Jinan.IndustryBrain.Functional.Tests.Running;

namespace Jinan.IndustryBrain.Functional.Tests.Installable;

/// <summary>
/// An edge installed into a fresh folder by a user who may do nothing else: no SDK in its environment, no home of its own.
/// </summary>
internal sealed class InstalledEdge : IAsyncDisposable
{
    // nobody, when these tests run as root; else whoever runs them.
    private const string User = "65534";
    private static readonly bool IsRoot = Environment.UserName == "root";

    private readonly int[] _ports;

    private InstalledEdge(string folder, int[] ports) => (Folder, _ports) = (folder, ports);

    /// <summary>The fresh folder; everything is below it.</summary>
    public string Folder { get; }

    /// <summary>Set at the end of a test that passed: of one that failed the folder stays.</summary>
    public bool IsDone { get; set; }

    public string Prefix => Path.Combine(Folder, "installed");

    public string Data => Path.Combine(Prefix, "data");

    public Uri Health => new($"http://127.0.0.1:{_ports[1]}/");

    public static void Require()
    {
        if (!OperatingSystem.IsLinux() || System.Runtime.InteropServices.RuntimeInformation.OSArchitecture != System.Runtime.InteropServices.Architecture.X64)
            Assert.Skip("Bundles for linux-x64 are tested on such a machine.");
    }

    /// <summary>What sed makes the sample configuration's ports of: free ones.</summary>
    public static string OnFreePorts() => OnPorts(FreePorts(2));

    public static async Task<InstalledEdge> InstallAsync(string bundle)
    {
        var folder = Directory.CreateTempSubdirectory("industrybrain-installed-").FullName;
        if (IsRoot)
            await Command.RunAsync("chown", [User, folder], "/");
        var edge = new InstalledEdge(folder, FreePorts(2));
        await edge.RunAsync(await edge.UnpackAsync(bundle, "first"), "--prefix", edge.Prefix);
        await edge.RunAsync("/bin/sed", "-i", OnPorts(edge._ports), Path.Combine(edge.Prefix, "config", "industrybrain.yaml"));
        return edge;
    }

    /// <returns>Path of the unpacked bundle's install.sh.</returns>
    public async Task<string> UnpackAsync(string bundle, string name)
    {
        var target = Path.Combine(Folder, name);
        await RunAsync("/bin/mkdir", target);
        await RunAsync("/bin/tar", "-xzf", bundle, "-C", target);
        return Path.Combine(Directory.GetDirectories(target).Single(), "install.sh");
    }

    public async Task AddFactoryAsync(string factory, string yaml)
    {
        var source = Path.Combine(Folder, "factory.yaml");
        await File.WriteAllTextAsync(source, yaml);
        await RunAsync("/bin/mkdir", "-p", Path.Combine(Data, "factories", factory));
        await RunAsync("/bin/cp", source, Path.Combine(Data, "factories", factory, "factory.yaml"));
    }

    /// <summary>Packs and signs a plugin of the checkout with the bundle's own tool; it is taken at once.</summary>
    public Task<string> AddCapsuleAsync(string plugin) => BrainAsync(
        "capsule", "pack", Path.Combine(Checkout.Root, "plugins", plugin), "--out", Path.Combine(Data, "capsules", plugin + ".capsule"),
        "--key-folder", Path.Combine(Data, "keys"), "--publishers", Path.Combine(Data, "publishers"));

    /// <summary>Makes a bundle of another version, whole by its digests, of which one program ends at once.</summary>
    /// <returns>Its runner.</returns>
    public async Task<string> BreakAsync(string unpacked, string version, string program)
    {
        var source = Directory.GetDirectories(Path.Combine(Folder, unpacked)).Single();
        var target = Path.Combine(Folder, "broken");
        await RunAsync("/bin/cp", "-R", source, target);
        await RunAsync("/bin/sh", "-c", $"""
            cd "{target}" && old=$(cat VERSION) && echo "{version}" > VERSION && sed -i "s/\"version\": \"$old\"/\"version\": \"{version}\"/" bundle.json &&
            printf '#!/bin/sh\nexit 3\n' > app/{program} &&
            find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum > SHA256SUMS
            """);
        return Path.Combine(target, "bin", "industrybrain");
    }

    public Task<(int Code, string Said)> TryAsync(string program, params string[] arguments) => Command.TryAsync(Who[0], [.. Who[1..], program, .. arguments], Folder);

    public Task<string> BundleAsync(params string[] arguments) => RunAsync(Path.Combine(Prefix, "current", "bin", "industrybrain"), arguments);

    public Task<string> BrainAsync(params string[] arguments) => RunAsync(Path.Combine(Prefix, "current", "bin", "brain"), arguments);

    public Task<(int Code, string Said)> TryBrainAsync(params string[] arguments) => TryAsync(Path.Combine(Prefix, "current", "bin", "brain"), arguments);

    public async Task<string> RunAsync(string program, params string[] arguments) => await Command.RunAsync(Who[0], [.. Who[1..], program, .. arguments], Folder);

    public RunSnapshot Snapshot() => RunSnapshot.Read(Data);

    public async Task<JsonElement> HealthAsync()
    {
        using var http = new HttpClient();
        using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri(Health, "health.json")));
        return json.RootElement.Clone();
    }

    /// <summary>Kills the runner outright; its processes end by themselves.</summary>
    public async Task KillAsync()
    {
        var before = Snapshot();
        Signals.Kill(before.Pid);
        await Until.TrueAsync(
            () => !before.Processes.Any(p => p.Pid is { } pid && Signals.IsAlive(pid)), TimeSpan.FromSeconds(30), () => "no process is left of a runner that was killed");
    }

    public async ValueTask DisposeAsync()
    {
        await BundleAsync("stop");
        if (IsDone)
            Directory.Delete(Folder, recursive: true);
    }

    private string[] Who =>
    [
        .. IsRoot ? new[] { "setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups" } : [],
        "env", "-i", "PATH=/usr/bin:/bin", $"HOME={Folder}",
    ];

    private static string OnPorts(int[] ports) => $"s/port: 8490 /port: {ports[0]} /;s/port: 8489 /port: {ports[1]} /";

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        int[] ports = [.. listeners.Select(l => ((System.Net.IPEndPoint)l.LocalEndpoint).Port)];
        listeners.ForEach(l => l.Stop());
        return ports;
    }
}
