using System.Text.Json;
using Jinan.IndustryBrain.Functional.Tests.Running;
using Jinan.IndustryBrain.OpcUa.Interop.Tests;

namespace Jinan.IndustryBrain.Functional.Tests.Docs;

/// <summary>docs/connect-a-plc.md, followed to its end with a secured server that nobody here wrote.</summary>
public sealed class ConnectAPlcTests
{
    private const string Factory = "my-factory";
    private static readonly TimeSpan ValuesLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Commands_OfTheGuide_LeadFromAnUnknownServerToValuesInTheHistorian()
    {
        NodeProcess.Require();
        var folder = Directory.CreateTempSubdirectory("industrybrain-guide-").FullName;
        var data = Directory.CreateTempSubdirectory("industrybrain-test-").FullName;
        await using var plc = NodeProcess.Start("rich-server.mjs", "--port", "0", "--pki", Path.Combine(folder, "plc"), "--items", "20", "--period", "200", "--accept");
        var ready = await plc.NextAsync("that the server is ready");

        var guide = new GuideCommands("connect-a-plc.md", folder, data)
        {
            Values =
            {
                ["PLC"] = ready.GetProperty("endpoint").GetString()!,
                ["FACTORY"] = Factory,
                ["PKI"] = Path.Combine(data, "pki", Factory),
                ["TAKE"] = "Objects/Items/**",
            },
        };
        var (values, blocks) = (guide.Blocks[0], guide.Blocks.Skip(1).ToList());
        Assert.All(guide.Values.Keys, name => Assert.Contains($"{name}=", values, StringComparison.Ordinal));
        var collect = blocks.FindIndex(block => block.Contains("--project apphost", StringComparison.Ordinal));

        foreach (var block in blocks.Take(collect))
        {
            // The guide has a person compare and type it.
            if (block.Contains("$FINGERPRINT", StringComparison.Ordinal))
                guide.Values["FINGERPRINT"] = await RejectedAsync(guide);
            await guide.RunAsync(block);
        }

        var options = blocks[collect].Split("--project apphost --")[1].Replace("my.yaml", Path.Combine(folder, "my.yaml"), StringComparison.Ordinal);
        await using (var run = await DemoRun.StartInAsync(data, options.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        {
            using var client = new EdgeClient(run);
            await Until.TrueAsync(() => HasValuesAsync(client), ValuesLimit, () => $"values of {Factory} in the historian; the app host said: {run.Said()}");
            foreach (var block in blocks.Skip(collect + 1))
                Assert.Contains(block.Contains("query", StringComparison.Ordinal) ? "i00000" : "", await guide.RunAsync(block), StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> RejectedAsync(GuideCommands guide)
    {
        using var list = JsonDocument.Parse(await guide.RunAsync("brain opcua trust list --store \"$PKI\" --json"));
        var rejected = list.RootElement.GetProperty("certificates").EnumerateArray()
            .Single(certificate => certificate.GetProperty("folder").GetString()!.Equals("rejected", StringComparison.OrdinalIgnoreCase));
        return rejected.GetProperty("fingerprint").GetString()!;
    }

    private static async Task<bool> HasValuesAsync(EdgeClient client) =>
        await client.TryGetAsync("historian", "stats") is { } stats
        && stats.GetProperty("factories").EnumerateArray().Any(f =>
            f.GetProperty("factory").GetString() == Factory && f.GetProperty("values").GetInt64() > 20 * 10);
}
