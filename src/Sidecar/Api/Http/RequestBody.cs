using System.Text.Json;
using Jinan.IndustryBrain.Sidecar.PubSub;

namespace Jinan.IndustryBrain.Sidecar.Api.Http;

/// <summary>Reads whole bodies; how large they may be the listener's limit says.</summary>
internal static class RequestBody
{
    public static async Task<PooledBuffer> ReadAsync(HttpRequest request)
    {
        var body = new PooledBuffer((int)Math.Clamp(request.ContentLength ?? 4096, 1, 1 << 20));
        try
        {
            while (true)
            {
                var read = await request.Body.ReadAsync(body.GetMemory(4096), request.HttpContext.RequestAborted);
                if (read == 0)
                    return body;
                body.Advance(read);
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> body, JsonValueKind kind)
    {
        try
        {
            var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == kind
                ? document
                : throw new JsonException($"it is {document.RootElement.ValueKind}, and must be {kind}");
        }
        catch (JsonException e)
        {
            throw DaprErrors.MalformedRequest($"the body is not understood: {e.Message}");
        }
    }

    /// <summary>The string members of an object that is itself a member; numbers and flags as text.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Texts(JsonElement parent, string name)
    {
        if (parent.TryGetProperty(name, out var element) && element.ValueKind == JsonValueKind.Object)
            foreach (var member in element.EnumerateObject())
                yield return new(member.Name, member.Value.ToString());
    }

    public static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var element) && element.ValueKind == JsonValueKind.String ? element.GetString() : null;
}
