using System.Text.Json;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>
/// Reads what an application answers to <c>GET /dapr/subscribe</c>. Names are compared without case: the .NET SDK writes
/// <c>pubsubName</c>, others <c>pubsubname</c>.
/// </summary>
internal static class SubscribeAnswer
{
    /// <param name="json">The body.</param>
    /// <param name="faults">Gets a line for each entry that cannot be carried out; the others are returned.</param>
    public static IReadOnlyList<SubscriptionDefinition> Read(ReadOnlyMemory<byte> json, List<string> faults)
    {
        var definitions = new List<SubscriptionDefinition>();
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw new JsonException("it is no array");
            foreach (var entry in document.RootElement.EnumerateArray())
            {
                try
                {
                    definitions.Add(Read(entry));
                }
                catch (SubscriptionFaultException e)
                {
                    faults.Add($"subscription to '{Text(entry, "topic")}': {e.Message}");
                }
            }
        }
        catch (JsonException e)
        {
            faults.Add($"the answer to /dapr/subscribe is not understood: {e.Message}");
        }
        return definitions;
    }

    private static SubscriptionDefinition Read(JsonElement entry)
    {
        var routes = Member(entry, "routes");
        var rules = new List<(string, string)>();
        if (Member(routes, "rules") is { ValueKind: JsonValueKind.Array } list)
            foreach (var rule in list.EnumerateArray())
                rules.Add((Text(rule, "match") ?? "", Text(rule, "path") ?? ""));
        var bulk = Member(entry, "bulkSubscribe");
        var deadLetters = Text(entry, "deadLetterTopic");
        return new(
            Text(entry, "pubsubname") ?? throw new SubscriptionFaultException("pubsubname is missing"),
            Text(entry, "topic") ?? throw new SubscriptionFaultException("topic is missing"),
            new RouteTable(rules, Text(routes, "default") ?? Text(entry, "route")),
            IsTrue(Member(Member(entry, "metadata"), "rawPayload")),
            deadLetters is "" ? null : deadLetters,
            IsTrue(Member(bulk, "enabled")) ? BulkSettings.Create(Number(bulk, "maxMessagesCount"), Number(bulk, "maxAwaitDurationMs")) : null);
    }

    private static JsonElement? Member(JsonElement? element, string name)
    {
        if (element is { ValueKind: JsonValueKind.Object } parent)
            foreach (var member in parent.EnumerateObject())
                if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return member.Value;
        return null;
    }

    private static string? Text(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static int? Number(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;

    private static bool IsTrue(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.True }
        || (element is { ValueKind: JsonValueKind.String } text && bool.TryParse(text.GetString(), out var value) && value);
}
