using System.Text.Json;
using Jinan.IndustryBrain.Sidecar.PubSub;

namespace Jinan.IndustryBrain.Sidecar.Api.Http;

/// <summary><c>/v1.0/publish</c> and <c>/v1.0/publish/bulk</c>.</summary>
internal static class PublishRoutes
{
    public static void MapPublish(this IEndpointRouteBuilder routes)
    {
        foreach (var verb in new[] { HttpMethods.Post, HttpMethods.Put })
        {
            routes.MapMethods("/v1.0/publish/bulk/{pubsub}/{**topic}", [verb], PublishBulkAsync);
            routes.MapMethods("/v1.0-alpha1/publish/bulk/{pubsub}/{**topic}", [verb], PublishBulkAsync);
            routes.MapMethods("/v1.0/publish/{pubsub}/{**topic}", [verb], PublishAsync);
        }
    }

    private static async Task PublishAsync(HttpContext context)
    {
        var app = context.App();
        var broker = app.Components.PubSub((string)context.Request.RouteValues["pubsub"]!);
        using var body = await RequestBody.ReadAsync(context.Request);
        var request = new PublishRequest(Topic(context), body.Written, context.Request.ContentType ?? "", context.Request.QueryMetadata());
        await broker.PublishAsync(app.AppId, request, context.Trace(), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task PublishBulkAsync(HttpContext context)
    {
        var app = context.App();
        var broker = app.Components.PubSub((string)context.Request.RouteValues["pubsub"]!);
        using var body = await RequestBody.ReadAsync(context.Request);
        var (ids, requests) = ReadEntries(Topic(context), body.Written, context.Request.QueryMetadata());
        var failures = await broker.PublishAllAsync(app.AppId, requests, context.Trace(), context.RequestAborted);
        if (failures.Count == 0)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("errorCode", "ERR_PUBSUB_PUBLISH_MESSAGE");
        json.WriteStartArray("failedEntries");
        foreach (var (index, error) in failures)
        {
            json.WriteStartObject();
            json.WriteString("entryId", ids[index]);
            json.WriteString("error", error.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static (List<string> Ids, List<PublishRequest> Requests) ReadEntries(
        string topic, ReadOnlyMemory<byte> body, Dictionary<string, string> common)
    {
        var ids = new List<string>();
        var requests = new List<PublishRequest>();
        using var document = RequestBody.Parse(body, JsonValueKind.Array);
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("entryId", out var id) || !entry.TryGetProperty("event", out var data))
                throw DaprErrors.MalformedRequest("each entry needs entryId and event");
            var contentType = entry.TryGetProperty("contentType", out var type) ? type.GetString() ?? "" : "";
            var metadata = new Dictionary<string, string>(common);
            foreach (var (name, value) in RequestBody.Texts(entry, "metadata"))
                metadata[name] = value;
            ids.Add(id.ToString());
            requests.Add(new(topic, Bytes(data, contentType), contentType, metadata));
        }
        if (ids.Distinct().Count() != ids.Count)
            throw DaprErrors.MalformedRequest("two entries have the same entryId");
        return (ids, requests);
    }

    /// <summary>An event is JSON as it stands, text as its characters, and for an octet stream base64.</summary>
    private static byte[] Bytes(JsonElement data, string contentType)
    {
        if (data.ValueKind != JsonValueKind.String || contentType.EndsWith("json", StringComparison.OrdinalIgnoreCase))
            return System.Text.Encoding.UTF8.GetBytes(data.GetRawText());
        if (contentType == "application/octet-stream" && data.TryGetBytesFromBase64(out var bytes))
            return bytes;
        return System.Text.Encoding.UTF8.GetBytes(data.GetString()!);
    }

    private static string Topic(HttpContext context) =>
        context.Request.RouteValues["topic"] is string { Length: > 0 } topic ? topic : throw DaprErrors.TopicMissing();
}
