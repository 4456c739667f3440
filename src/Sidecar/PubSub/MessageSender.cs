using System.Net.Http.Headers;
using System.Text.Json;
using Jinan.IndustryBrain.Sidecar.Apps;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>Offers messages of one subscription to the application and reads its verdicts.</summary>
internal sealed class MessageSender(AppChannel channel, SubscriptionDefinition subscription, TimeSpan timeout, TimeProvider time, ILogger log)
{
    private const int MaxAnswerBytes = 1 << 20;

    // An application takes bodies of 4 MiB where nobody changed it; base64 makes raw messages a third larger.
    private const int MaxBulkBytes = 2 << 20;

    // No path is empty: a route begins with a slash.
    private const string Undeliverable = "";
    private static readonly MediaTypeHeaderValue CloudEvent = new(CloudEventEnvelope.ContentType);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>One call for one message.</summary>
    public async Task<DeliveryOutcome> SendAsync(StoredMessage message, CancellationToken cancellationToken)
    {
        using var wrapped = new PooledBuffer(256);
        var envelope = Envelope(message, wrapped);
        if (envelope is null)
            return DeliveryOutcome.Retry;
        var path = FindRoute(envelope.Value);
        if (path is null)
            return DeliveryOutcome.Drop;
        return await PostAsync(path, envelope.Value, CloudEvent, message.Record.TraceParent, DeliveryOutcome.Unreachable, AppAnswer.Read, cancellationToken);
    }

    /// <summary>As few calls as the application's body limit allows; outcomes in the order of the messages.</summary>
    public async Task<IReadOnlyList<DeliveryOutcome>> SendBulkAsync(List<StoredMessage> messages, CancellationToken cancellationToken)
    {
        var outcomes = new List<DeliveryOutcome>(messages.Count);
        while (outcomes.Count < messages.Count)
        {
            var from = outcomes.Count;
            var count = 1;
            for (long bytes = messages[from].Bytes.Length; from + count < messages.Count; count++)
            {
                bytes += messages[from + count].Bytes.Length;
                if (bytes > MaxBulkBytes)
                    break;
            }
            outcomes.AddRange(await SendCallAsync(messages.GetRange(from, count), cancellationToken));
        }
        return outcomes;
    }

    private async Task<DeliveryOutcome[]> SendCallAsync(List<StoredMessage> messages, CancellationToken cancellationToken)
    {
        var outcomes = new DeliveryOutcome[messages.Count];
        Array.Fill(outcomes, DeliveryOutcome.Drop);
        // Rules may send the messages of one batch to several places.
        foreach (var group in Enumerable.Range(0, messages.Count).GroupBy(index => RouteOf(messages[index])))
        {
            if (group.Key is Undeliverable)
                foreach (var index in group)
                    outcomes[index] = DeliveryOutcome.Retry;
            if (group.Key is null or Undeliverable)
                continue;
            var indexes = group.ToArray();
            var ids = Array.ConvertAll(indexes, index => messages[index].Sequence.ToString());
            using var body = new PooledBuffer(indexes.Sum(index => messages[index].Bytes.Length * 3 / 2) + 1024);
            WriteBulk(body, indexes.Select(index => messages[index]), ids);
            var unreachable = new DeliveryOutcome[ids.Length];
            Array.Fill(unreachable, DeliveryOutcome.Unreachable);
            var results = await PostAsync(
                group.Key, body.Written, Json, "", unreachable, (status, answer) => AppAnswer.ReadBulk(status, answer.ToArray(), ids), cancellationToken);
            for (var i = 0; i < indexes.Length; i++)
                outcomes[indexes[i]] = results[i];
        }
        return outcomes;
    }

    private delegate T AnswerReader<T>(int status, ReadOnlySpan<byte> body);

    private async Task<T> PostAsync<T>(
        string path, ReadOnlyMemory<byte> body, MediaTypeHeaderValue contentType, string traceParent, T unreachable, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        using var request = channel.Request(HttpMethod.Post, path);
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = contentType;
        if (traceParent.Length > 0)
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var response = await channel.SendAsync(request, either.Token);
            var answer = await AppChannel.ReadAnswerAsync(response, MaxAnswerBytes, either.Token);
            return read((int)response.StatusCode, answer);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.DeliveryUnanswered(log, channel.AppId, subscription.Topic, e.Message);
            return unreachable;
        }
    }

    private string? RouteOf(StoredMessage message)
    {
        using var wrapped = new PooledBuffer(256);
        if (!subscription.Routes.HasConditions && (subscription.RawPayload || !message.Record.IsRaw))
            return subscription.Routes.Default;
        return Envelope(message, wrapped) is { } envelope ? FindRoute(envelope) : Undeliverable;
    }

    private string? FindRoute(ReadOnlyMemory<byte> envelope)
    {
        if (!subscription.Routes.HasConditions)
            return subscription.Routes.Default;
        using var document = JsonDocument.Parse(envelope);
        return subscription.Routes.Find(document.RootElement);
    }

    /// <summary>The bytes to deliver; null when the subscription cannot take this message as it is.</summary>
    private ReadOnlyMemory<byte>? Envelope(StoredMessage message, PooledBuffer wrapped)
    {
        var record = message.Record;
        if (subscription.RawPayload)
        {
            CloudEventEnvelope.WrapRaw(
                wrapped, record.Payload.Span, subscription.PubSub, subscription.Topic, record.TraceParent, time.GetUtcNow());
            return wrapped.Written;
        }
        if (!record.IsRaw || IsCloudEvent(record.Payload))
            return record.Payload;
        Log.RawMessageForEnvelopeSubscription(log, channel.AppId, subscription.Topic, message.Sequence);
        return null;
    }

    private static bool IsCloudEvent(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("specversion", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void WriteBulk(PooledBuffer body, IEnumerable<StoredMessage> messages, string[] ids)
    {
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("id", Guid.NewGuid().ToString());
        json.WriteString("type", "com.dapr.event.sent.bulk");
        json.WriteString("topic", subscription.Topic);
        json.WriteString("pubsubname", subscription.PubSub);
        WriteMetadata(json);
        json.WriteStartArray("entries");
        foreach (var (message, id) in messages.Zip(ids))
        {
            json.WriteStartObject();
            json.WriteString("entryId", id);
            json.WritePropertyName("event");
            if (subscription.RawPayload)
                json.WriteBase64StringValue(message.Record.Payload.Span);
            else
                json.WriteRawValue(message.Record.Payload.Span, skipInputValidation: true);
            WriteMetadata(json);
            json.WriteString("contentType", subscription.RawPayload ? "application/octet-stream" : CloudEventEnvelope.ContentType);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        json.WriteStartObject("metadata");
        if (subscription.RawPayload)
            json.WriteString("rawPayload", "true");
        json.WriteEndObject();
    }
}
