using System.Text.Json;
using Jinan.IndustryBrain.AppHost.Plan;

namespace Jinan.IndustryBrain.AppHost.Setup;

/// <summary>
/// What the demo needs besides services: the simulated factories' configuration, signed capsules, and each factory's credentials
/// for the city.
/// </summary>
internal sealed class DemoSetup(string root, RunPlan plan, string plantFile, int basePort, string realmFile)
{
    private const string Cli = "src/Cli/Jinan.IndustryBrain.Cli.csproj";
    private const string PlantSimulator = "samples/PlantSimulator/Jinan.IndustryBrain.PlantSimulator.csproj";
    private const string Realm = "industrybrain";

    public Task WriteFactoriesAsync(CancellationToken cancellation) => Tool.RunAsync(
        "Writing the simulated factories' configuration", DotNet.Host,
        [
            ProjectOutput.Of(root, PlantSimulator), "factory-yaml",
            "--plant", plantFile, "--base-port", basePort.ToString(), "--out", plan.Data.Factories,
        ],
        root, cancellation);

    /// <summary>Packs and signs each sector's capsule with this machine's development key, made on first use.</summary>
    public async Task PackCapsulesAsync(CancellationToken cancellation)
    {
        var plugins = Directory.EnumerateDirectories(Path.Combine(root, "plugins"))
            .Where(p => File.Exists(Path.Combine(p, "capsule.json"))).Order(StringComparer.Ordinal).ToList();
        // The first makes the key where there is none; the others then find it.
        foreach (var plugin in plugins.Take(1))
            await PackCapsuleAsync(plugin, cancellation);
        await Task.WhenAll(plugins.Skip(1).Select(plugin => PackCapsuleAsync(plugin, cancellation)));
    }

    /// <summary>Gives each factory its own client's credentials, from the realm file that the development issuer reads.</summary>
    public void WriteCredentials()
    {
        var tokenEndpoint = new Uri(plan.UrlOf("identity"), $"realms/{Realm}/protocol/openid-connect/token");
        using var realm = JsonDocument.Parse(File.ReadAllText(realmFile));
        var secrets = realm.RootElement.GetProperty("clients").EnumerateArray()
            .Where(c => c.TryGetProperty("secret", out _))
            .ToDictionary(c => c.GetProperty("clientId").GetString()!, c => c.GetProperty("secret").GetString()!);
        foreach (var factory in Directory.EnumerateDirectories(plan.Data.Factories))
        {
            var clientId = "factory-" + Path.GetFileName(factory);
            if (!secrets.TryGetValue(clientId, out var secret))
                throw new SetupException($"{realmFile} has no client '{clientId}'. Make it anew from {plantFile}, or take it from the repository.");
            var credentials = new { clientId, clientSecret = secret, tokenEndpoint, gateway = plan.UrlOf("gateway") };
            PrivateFile.Write(
                Path.Combine(factory, "uplink-credentials.json"),
                JsonSerializer.SerializeToUtf8Bytes(credentials));
        }
    }

    private Task PackCapsuleAsync(string plugin, CancellationToken cancellation) => Tool.RunAsync(
        $"Packing the capsule of {Path.GetFileName(plugin)}", DotNet.Host,
        [
            ProjectOutput.Of(root, Cli), "capsule", "pack", plugin,
            "--out", Path.Combine(plan.Data.Capsules, Path.GetFileName(plugin) + ".capsule"),
            "--key-folder", plan.Data.Keys, "--publishers", plan.Data.Publishers,
        ],
        root, cancellation);
}
