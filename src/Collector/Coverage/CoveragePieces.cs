namespace Jinan.IndustryBrain.Collector.Coverage;

/// <summary>What is known of a piece of time.</summary>
internal enum CoverageState
{
    /// <summary>Every change of this time is stored; silence means unchanged.</summary>
    Covered,

    /// <summary>Changes may be missing; the reason says why.</summary>
    NotCovered,

    /// <summary>Changes were missing, for this reason, and the server's history had them.</summary>
    Filled,

    /// <summary>The signal was not yet collected.</summary>
    NotCollected,

    /// <summary>Later than what the connection is known to be alive through: changes may still arrive.</summary>
    Pending,
}

/// <summary>A piece of time, Unix nanoseconds.</summary>
/// <param name="From">Beginning.</param>
/// <param name="To">End.</param>
/// <param name="State">What is known of it.</param>
/// <param name="Reason">Why changes may be, or were, missing.</param>
/// <param name="Values">How many values history had for the interval that this piece is of.</param>
internal readonly record struct CoveragePiece(long From, long To, CoverageState State, NotCoveredReason? Reason, long? Values = null);

/// <summary>Cuts a time into pieces that are covered or not.</summary>
internal static class CoveragePieces
{
    /// <param name="from">Beginning of the time that is asked for.</param>
    /// <param name="to">End of it.</param>
    /// <param name="since">When coverage began; null where it has not.</param>
    /// <param name="aliveThrough">Where knowledge ends.</param>
    /// <param name="gaps">What is not covered, in any order, overlapping or not.</param>
    /// <param name="filled">What history filled of that.</param>
    public static IReadOnlyList<CoveragePiece> Of(
        long from, long to, long? since, long aliveThrough, IEnumerable<LedgerEntry> gaps, IReadOnlyCollection<LedgerEntry>? filled = null)
    {
        var pieces = WithoutHistory(from, to, since, aliveThrough, gaps);
        if (filled is not { Count: > 0 })
            return pieces;
        var fills = filled.Where(fill => fill.To > from && fill.From < to).OrderBy(fill => fill.From).ToArray();
        return fills.Length == 0 ? pieces : [.. pieces.SelectMany(piece => piece.State == CoverageState.NotCovered ? Cut(piece, fills) : [piece])];
    }

    private static IReadOnlyList<CoveragePiece> WithoutHistory(long from, long to, long? since, long aliveThrough, IEnumerable<LedgerEntry> gaps)
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

    private static IEnumerable<CoveragePiece> Cut(CoveragePiece gap, LedgerEntry[] fills)
    {
        var at = gap.From;
        foreach (var fill in fills)
        {
            var (start, end) = (Math.Max(at, fill.From), Math.Min(gap.To, fill.To));
            if (end <= start)
                continue;
            if (start > at)
                yield return gap with { From = at, To = start };
            yield return new CoveragePiece(start, end, CoverageState.Filled, gap.Reason, fill.Values);
            at = end;
        }

        if (at < gap.To)
            yield return gap with { From = at };
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
