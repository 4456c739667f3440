using System.Text.Json;

namespace Jinan.IndustryBrain.Benchmarks.Consoles;

/// <summary>A running edge: where its console is, and the pages that people have open in it.</summary>
internal sealed record EdgePages(Uri Console, int Pid, string Password, IReadOnlyList<(string Kind, string Path)> Pages)
{
    /// <param name="dataFolder">Of the run.</param>
    /// <param name="factories">Whose pages are looked for, at most.</param>
    public static async Task<EdgePages> FindAsync(string dataFolder, int factories)
    {
        using var run = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(dataFolder, "run", "apphost.json")));
        var console = run.RootElement.GetProperty("resources").EnumerateArray().Single(r => r.GetProperty("name").GetString() == "edge-console");
        var sidecar = run.RootElement.GetProperty("sidecar");
        using var http = new HttpClient { BaseAddress = new Uri(sidecar.GetProperty("url").GetString()!) };
        http.DefaultRequestHeaders.Add("dapr-api-token", sidecar.GetProperty("token").GetString());

        var pages = new List<(string, string)>();
        foreach (var factory in (await AskAsync(http, "collector", "factories")).EnumerateArray()
            .Select(f => f.GetProperty("factory").GetString()!).Take(factories))
        {
            var signals = (await AskAsync(http, "historian", $"signals?factory={factory}")).GetProperty("signals").EnumerateArray()
                .Where(s => s.GetProperty("type").GetString() != "text")
                .Select(s => (Asset: s.GetProperty("asset").GetString()!, Name: s.GetProperty("name").GetString()!)).ToList();
            if (signals.Count == 0)
                continue;
            var (asset, signal) = signals[0];
            pages.AddRange(
            [
                ("factories", "/"), ("machines", $"/factories/{factory}/machines"), ("machine", $"/factories/{factory}/machines/{asset}"),
                ("trend", $"/factories/{factory}/machines/{asset}?signal={signal}"), ("health", $"/factories/{factory}/health"),
            ]);
        }

        var password = (await File.ReadAllLinesAsync(Path.Combine(dataFolder, "edge-console", "first-password.txt")))[1];
        return new EdgePages(new Uri(console.GetProperty("url").GetString()!), console.GetProperty("pid").GetInt32(), password, pages);
    }

    private static async Task<JsonElement> AskAsync(HttpClient http, string app, string path)
    {
        using var json = JsonDocument.Parse(await http.GetStringAsync($"/v1.0/invoke/{app}/method/{path}"));
        return json.RootElement.Clone();
    }
}
