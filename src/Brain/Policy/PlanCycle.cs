using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.Brain.Policy;

/// <summary>What a plan asks for, until when, and the text that says so. A later plan is another cycle, not a change of this one.</summary>
internal sealed record PlanCycle
{
    public string Id { get; init; } = "";
    public Phrase Name { get; init; } = new("", "");

    /// <summary>The last day that counts.</summary>
    public DateOnly Closes { get; init; }

    /// <summary>Which document it is.</summary>
    public Phrase Document { get; init; } = new("", "");

    /// <summary>The passage that lists the indicators, as it stands there.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<PlanIndicator> Indicators { get; init; } = [];

    public PlanIndicator? Find(string idOrName) => Indicators.FirstOrDefault(indicator =>
        string.Equals(indicator.Id, idOrName, StringComparison.OrdinalIgnoreCase)
        || indicator.Name.Chinese == idOrName
        || string.Equals(indicator.Name.English, idOrName, StringComparison.OrdinalIgnoreCase));

    /// <returns>Every fault of the file, for the person who writes it.</returns>
    public IEnumerable<string> FindFaults()
    {
        if (string.IsNullOrWhiteSpace(Id) || Id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '.'))
            yield return $"id is '{Id}': use letters, digits, '-' and '.'";
        if (IsMissing(Name))
            yield return "name needs 'chinese' and 'english'";
        if (IsMissing(Document))
            yield return "document needs 'chinese' and 'english'";
        if (Closes == default)
            yield return "closes is missing: the last day that counts, e.g. 2025-12-31";
        if (string.IsNullOrWhiteSpace(Text))
            yield return "text is missing: the passage that lists the indicators";
        if (Indicators.Count == 0)
            yield return "indicators is missing or empty";
        foreach (var (index, indicator) in Indicators.Index())
        {
            var name = $"indicator {index + 1} ('{indicator.Id}')";
            if (string.IsNullOrWhiteSpace(indicator.Id))
                yield return $"{name}: id is missing";
            if (IsMissing(indicator.Name) || IsMissing(indicator.Unit))
                yield return $"{name}: name and unit need 'chinese' and 'english'";
            if (!(indicator.Target > 0) || !double.IsFinite(indicator.Target))
                yield return $"{name}: target is {indicator.Target}: use a number above 0";
            if (indicator.Units.Count == 0 || indicator.Units.Any(unit => !(unit.Value > 0)))
                yield return $"{name}: units needs at least one name, each with a factor above 0";
            if (string.IsNullOrWhiteSpace(indicator.Clause) || !Text.Contains(indicator.Clause, StringComparison.Ordinal))
                yield return $"{name}: clause '{indicator.Clause}' does not stand in the text";
        }

        foreach (var twice in Indicators.GroupBy(indicator => indicator.Id, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            yield return $"indicator '{twice.Key}' is there {twice.Count()} times";
    }

    private static bool IsMissing(Phrase phrase) => string.IsNullOrWhiteSpace(phrase.Chinese) || string.IsNullOrWhiteSpace(phrase.English);
}

/// <summary>One thing that a plan counts.</summary>
internal sealed record PlanIndicator
{
    public string Id { get; init; } = "";
    public Phrase Name { get; init; } = new("", "");

    /// <summary>Of the target and of all values as they are stored.</summary>
    public Phrase Unit { get; init; } = new("", "");

    /// <summary>Units that a file may use, with the factor that leads to <see cref="Unit"/>.</summary>
    public IReadOnlyDictionary<string, decimal> Units { get; init; } = new Dictionary<string, decimal>();

    public double Target { get; init; }

    /// <summary>Its words in the plan's text.</summary>
    public string Clause { get; init; } = "";

    /// <summary>Values are whole numbers.</summary>
    public bool IsCount { get; init; }

    /// <summary>A figure that the brain measures itself and that is shown beside it; it does not count towards the target.</summary>
    public string? CompareWith { get; init; }
}
