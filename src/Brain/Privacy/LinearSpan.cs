namespace Jinan.IndustryBrain.Brain.Privacy;

/// <summary>
/// Everything that can be worked out from some published sums by adding, subtracting and scaling them: the span of their
/// incidence vectors. Arithmetic is modulo the Mersenne prime 2^61-1: exact, without fractions that grow. (A vector could be
/// misjudged only if a minor of this 0/1 matrix were a multiple of the prime.)
/// </summary>
internal sealed class LinearSpan
{
    private const ulong Prime = (1UL << 61) - 1;

    private readonly int _columns;
    private readonly List<Row> _rows = [];

    /// <param name="figures">For each published figure the columns that it sums.</param>
    /// <param name="columns">How many columns there are.</param>
    public LinearSpan(IEnumerable<(int Figure, IReadOnlyList<int> Columns)> figures, int columns)
    {
        _columns = columns;
        foreach (var (figure, summed) in figures)
        {
            var vector = new ulong[columns];
            foreach (var column in summed)
                vector[column] = 1;
            Insert(vector, figure);
        }
    }

    /// <returns>The figures that together give exactly this sum, or null when it cannot be worked out.</returns>
    public IReadOnlyCollection<int>? Derive(IReadOnlyList<int> columns)
    {
        var vector = new ulong[_columns];
        foreach (var column in columns)
            vector[column] = 1;
        return Derive(vector);
    }

    /// <returns>
    /// The figures of a combination, other than nought, in which nothing outside these columns is left; null when there is none.
    /// </returns>
    public IReadOnlyCollection<int>? DeriveWithin(IReadOnlyList<int> columns)
    {
        // A vector lies in the span when it is orthogonal to the span's complement, whose basis has one vector for each
        // column without a pivot. One with no other columns than these exists when these columns of that basis depend on
        // each other; the dependency is the vector.
        var free = Enumerable.Range(0, _columns).Except(_rows.Select(row => row.Pivot)).ToArray();
        var reduced = new List<(int Pivot, ulong[] Values, Dictionary<int, ulong> Made)>();
        foreach (var column in columns)
        {
            var values = ComplementColumn(column, free);
            var made = new Dictionary<int, ulong> { [column] = 1 };
            foreach (var (pivot, earlier, how) in reduced)
            {
                var factor = values[pivot];
                if (factor == 0)
                    continue;
                Subtract(values, earlier, factor);
                Subtract(made, how, factor);
            }

            var leading = Array.FindIndex(values, value => value != 0);
            if (leading < 0)
            {
                var vector = new ulong[_columns];
                foreach (var (index, value) in made)
                    vector[index] = value;
                return Derive(vector);
            }

            var inverse = Inverse(values[leading]);
            Scale(values, inverse);
            foreach (var index in made.Keys.ToList())
                made[index] = Multiply(made[index], inverse);
            reduced.Add((leading, values, made));
        }

        return null;
    }

    private HashSet<int>? Derive(ulong[] vector)
    {
        var figures = new Dictionary<int, ulong>();
        var rest = (ulong[])vector.Clone();
        foreach (var row in _rows)
        {
            var factor = rest[row.Pivot];
            if (factor == 0)
                continue;
            Subtract(rest, row.Values, factor);
            Subtract(figures, row.Figures, factor);
        }

        return rest.All(value => value == 0) ? [.. figures.Where(pair => pair.Value != 0).Select(pair => pair.Key)] : null;
    }

    // Keeps the rows fully reduced: a pivot's column is nought in all other rows.
    private void Insert(ulong[] vector, int figure)
    {
        var figures = new Dictionary<int, ulong> { [figure] = 1 };
        foreach (var row in _rows)
        {
            var factor = vector[row.Pivot];
            if (factor == 0)
                continue;
            Subtract(vector, row.Values, factor);
            Subtract(figures, row.Figures, factor);
        }

        var pivot = Array.FindIndex(vector, value => value != 0);
        if (pivot < 0)
            return;

        var inverse = Inverse(vector[pivot]);
        Scale(vector, inverse);
        foreach (var index in figures.Keys.ToList())
            figures[index] = Multiply(figures[index], inverse);
        foreach (var row in _rows)
        {
            var factor = row.Values[pivot];
            if (factor == 0)
                continue;
            Subtract(row.Values, vector, factor);
            Subtract(row.Figures, figures, factor);
        }

        _rows.Add(new Row(pivot, vector, figures));
    }

    private ulong[] ComplementColumn(int column, int[] free)
    {
        var values = new ulong[free.Length];
        var row = _rows.Find(candidate => candidate.Pivot == column);
        for (var i = 0; i < free.Length; i++)
            values[i] = row is null ? (free[i] == column ? 1UL : 0) : Negate(row.Values[free[i]]);
        return values;
    }

    private static void Subtract(ulong[] from, ulong[] what, ulong factor)
    {
        for (var i = 0; i < from.Length; i++)
        {
            if (what[i] != 0)
                from[i] = Add(from[i], Negate(Multiply(what[i], factor)));
        }
    }

    private static void Subtract(Dictionary<int, ulong> from, Dictionary<int, ulong> what, ulong factor)
    {
        foreach (var (index, value) in what)
            from[index] = Add(from.GetValueOrDefault(index), Negate(Multiply(value, factor)));
    }

    private static void Scale(ulong[] vector, ulong factor)
    {
        for (var i = 0; i < vector.Length; i++)
            vector[i] = Multiply(vector[i], factor);
    }

    private static ulong Add(ulong a, ulong b) => a + b >= Prime ? a + b - Prime : a + b;

    private static ulong Negate(ulong a) => a == 0 ? 0 : Prime - a;

    private static ulong Multiply(ulong a, ulong b) => (ulong)((UInt128)a * b % Prime);

    // Fermat: a^(p-2) is the inverse of a modulo the prime p.
    private static ulong Inverse(ulong a)
    {
        var result = 1UL;
        for (var exponent = Prime - 2; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
                result = Multiply(result, a);
            a = Multiply(a, a);
        }

        return result;
    }

    private sealed record Row(int Pivot, ulong[] Values, Dictionary<int, ulong> Figures);
}
