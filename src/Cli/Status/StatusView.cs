using System.Globalization;
using System.Text.Json;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.Cli.Run;
using Jinan.IndustryBrain.Contracts;

namespace Jinan.IndustryBrain.Cli.Status;

/// <summary>The status as a person reads it.</summary>
internal static class StatusView
{
    private const int TroublesShown = 10;

    // As the collector calls a connection that delivers.
    private const string Running = "Running";

    public static void Write(RunState run, IReadOnlyList<ServiceAnswer> answers)
    {
        Console.WriteLine($"profile {run.Profile}, running since {run.Started.ToLocalTime():yyyy-MM-dd HH:mm:ss} (pid {run.Pid}), logs in {run.Logs}");
        Terminal.WriteTable(
            ["process", "state", "restarts", "pid", "address"],
            [.. run.Resources.Select(r => (IReadOnlyList<string>)
                [r.Name, r.Phase, r.Restarts.ToString(CultureInfo.InvariantCulture), r.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-", r.Url ?? ""])],
            (row, column) => column != 1 ? null : run.Resources[row].Phase == "ready" ? "green" : "yellow");
        foreach (var answer in answers)
        {
            if (answer.Answer is { } json)
                WriteAnswer(answer.App, json);
            else
                Console.WriteLine($"{answer.App}: {answer.Failure}");
        }
    }

    private static void WriteAnswer(string app, JsonElement json)
    {
        switch (app)
        {
            case AppIds.Collector:
                WriteConnections(json);
                break;
            case AppIds.Historian:
                Console.WriteLine($"historian: {Sum(json, "values"):N0} values and {Sum(json, "insights"):N0} insights of {Items(json).Count} factories");
                break;
            case AppIds.Inference:
                WriteCapsules(json);
                break;
            case AppIds.Uplink:
                WriteUplink(json);
                break;
            default:
                break;
        }
    }

    private static void WriteConnections(JsonElement json)
    {
        var connections = Items(json);
        var byState = connections.GroupBy(c => Text(c, "state")).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}");
        Console.WriteLine($"collector: {connections.Count} connections ({string.Join(", ", byState)})");
        foreach (var trouble in connections.Where(c => Text(c, "state") != Running).Take(TroublesShown))
            Console.WriteLine($"  {Text(trouble, "factory")}/{Text(trouble, "connection")} {Text(trouble, "endpoint")}: {Text(trouble, "state")} since {Text(trouble, "since")} {Text(trouble, "lastError")}");
        foreach (var refused in connections.Where(c => c.TryGetProperty("refused", out var list) && list.GetArrayLength() > 0).Take(TroublesShown))
            Console.WriteLine($"  {Text(refused, "factory")}/{Text(refused, "connection")}: {refused.GetProperty("refused").GetArrayLength()} signals refused by the server, e.g. {refused.GetProperty("refused")[0]}");
    }

    private static void WriteUplink(JsonElement json)
    {
        Console.WriteLine($"uplink: {Sum(json, "pending"):N0} insights wait for the city, {Sum(json, "deadLetters"):N0} were refused by it");
        foreach (var faults in Items(json).Select(f => Text(f, "fault")).Where(f => f.Length > 0).GroupBy(f => f))
            Console.WriteLine($"  {faults.Count()} factories: {faults.Key}");
    }

    private static void WriteCapsules(JsonElement json) =>
        Terminal.WriteTable(
            ["capsule", "version", "publisher", "state", "file", "why"],
            [.. json.GetProperty("files").EnumerateArray().Select(c => (IReadOnlyList<string>)
                [Text(c, "capsule"), Text(c, "version"), Text(c, "publisher"), Text(c, "state"), Text(c, "file"), Text(c, "message")])]);

    // A list, or an object that holds one.
    private static List<JsonElement> Items(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => [.. json.EnumerateArray()],
        JsonValueKind.Object => [.. json.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array).Take(1).SelectMany(p => p.Value.EnumerateArray())],
        _ => [],
    };

    private static long Sum(JsonElement json, string key) =>
        Items(json).Sum(item => item.TryGetProperty(key, out var number) && number.TryGetInt64(out var value) ? value : 0);

    private static string Text(JsonElement item, string key) =>
        item.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
