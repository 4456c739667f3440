using System.Diagnostics.CodeAnalysis;
using System.Text;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.Sidecar.Api;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>The topics of one pub/sub component. They are opened when first used, and all that are on the disk at start.</summary>
internal sealed class PubSubBroker(PubSubOptions options, TimeProvider time, Metrics metrics) : IAsyncDisposable
{
    private readonly Dictionary<string, Topic> _topics = [];
    private readonly SemaphoreSlim _opening = new(1, 1);

    public PubSubOptions Options { get; } = options;

    public string Name => Options.Name;

    /// <summary>Opens what is on the disk, so that consumer groups hold their place from the start.</summary>
    public async Task OpenExistingAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Options.Folder);
        foreach (var folder in Directory.EnumerateDirectories(Options.Folder))
            await GetTopicAsync(Uri.UnescapeDataString(Path.GetFileName(folder)), cancellationToken);
    }

    public IReadOnlyList<Topic> OpenTopics
    {
        get { lock (_topics) return [.. _topics.Values]; }
    }

    /// <exception cref="DaprApiException">There are too many topics, or the topic's log cannot be opened.</exception>
    public async ValueTask<Topic> GetTopicAsync(string name, CancellationToken cancellationToken)
    {
        if (TryFind(name, out var topic))
            return topic;
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (TryFind(name, out topic))
                return topic;
            topic = await OpenAsync(name, cancellationToken);
            lock (_topics)
                _topics.Add(name, topic);
            return topic;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Stores one message and returns when it is on the disk.</summary>
    public async Task PublishAsync(string appId, PublishRequest request, TraceContext trace, CancellationToken cancellationToken)
    {
        var topic = await AppendAsync(appId, request, trace, cancellationToken);
        await topic.FlushAsync(cancellationToken);
        metrics.Published(Name, request.Topic, 1);
    }

    /// <summary>Stores several messages with one sync. Returns the failures by the index of the request.</summary>
    public async Task<IReadOnlyList<(int Index, DaprApiException Error)>> PublishAllAsync(
        string appId, IReadOnlyList<PublishRequest> requests, TraceContext trace, CancellationToken cancellationToken)
    {
        var failures = new List<(int, DaprApiException)>();
        var counts = new Dictionary<Topic, int>();
        for (var i = 0; i < requests.Count; i++)
        {
            try
            {
                var topic = await AppendAsync(appId, requests[i], trace, cancellationToken);
                counts[topic] = counts.GetValueOrDefault(topic) + 1;
            }
            catch (DaprApiException e)
            {
                failures.Add((i, e));
            }
        }
        foreach (var (topic, count) in counts)
        {
            await topic.FlushAsync(cancellationToken);
            metrics.Published(Name, topic.Name, count);
        }
        return failures;
    }

    private async ValueTask<Topic> AppendAsync(string appId, PublishRequest request, TraceContext trace, CancellationToken cancellationToken)
    {
        if (!Options.Scopes.MayPublish(appId, request.Topic))
            throw DaprErrors.TopicForbidden(appId, request.Topic);
        var now = time.GetUtcNow();
        var expires = now + request.TimeToLive();
        using var record = new PooledBuffer(request.Data.Length + 1024);
        MessageRecord.WriteHeader(record, request.IsRaw, now, expires, trace.TraceParent);
        if (request.IsRaw)
        {
            request.Data.Span.CopyTo(record.GetSpan(request.Data.Length));
            record.Advance(request.Data.Length);
        }
        else
        {
            CloudEventEnvelope.Wrap(record, request, Name, appId, trace, now, expires);
        }
        var topic = await GetTopicAsync(request.Topic, cancellationToken);
        await topic.AppendAsync(record.Written, cancellationToken);
        return topic;
    }

    private bool TryFind(string name, [NotNullWhen(true)] out Topic? topic)
    {
        lock (_topics)
            return _topics.TryGetValue(name, out topic);
    }

    private async Task<Topic> OpenAsync(string name, CancellationToken cancellationToken)
    {
        if (OpenTopics.Count >= Options.MaxTopics)
            throw DaprErrors.TopicFull($"pubsub {Name} has {Options.MaxTopics} topics already; topic {name} is not made. Check its name, or raise maxTopics of the component");
        if (name.Length > 100)
            throw DaprErrors.PubSubMetadata($"the topic's name has {name.Length} characters; at most 100 are allowed");
        try
        {
            var log = await SegmentedLog.OpenAsync(
                new()
                {
                    Directory = Path.Combine(Options.Folder, FolderName(name)),
                    SegmentBytes = Options.SegmentBytes,
                    MaxBytes = Options.MaxTopicBytes,
                    MaxRecordBytes = Options.MaxMessageBytes,
                },
                time: time,
                ct: cancellationToken);
            return new(name, log, Options, metrics);
        }
        catch (IOException e)
        {
            throw DaprErrors.TopicUnavailable($"topic {name} cannot be opened: {e.Message}");
        }
    }

    /// <summary>A name that is safe on every file system, and readable for the usual topics; reversed by unescaping.</summary>
    internal static string FolderName(string topic)
    {
        var name = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(topic))
        {
            var plain = b is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'_';
            _ = plain ? name.Append((char)b) : name.Append('%').Append(b.ToString("X2"));
        }
        return name.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var topic in OpenTopics)
            await topic.DisposeAsync();
        _opening.Dispose();
    }
}
