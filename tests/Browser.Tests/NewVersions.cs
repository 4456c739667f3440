using System.Diagnostics;
using System.Text.Json.Nodes;
using Jinan.IndustryBrain.Functional.Tests.Running;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>Brings a newer version of a sector's capsule to the running edge, as its publisher would.</summary>
internal static class NewVersions
{
    /// <summary>The version in the repository, which serves at first.</summary>
    public static string ShippedOf(string sector) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "plugins", sector, "capsule.json")))!["version"]!.GetValue<string>();

    public static async Task PackAsync(ConsoleFixture console, string sector, string version)
    {
        var plugin = Directory.CreateTempSubdirectory("industrybrain-plugin-");
        foreach (var source in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "plugins", sector)))
            File.Copy(source, Path.Combine(plugin.FullName, Path.GetFileName(source)));
        var declared = Path.Combine(plugin.FullName, "capsule.json");
        var declaration = JsonNode.Parse(await File.ReadAllTextAsync(declared))!;
        declaration["version"] = version;
        await File.WriteAllTextAsync(declared, declaration.ToJsonString());

        var data = console.Run.Data;
        using var packing = Process.Start(new ProcessStartInfo("dotnet",
        [
            Checkout.OutputOf("src/Cli", "brain"), "capsule", "pack", plugin.FullName,
            "--out", Path.Combine(data, "capsules", $"{sector}-{version}.capsule"),
            "--key-folder", Path.Combine(data, "keys"), "--publishers", Path.Combine(data, "publishers"),
        ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = await packing.StandardOutput.ReadToEndAsync(patience.Token) + await packing.StandardError.ReadToEndAsync(patience.Token);
        await packing.WaitForExitAsync(patience.Token);
        Assert.True(packing.ExitCode == 0, output);
        plugin.Delete(recursive: true);
    }
}
