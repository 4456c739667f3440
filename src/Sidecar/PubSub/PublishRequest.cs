using System.Globalization;
using Jinan.IndustryBrain.Sidecar.Api;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>One message as a publisher gave it.</summary>
internal readonly record struct PublishRequest(
    string Topic, ReadOnlyMemory<byte> Data, string ContentType, IReadOnlyDictionary<string, string> Metadata)
{
    public bool IsRaw => Find("rawPayload") is { } text && bool.TryParse(text, out var raw) && raw;

    /// <summary>How long the message is worth delivering; null means for ever.</summary>
    public TimeSpan? TimeToLive()
    {
        if (Find("ttlInSeconds") is not { } text)
            return null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds == 0)
            throw DaprErrors.PubSubMetadata($"metadata ttlInSeconds is '{text}'; it must be a positive whole number");
        return TimeSpan.FromSeconds(seconds);
    }

    public string? Find(string name)
    {
        if (Metadata.TryGetValue(name, out var exact))
            return exact;
        foreach (var (key, value) in Metadata)
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
        return null;
    }
}

/// <summary>The publisher's trace, W3C.</summary>
internal readonly record struct TraceContext(string TraceParent, string TraceState);
