namespace Jinan.IndustryBrain.Brain.Privacy;

/// <summary>
/// The smallest thing that figures are added up from: what each enterprise contributed to one sector, district and level.
/// </summary>
/// <param name="Weights">Insights by unrelated enterprise; an enterprise without any is not in it.</param>
internal sealed record Atom(IReadOnlyDictionary<string, long> Weights)
{
    public int Enterprises => Weights.Count;
}

/// <summary>A figure that could be published: the sum over some atoms.</summary>
/// <param name="Atoms">Indexes of its atoms.</param>
/// <param name="Importance">When something must go, what matters least goes first.</param>
internal sealed record FigureShape(IReadOnlyList<int> Atoms, int Importance);

/// <summary>Whether a figure may be shown.</summary>
public enum FigureState
{
    /// <summary>Shown.</summary>
    Published,

    /// <summary>Nobody contributed; there is nothing to show or to hide.</summary>
    Empty,

    /// <summary>It stands for fewer enterprises than k.</summary>
    TooFewEnterprises,

    /// <summary>One enterprise makes up more of it than allowed.</summary>
    DominatedByOne,

    /// <summary>With it, a figure that must not be shown could be worked out from others.</summary>
    Complementary,
}

/// <summary>The rules of disclosure.</summary>
/// <param name="K">A figure stands for at least so many unrelated enterprises.</param>
/// <param name="DominanceShare">Largest share of a figure's insights that one enterprise may have.</param>
internal sealed record PrivacyRules(int K, double DominanceShare);
