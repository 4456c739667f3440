using System.Text.Json;
using Jinan.IndustryBrain.Sidecar.State;

namespace Jinan.IndustryBrain.Sidecar.Api.Http;

/// <summary><c>/v1.0/state</c>.</summary>
internal static class StateRoutes
{
    public static void MapState(this IEndpointRouteBuilder routes)
    {
        foreach (var verb in new[] { HttpMethods.Post, HttpMethods.Put })
        {
            routes.MapMethods("/v1.0/state/{store}", [verb], SaveAsync);
            routes.MapMethods("/v1.0/state/{store}/bulk", [verb], GetBulkAsync);
            routes.MapMethods("/v1.0/state/{store}/transaction", [verb], TransactAsync);
        }
        routes.MapGet("/v1.0/state/{store}/{**key}", GetAsync);
        routes.MapDelete("/v1.0/state/{store}/{**key}", DeleteAsync);
    }

    private static async Task GetAsync(HttpContext context)
    {
        if (Access(context).Get(Key(context)) is not { } value)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        context.Response.Headers.ETag = value.Etag;
        if (value.Expires is { } expires)
            context.Response.Headers[$"metadata.{StateMetadata.TtlExpireTime}"] = StateMetadata.ExpireTime(expires);
        context.Response.ContentType = context.Request.QueryMetadata().GetValueOrDefault("contentType", "application/json");
        await context.Response.BodyWriter.WriteAsync(value.Data, context.RequestAborted);
    }

    private static async Task SaveAsync(HttpContext context)
    {
        var access = Access(context);
        using var body = await RequestBody.ReadAsync(context.Request);
        using var document = RequestBody.Parse(body.Written, JsonValueKind.Array);
        var operations = document.RootElement.EnumerateArray().Select(item => ReadOperation(access, item, isDelete: false)).ToList();
        await access.WriteAsync(operations, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task DeleteAsync(HttpContext context)
    {
        var access = Access(context);
        var request = context.Request;
        var etag = request.Headers.IfMatch.ToString();
        await access.WriteAsync(
            [new(access.StoredKey(Key(context)), default, etag, ReadConcurrency(request.Query["concurrency"]), null, IsDelete: true)],
            context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task GetBulkAsync(HttpContext context)
    {
        var access = Access(context);
        using var body = await RequestBody.ReadAsync(context.Request);
        using var document = RequestBody.Parse(body.Written, JsonValueKind.Object);
        if (!document.RootElement.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
            throw DaprErrors.MalformedRequest("the body needs keys, a list of names");
        var keys = list.EnumerateArray().Select(key => key.ToString()).ToList();
        context.Response.ContentType = "application/json";
        var values = access.Get(keys);
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartArray();
        foreach (var (key, value) in keys.Zip(values))
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            if (value is not null)
            {
                json.WritePropertyName("data");
                WriteData(json, value.Data);
                json.WriteString("etag", value.Etag);
            }
            if (value?.Expires is { } expires)
            {
                json.WriteStartObject("metadata");
                json.WriteString(StateMetadata.TtlExpireTime, StateMetadata.ExpireTime(expires));
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static async Task TransactAsync(HttpContext context)
    {
        var access = Access(context);
        using var body = await RequestBody.ReadAsync(context.Request);
        using var document = RequestBody.Parse(body.Written, JsonValueKind.Object);
        if (!document.RootElement.TryGetProperty("operations", out var list) || list.ValueKind != JsonValueKind.Array)
            throw DaprErrors.MalformedRequest("the body needs operations, a list");
        var common = RequestBody.Texts(document.RootElement, "metadata").ToList();
        var operations = new List<StateOperation>();
        foreach (var item in list.EnumerateArray())
        {
            var kind = RequestBody.Text(item, "operation");
            if (kind is not ("upsert" or "delete") || !item.TryGetProperty("request", out var request))
                throw DaprErrors.MalformedRequest($"operation '{kind}' is not known; each needs operation, upsert or delete, and request");
            var operation = ReadOperation(access, request, kind == "delete");
            operations.Add(operation with { TimeToLive = operation.TimeToLive ?? StateMetadata.TimeToLive(common) });
        }
        await access.TransactAsync(operations, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static StateOperation ReadOperation(StateAccess access, JsonElement item, bool isDelete)
    {
        if (item.ValueKind != JsonValueKind.Object || RequestBody.Text(item, "key") is not { } key)
            throw DaprErrors.MalformedRequest("each item needs a key");
        var value = item.TryGetProperty("value", out var given) ? System.Text.Encoding.UTF8.GetBytes(given.GetRawText()) : "null"u8.ToArray();
        var concurrency = item.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Object ? RequestBody.Text(options, "concurrency") : null;
        return new(
            access.StoredKey(key), value, RequestBody.Text(item, "etag"), ReadConcurrency(concurrency), StateMetadata.TimeToLive(RequestBody.Texts(item, "metadata")), isDelete);
    }

    private static StateConcurrency ReadConcurrency(string? text) => text switch
    {
        null or "" or "last-write" => StateConcurrency.LastWrite,
        "first-write" => StateConcurrency.FirstWrite,
        _ => throw DaprErrors.MalformedRequest($"concurrency is '{text}'; it must be first-write or last-write"),
    };

    /// <summary>Values are bytes: those that are no JSON (written over gRPC) come as base64 text.</summary>
    private static void WriteData(Utf8JsonWriter json, byte[] data)
    {
        try
        {
            using var document = JsonDocument.Parse(data);
            document.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteBase64StringValue(data);
        }
    }

    private static StateAccess Access(HttpContext context)
    {
        var app = context.App();
        return new(app.Components.StateStore((string)context.Request.RouteValues["store"]!), app.AppId);
    }

    private static string Key(HttpContext context) => context.Request.RouteValues["key"] as string ?? "";
}
