using Jinan.IndustryBrain.FactoryFile.Trying;

namespace Jinan.IndustryBrain.Cli.OpcUa.Checking;

/// <summary>What was seen of one connection.</summary>
internal sealed record ConnectionCheckResult(string Id, string Endpoint)
{
    public bool IsConnected { get; init; }

    public int Signals { get; init; }

    /// <summary>Items that the server watches.</summary>
    public int Accepted { get; init; }

    public double PublishingMs { get; init; }

    public double RevisedPublishingMs { get; init; }

    /// <summary>Most values a second, as the server will sample.</summary>
    public double MostValuesASecond { get; init; }

    /// <summary>Values a second that came while it was watched, the first of each signal not counted.</summary>
    public double SeenValuesASecond { get; init; }

    /// <summary>What was seen of its events; null where the file wants none.</summary>
    public EventCheckResult? Events { get; init; }

    /// <summary>Changes that the server dropped meanwhile because queues were full.</summary>
    public long Overflows { get; init; }

    /// <summary>At most, on the collector's disk before compression.</summary>
    public double MostMegabytesADay => new PredictedLoad(MostValuesASecond).BytesADay / 1e6;

    public double SeenMegabytesADay => new PredictedLoad(SeenValuesASecond).BytesADay / 1e6;

    /// <summary>What the server declares; 0 where it declares nothing.</summary>
    public IReadOnlyDictionary<string, long> Limits { get; init; } = new Dictionary<string, long>();
}

/// <summary>What was seen of the events of one connection.</summary>
/// <param name="Notifiers">Nodes whose events the file wants.</param>
/// <param name="Accepted">Of these, what the server watches.</param>
/// <param name="Seen">Events that came while it was watched.</param>
internal sealed record EventCheckResult(int Notifiers, int Accepted = 0, long Seen = 0);
