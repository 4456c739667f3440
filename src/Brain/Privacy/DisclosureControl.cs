namespace Jinan.IndustryBrain.Brain.Privacy;

/// <summary>
/// Decides which figures of one sheet may be shown, so that neither a figure nor anything that can be worked out from shown
/// figures stands for 1 to k-1 unrelated enterprises.
/// <para>
/// The attacker knows who contributes where and adds, subtracts and scales shown figures at will. What can be so gained is
/// the span of their incidence vectors over the atoms. Every atom has its own unknown values, also where one enterprise has
/// several, so a combination tells about exactly those enterprises whose atoms are left in it. The sheet is safe when no
/// combination other than nought is confined to atoms of fewer than k enterprises; that is checked for every such group of
/// atoms, not for differences of two figures only. (Complementary suppression in tables: Willenborg and de Waal, Elements of
/// Statistical Disclosure Control, 2001, ch. 6.)
/// </para>
/// </summary>
internal static class DisclosureControl
{
    // Reached only by topologies of many districts with hardly anybody in each; then they are told more coarsely.
    private const int GroupLimit = 20_000;

    public static FigureState[] Decide(IReadOnlyList<Atom> atoms, IReadOnlyList<FigureShape> figures, PrivacyRules rules)
    {
        var states = figures.Select(figure => Judge(atoms, figure, rules)).ToArray();
        var groups = SmallGroups.Find(atoms, rules.K, GroupLimit);
        if (groups is null)
        {
            KeepMostImportantOnly(figures, states);
            groups = [];
        }

        // Suppressing only takes from what can be worked out: a group once safe stays safe.
        foreach (var group in groups)
            SuppressUntil(span => span.DeriveWithin(group), atoms, figures, states);
        for (var i = 0; i < figures.Count; i++)
        {
            if (states[i] == FigureState.DominatedByOne)
                SuppressUntil(span => span.Derive(figures[i].Atoms), atoms, figures, states);
        }

        return states;
    }

    private static FigureState Judge(IReadOnlyList<Atom> atoms, FigureShape figure, PrivacyRules rules)
    {
        var weights = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (enterprise, weight) in figure.Atoms.SelectMany(atom => atoms[atom].Weights))
            weights[enterprise] = weights.GetValueOrDefault(enterprise) + weight;
        return weights.Count switch
        {
            0 => FigureState.Empty,
            var count when count < rules.K => FigureState.TooFewEnterprises,
            _ when weights.Values.Max() > rules.DominanceShare * weights.Values.Sum() => FigureState.DominatedByOne,
            _ => FigureState.Published,
        };
    }

    private static void SuppressUntil(
        Func<LinearSpan, IReadOnlyCollection<int>?> leak,
        IReadOnlyList<Atom> atoms,
        IReadOnlyList<FigureShape> figures,
        FigureState[] states)
    {
        while (leak(Span(atoms, figures, states)) is { Count: > 0 } leaking)
        {
            var least = leaking
                .OrderBy(figure => figures[figure].Importance)
                .ThenBy(figure => figures[figure].Atoms.Sum(atom => atoms[atom].Weights.Values.Sum()))
                .ThenBy(figure => figure)
                .First();
            states[least] = FigureState.Complementary;
        }
    }

    private static LinearSpan Span(IReadOnlyList<Atom> atoms, IReadOnlyList<FigureShape> figures, FigureState[] states) =>
        new(
            from index in Enumerable.Range(0, figures.Count)
            where states[index] == FigureState.Published
            orderby figures[index].Importance descending
            select (index, figures[index].Atoms),
            atoms.Count);

    // One figure alone, already judged to stand for k or more, gives nothing but itself.
    private static void KeepMostImportantOnly(IReadOnlyList<FigureShape> figures, FigureState[] states)
    {
        var published = Enumerable.Range(0, states.Length).Where(i => states[i] == FigureState.Published).ToList();
        if (published.Count == 0)
            return;
        var kept = published.MaxBy(i => figures[i].Importance);
        foreach (var other in published.Where(i => i != kept))
            states[other] = FigureState.Complementary;
    }
}
