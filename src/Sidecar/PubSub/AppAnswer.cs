using System.Text.Json;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>Dapr's contract for what an application answers to a delivery.</summary>
internal static class AppAnswer
{
    /// <summary>For a single message.</summary>
    public static DeliveryOutcome Read(int status, ReadOnlySpan<byte> body) => status switch
    {
        >= 200 and < 300 => ReadBody(body),
        404 => DeliveryOutcome.Drop,
        _ => DeliveryOutcome.Retry,
    };

    /// <summary>For a bulk delivery, in the order of <paramref name="entryIds"/>. What has no status is offered again.</summary>
    public static DeliveryOutcome[] ReadBulk(int status, ReadOnlyMemory<byte> body, IReadOnlyList<string> entryIds)
    {
        var outcomes = new DeliveryOutcome[entryIds.Count];
        Array.Fill(outcomes, status == 404 ? DeliveryOutcome.Drop : DeliveryOutcome.Retry);
        if (status is < 200 or >= 300)
            return outcomes;
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("statuses", out var statuses)
                || statuses.ValueKind != JsonValueKind.Array)
                return outcomes;
            foreach (var entry in statuses.EnumerateArray())
            {
                var index = Text(entry, "entryId") is { } id ? entryIds.IndexOf(id) : -1;
                if (index >= 0 && Text(entry, "status") is { Length: > 0 } text)
                    outcomes[index] = Parse(text);
            }
        }
        catch (JsonException)
        {
            // No statuses: all of them again.
        }
        return outcomes;
    }

    private static DeliveryOutcome ReadBody(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            return JsonDocument.TryParseValue(ref reader, out var document) && Text(document.RootElement, "status") is { Length: > 0 } status
                ? Parse(status)
                : DeliveryOutcome.Done;
        }
        catch (JsonException)
        {
            return DeliveryOutcome.Done;
        }
    }

    private static DeliveryOutcome Parse(string status) => status switch
    {
        "SUCCESS" => DeliveryOutcome.Done,
        "DROP" => DeliveryOutcome.Drop,
        _ => DeliveryOutcome.Retry,
    };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    private static int IndexOf(this IReadOnlyList<string> ids, string id)
    {
        for (var i = 0; i < ids.Count; i++)
            if (ids[i] == id)
                return i;
        return -1;
    }
}
