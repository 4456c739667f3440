using System.Globalization;
using System.Text.Json;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.Cli.Run;
using Jinan.IndustryBrain.Contracts;

namespace Jinan.IndustryBrain.Cli.Query;

/// <summary>The historian's answers as tables, or as they are for machines.</summary>
internal sealed class QueryView(ServiceClient client, bool json)
{
    private const string Lines = "application/x-ndjson";

    public async Task<int> ShowSignalsAsync(string path, CancellationToken cancellation)
    {
        using var answer = await client.GetJsonAsync(AppIds.Historian, path, cancellation);
        if (json)
            return Print(answer.RootElement.GetProperty("signals").GetRawText());
        Terminal.WriteTable(
            ["signal", "unit", "type", "sampling, ms", "asset type"],
            [.. answer.RootElement.GetProperty("signals").EnumerateArray().Select(s => (IReadOnlyList<string>)
                [Text(s, "signal"), Text(s, "unit"), Text(s, "type"), Text(s, "samplingMs"), Text(s, "assetType")])]);
        return 0;
    }

    public async Task<int> ShowBucketsAsync(string path, CancellationToken cancellation)
    {
        using var answer = await client.GetJsonAsync(AppIds.Historian, path, cancellation);
        if (json)
            return Print(answer.RootElement.GetRawText());
        var unit = Text(answer.RootElement, "unit");
        Terminal.WriteTable(
            ["from", "values", $"min {unit}", $"max {unit}", $"average {unit}"],
            [.. answer.RootElement.GetProperty("buckets").EnumerateArray().Select(b => (IReadOnlyList<string>)
                [Text(b, "from"), Text(b, "count"), Number(b, "min"), Number(b, "max"), Number(b, "avg")])]);
        return 0;
    }

    /// <summary>Line by line as they come, so that a million rows need no memory here.</summary>
    public async Task<int> ShowValuesAsync(string path, CancellationToken cancellation)
    {
        using var response = await client.GetAsync(AppIds.Historian, path, Lines, cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        var rows = new List<IReadOnlyList<string>>();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (json)
            {
                Console.WriteLine(line);
                continue;
            }

            using var value = JsonDocument.Parse(line);
            rows.Add([Text(value.RootElement, "sourceTime"), Text(value.RootElement, "value"), Status(value.RootElement)]);
        }

        if (!json)
            Terminal.WriteTable(["source time", "value", "status"], rows);
        return 0;
    }

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return 0;
    }

    private static string Text(JsonElement item, string key) =>
        item.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "-";

    private static string Number(JsonElement item, string key) =>
        item.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble().ToString("G6", CultureInfo.InvariantCulture)
            : "-";

    // The two topmost bits of an OPC UA status code say good, uncertain or bad.
    private static string Status(JsonElement value)
    {
        var status = value.GetProperty("status").GetUInt32();
        var severity = (status >> 30) switch { 0 => "good", 1 => "uncertain", _ => "bad" };
        return status == 0 ? severity : $"{severity} 0x{status:X8}";
    }
}
