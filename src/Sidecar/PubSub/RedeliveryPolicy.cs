namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>When a message that was not accepted is offered again.</summary>
/// <param name="First">The first pause; each further one is twice as long.</param>
/// <param name="Longest">No pause is longer.</param>
/// <param name="MaxRetries">After so many the message goes to the dead letters, if there are any; negative means never.</param>
internal sealed record RedeliveryPolicy(TimeSpan First, TimeSpan Longest, int MaxRetries)
{
    /// <summary>Where no resiliency policy is declared.</summary>
    public static RedeliveryPolicy Default { get; } = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30), -1);

    /// <summary>Where the application gave no answer at all: it is probably just starting.</summary>
    public static RedeliveryPolicy Unreachable { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), -1);

    /// <param name="attempt">1 for the first failure.</param>
    public TimeSpan Pause(int attempt)
    {
        var doubled = First * Math.Pow(2, Math.Min(attempt - 1, 30));
        var capped = doubled < Longest ? doubled : Longest;
        // Messages that failed together must not come back together.
        return capped * (0.8 + 0.4 * Random.Shared.NextDouble());
    }
}
