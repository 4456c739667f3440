using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.FactoryFile.Trying;

/// <summary>What was seen of signals while they were subscribed for a trial.</summary>
public sealed record TrialResult
{
    /// <summary>Signals that the server watches.</summary>
    public required int Accepted { get; init; }

    /// <summary>As the server revised it.</summary>
    public required TimeSpan Publishing { get; init; }

    /// <summary>Most values, as the server will sample.</summary>
    public required PredictedLoad Most { get; init; }

    /// <summary>What came, the first value of each signal not counted.</summary>
    public required PredictedLoad Seen { get; init; }

    /// <summary>Changes that the server dropped meanwhile because queues were full.</summary>
    public required long Overflows { get; init; }

    /// <summary>Notifiers of events that the server watches.</summary>
    public int AcceptedNotifiers { get; init; }

    /// <summary>Events that came.</summary>
    public long SeenEvents { get; init; }

    /// <summary>What a person should know of it, in the order in which it showed.</summary>
    public required IReadOnlyList<TrialNote> Notes { get; init; }
}

/// <summary>Something that a trial brought to light.</summary>
/// <param name="Signal">Position of the signal; null where it is of the connection or of its events.</param>
/// <param name="Key">The key of the factory.yaml that it is about.</param>
/// <param name="Said">What happened; without a code where it is the server's own word.</param>
/// <param name="Status">The server's word on it; null where it gave none.</param>
/// <param name="IsFault">Whether values are missing because of it.</param>
public sealed record TrialNote(int? Signal, string Key, Sentence Said, StatusCode? Status, bool IsFault)
{
    /// <summary>Position of the notifier of events that it is about, among the connection's; null where it is about something else.</summary>
    public int? Notifier { get; init; }

    /// <summary>The same in English.</summary>
    public string Message => Said.Text;
}
