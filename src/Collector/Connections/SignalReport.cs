namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>Signals of a connection that a person should look at: part of an entry of <c>GET /connections</c>.</summary>
internal sealed record SignalReport
{
    /// <summary>So many of each kind are named.</summary>
    private const int Named = 200;

    /// <summary>How many have not changed for long, though the connection lives.</summary>
    public required int FlatCount { get; init; }

    /// <summary>Those that are so for the longest.</summary>
    public required IReadOnlyList<FlatSignal> Flat { get; init; }

    /// <summary>After how long without a change a signal is among them.</summary>
    public required double FlatAfterSeconds { get; init; }

    /// <summary>How many never had a value.</summary>
    public required int NeverSeenCount { get; init; }

    /// <summary>The first of them, <c>asset/name</c>.</summary>
    public required IReadOnlyList<string> NeverSeen { get; init; }

    /// <summary>Those whose values came again most often.</summary>
    public required IReadOnlyList<RepeatedSignal> Repeated { get; init; }

    /// <param name="signals">The signals' states.</param>
    /// <param name="events">The signal that events become, of which none may come for years; null without.</param>
    /// <param name="aliveThrough">Everything up to this time was seen, Unix nanoseconds.</param>
    /// <param name="flatAfter">After how long without a change a signal counts as flat.</param>
    public static SignalReport Of(SignalStates signals, int? events, long aliveThrough, TimeSpan flatAfter)
    {
        var names = signals.Items;
        var (flat, never, repeated) = (new List<FlatSignal>(), new List<string>(), new List<RepeatedSignal>());
        for (var i = 0; i < names.Length; i++)
        {
            if (i == events)
                continue;
            var since = signals.ChangedAt(i);
            if (since == SignalStates.NeverSeen)
                never.Add(names[i].FullName);
            else if (aliveThrough > since && (aliveThrough - since) / 100 >= flatAfter.Ticks)
                flat.Add(new FlatSignal(names[i].FullName, UnixTime.ToDateTime(since)!.Value));
            if (signals.RepeatsOf(i) is > 0 and var count)
                repeated.Add(new RepeatedSignal(names[i].FullName, count));
        }

        return new SignalReport
        {
            FlatCount = flat.Count,
            Flat = [.. flat.OrderBy(signal => signal.Since).Take(Named)],
            FlatAfterSeconds = flatAfter.TotalSeconds,
            NeverSeenCount = never.Count,
            NeverSeen = [.. never.Take(Named)],
            Repeated = [.. repeated.OrderByDescending(signal => signal.Count).Take(Named)],
        };
    }
}

/// <param name="Signal"><c>asset/name</c>.</param>
/// <param name="Since">The time of its last change.</param>
internal sealed record FlatSignal(string Signal, DateTimeOffset Since);

/// <param name="Signal"><c>asset/name</c>.</param>
/// <param name="Count">How often, since the connection was started.</param>
internal sealed record RepeatedSignal(string Signal, long Count);
