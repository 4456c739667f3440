using Jinan.IndustryBrain.Collector.Coverage;

namespace Jinan.IndustryBrain.Collector.History;

/// <summary>
/// What a server's history said about one interval, and which parts of it that fills. Only what the history shows to know is
/// filled: from its first value on unless it goes back further than the interval, and not the time in which the server itself
/// was not running.
/// </summary>
/// <param name="hole">The interval.</param>
/// <param name="serverStart">When the server was started, by its own word; the smallest number where it does not say.</param>
internal sealed class FilledPieces(Hole hole, long serverStart)
{
    private long? _first;
    private long? _lastBeforeStart;
    private long? _firstAfterStart;

    public Hole Hole => hole;

    /// <summary>Values of the interval that history had and that are not stored by what came live.</summary>
    public long Values { get; private set; }

    /// <summary>Takes the next value, in the order of time.</summary>
    public void Take(long time)
    {
        Values++;
        _first ??= time;
        if (time < serverStart)
            _lastBeforeStart = time;
        else
            _firstAfterStart ??= time;
    }

    /// <summary>The parts that are filled.</summary>
    /// <param name="reachesBack">Whether the history has a value of before the interval.</param>
    public IEnumerable<(long From, long To)> Of(bool reachesBack)
    {
        var startsWithin = serverStart > hole.From && serverStart < hole.To;
        if (Values == 0)
        {
            // Nothing changed, if the server was there to see it. An overflow says itself that something did.
            if (reachesBack && !startsWithin && hole.From != hole.Around.After)
                yield return (hole.From, hole.To);
            yield break;
        }

        var from = reachesBack ? hole.From : Math.Max(hole.From, _first!.Value);
        if (!startsWithin)
        {
            yield return (from, hole.To);
            yield break;
        }

        if (_lastBeforeStart is { } last && last > from)
            yield return (from, last);
        if (_firstAfterStart is { } first && first < hole.To)
            yield return (Math.Max(hole.From, first), hole.To);
    }
}
