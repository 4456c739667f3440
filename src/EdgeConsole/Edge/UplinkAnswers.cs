using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

/// <summary>The uplink's <c>GET /status</c>.</summary>
public sealed record UplinkAnswer(IReadOnlyList<UplinkFactoryAnswer> Factories);

public sealed record UplinkFactoryAnswer(
    string Factory, string State, long Pending, long Bytes, long MaxBytes, long DeadLetters, DateTimeOffset? LastAcknowledged, string? Fault, DateTimeOffset? NextTry)
{
    public SentenceCode? FaultCode { get; init; }

    /// <summary>Why the city did not take an insight, the last time.</summary>
    public string? LastRefusal { get; init; }

    public SentenceCode? LastRefusalCode { get; init; }
}
