namespace Jinan.IndustryBrain.Collector.Coverage;

/// <summary>What is known of a piece of time.</summary>
internal enum CoverageState
{
    /// <summary>Every change of this time is stored; silence means unchanged.</summary>
    Covered,

    /// <summary>Changes may be missing; the reason says why.</summary>
    NotCovered,

    /// <summary>The signal was not yet collected.</summary>
    NotCollected,

    /// <summary>Later than what the connection is known to be alive through: changes may still arrive.</summary>
    Pending,
}

/// <summary>A piece of time, Unix nanoseconds.</summary>
internal readonly record struct CoveragePiece(long From, long To, CoverageState State, NotCoveredReason? Reason);

/// <summary>Cuts a time into pieces that are covered or not.</summary>
internal static class CoveragePieces
{
    /// <param name="from">Beginning of the time that is asked for.</param>
    /// <param name="to">End of it.</param>
    /// <param name="since">When coverage began; null where it has not.</param>
    /// <param name="aliveThrough">Where knowledge ends.</param>
    /// <param name="gaps">What is not covered, in any order, overlapping or not.</param>
    public static IReadOnlyList<CoveragePiece> Of(long from, long to, long? since, long aliveThrough, IEnumerable<LedgerEntry> gaps)
    {
        var pieces = new List<CoveragePiece>();
        var end = Math.Min(to, Math.Max(from, aliveThrough));
        var at = Add(pieces, from, Math.Min(since ?? long.MaxValue, end), CoverageState.NotCollected, null);
        foreach (var gap in gaps.Where(gap => gap.To > from && gap.From < end).OrderBy(gap => gap.From).ThenByDescending(gap => gap.To))
        {
            at = Add(pieces, at, Math.Min(gap.From, end), CoverageState.Covered, null);
            at = Add(pieces, at, Math.Min(gap.To, end), CoverageState.NotCovered, gap.Reason);
        }

        at = Add(pieces, at, end, CoverageState.Covered, null);
        Add(pieces, at, to, since is null ? CoverageState.NotCollected : CoverageState.Pending, null);
        return pieces;
    }

    private static long Add(List<CoveragePiece> pieces, long from, long to, CoverageState state, NotCoveredReason? reason)
    {
        if (to <= from)
            return from;
        if (pieces is [.., var last] && last.State == state && last.Reason == reason)
            pieces[^1] = last with { To = to };
        else
            pieces.Add(new CoveragePiece(from, to, state, reason));
        return to;
    }
}
