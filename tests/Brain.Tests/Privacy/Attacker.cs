using Jinan.IndustryBrain.Brain.Aggregation;

namespace Jinan.IndustryBrain.Brain.Tests.Privacy;

/// <summary>Knows who contributes to what; every sum, difference and multiple of the numbers that are told is his.</summary>
internal sealed class Attacker
{
    private readonly List<(string Sector, string District, string Level)> _cells;
    private readonly List<HashSet<string>> _enterprises;
    private readonly List<int[]> _figures = [];

    public Attacker(IReadOnlyList<Contribution> contributions, IEnumerable<(string? Sector, string? District, string? Level)> shown)
    {
        _cells = [.. contributions.Select(c => (c.Sector, c.District, c.Level)).Distinct()];
        _enterprises = [.. _cells.Select(cell => contributions
            .Where(c => (c.Sector, c.District, c.Level) == cell).Select(c => c.Unrelated).ToHashSet())];
        foreach (var (sector, district, level) in shown)
            _figures.Add(Incidence(sector, district, level));

        // What others already give adds nothing.
        for (var i = _figures.Count - 1; i >= 0; i--)
        {
            List<int[]> others = [.. _figures[..i], .. _figures[(i + 1)..]];
            if (Fractions.Rank(others, AllColumns) == Fractions.Rank(_figures, AllColumns))
                _figures.RemoveAt(i);
        }
    }

    public IReadOnlyList<int> AllColumns => [.. Enumerable.Range(0, _cells.Count)];

    public int Rank(IReadOnlyList<int> columns) => Fractions.Rank(_figures, columns);

    public int RankWith(string? sector, string? district) => Fractions.Rank([.. _figures, Incidence(sector, district, level: null)], AllColumns);

    /// <summary>For all groups of k-1 enterprises (smaller ones are within them) the columns that are theirs alone.</summary>
    public IEnumerable<IReadOnlyList<int>> ColumnsOfFewerThan(int k)
    {
        // Who is nowhere among few cannot be told apart from many, and need not be tried.
        var candidates = _enterprises.Where(set => set.Count < k).SelectMany(set => set).Distinct().Order().ToList();
        return Choose(candidates, Math.Min(k - 1, candidates.Count), 0)
            .Select(few => AllColumns.Where(column => _enterprises[column].IsSubsetOf(few)).ToList())
            .Where(columns => columns.Count > 0)
            .DistinctBy(columns => string.Join(',', columns));
    }

    private static IEnumerable<List<string>> Choose(List<string> from, int count, int start)
    {
        if (count == 0)
        {
            yield return [];
            yield break;
        }

        for (var i = start; i <= from.Count - count; i++)
        {
            foreach (var rest in Choose(from, count - 1, i + 1))
                yield return [from[i], .. rest];
        }
    }

    private int[] Incidence(string? sector, string? district, string? level) => [.. _cells.Select(cell =>
        (sector is null || sector == cell.Sector)
        && (district is null || district == cell.District)
        && (level is null || level == cell.Level) ? 1 : 0)];
}
