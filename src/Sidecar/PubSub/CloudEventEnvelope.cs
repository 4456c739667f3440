using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Unicode;
using Jinan.IndustryBrain.Sidecar.Api;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>Writes CloudEvents 1.0 envelopes in the JSON format, with Dapr's extension attributes.</summary>
internal static class CloudEventEnvelope
{
    public const string ContentType = "application/cloudevents+json";
    private const string DefaultType = "com.dapr.event.sent";

    // Raw bytes do not say who published them; daprd writes this too.
    private const string RawSource = "Dapr";

    private static readonly JsonWriterOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Wraps what a publisher sent; an envelope of its own is completed instead.</summary>
    /// <exception cref="DaprApiException">The publisher says it is a CloudEvent, and it is not.</exception>
    public static void Wrap(
        PooledBuffer to, in PublishRequest request, string pubSub, string appId, TraceContext trace, DateTimeOffset now, DateTimeOffset? expires)
    {
        using var json = new Utf8JsonWriter(to, Writing);
        json.WriteStartObject();
        if (MediaType(request.ContentType).Equals(ContentType, StringComparison.OrdinalIgnoreCase))
            Complete(json, request, pubSub, appId, trace, now);
        else
            WriteNew(json, request, pubSub, appId, trace, now);
        if (expires is { } end)
            json.WriteString("expiration", Time(end));
        json.WriteEndObject();
    }

    /// <summary>Wraps bytes that were published raw, for one delivery: a fresh id, the bytes as base64.</summary>
    public static void WrapRaw(PooledBuffer to, ReadOnlySpan<byte> payload, string pubSub, string topic, string traceParent, DateTimeOffset now)
    {
        using var json = new Utf8JsonWriter(to, Writing);
        json.WriteStartObject();
        WriteAttributes(json, Guid.NewGuid().ToString(), RawSource, DefaultType, MediaTypeNames.Application.Octet, pubSub, topic, new(traceParent, ""), now);
        json.WriteBase64String("data_base64", payload);
        json.WriteEndObject();
    }

    private static void WriteNew(Utf8JsonWriter json, in PublishRequest request, string pubSub, string appId, TraceContext trace, DateTimeOffset now)
    {
        var contentType = request.ContentType.Length == 0 ? MediaTypeNames.Application.Json : request.ContentType;
        WriteAttributes(
            json,
            request.Find("cloudevent.id") ?? Guid.NewGuid().ToString(),
            request.Find("cloudevent.source") ?? appId,
            request.Find("cloudevent.type") ?? DefaultType,
            contentType, pubSub, request.Topic, trace, now);
        WriteData(json, contentType, request.Data.Span);
    }

    private static void WriteAttributes(
        Utf8JsonWriter json, string id, string source, string type, string contentType, string pubSub, string topic, TraceContext trace, DateTimeOffset now)
    {
        json.WriteString("id", id);
        json.WriteString("source", source);
        json.WriteString("specversion", "1.0");
        json.WriteString("type", type);
        json.WriteString("datacontenttype", contentType);
        json.WriteString("time", Time(now));
        json.WriteString("topic", topic);
        json.WriteString("pubsubname", pubSub);
        json.WriteString("traceid", trace.TraceParent);
        json.WriteString("traceparent", trace.TraceParent);
        json.WriteString("tracestate", trace.TraceState);
    }

    private static void WriteData(Utf8JsonWriter json, string contentType, ReadOnlySpan<byte> data)
    {
        var media = MediaType(contentType);
        if (IsJson(media) && IsValidJson(data))
        {
            json.WritePropertyName("data");
            json.WriteRawValue(data, skipInputValidation: true);
        }
        else if (media.Equals(MediaTypeNames.Application.Octet, StringComparison.OrdinalIgnoreCase) || !Utf8.IsValid(data))
        {
            json.WriteBase64String("data_base64", data);
        }
        else
        {
            json.WriteString("data", data);
        }
    }

    private static void Complete(Utf8JsonWriter json, in PublishRequest request, string pubSub, string appId, TraceContext trace, DateTimeOffset now)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(request.Data);
        }
        catch (JsonException e)
        {
            throw DaprErrors.CloudEvent($"the content type is {ContentType}, and the body is no JSON: {e.Message}");
        }
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw DaprErrors.CloudEvent($"the content type is {ContentType}, and the body is no JSON object");
            var given = new HashSet<string>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                // Where it was published to is not the publisher's to say; the expiration is written with the time to live.
                if (member.Name is "topic" or "pubsubname" or "expiration" || !given.Add(member.Name))
                    continue;
                member.WriteTo(json);
            }
            if (given.Contains("data") && given.Contains("data_base64"))
                throw DaprErrors.CloudEvent("the event has both data and data_base64; it may have one of them");
            json.WriteString("topic", request.Topic);
            json.WriteString("pubsubname", pubSub);
            Missing("id", Guid.NewGuid().ToString());
            Missing("source", appId);
            Missing("specversion", "1.0");
            Missing("type", DefaultType);
            Missing("datacontenttype", MediaTypeNames.Application.Json);
            Missing("time", Time(now));
            Missing("traceid", trace.TraceParent);
            Missing("traceparent", trace.TraceParent);
            Missing("tracestate", trace.TraceState);

            void Missing(string name, string value)
            {
                if (!given.Contains(name))
                    json.WriteString(name, value);
            }
        }
    }

    public static string MediaType(string contentType) => contentType.Split(';', 2)[0].Trim();

    private static bool IsJson(string media) =>
        media.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    private static bool IsValidJson(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        try
        {
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
