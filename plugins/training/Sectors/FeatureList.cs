using Jinan.IndustryBrain.Capsules.Format;

namespace Jinan.IndustryBrain.Plugins.Training.Sectors;

/// <summary>Writes down the features of a model: one line a group, names that say what they are made of.</summary>
internal sealed class FeatureList
{
    private readonly List<FeatureDeclaration> _features = [];

    public IReadOnlyList<FeatureDeclaration> Features => _features;

    public FeatureList Of(string signal, params Statistic[] statistics) => Of(signal, null, null, statistics);

    /// <param name="when">Prefix of the names, for the ticks that the filter lets through.</param>
    public FeatureList Of(string signal, string? when, TickFilter? where, params Statistic[] statistics)
    {
        foreach (var statistic in statistics)
        {
            var name = $"{signal}_{NameOf(statistic)}";
            _features.Add(new FeatureDeclaration
            {
                Name = when is null ? name : $"{when}_{name}", Signal = signal, Statistic = statistic, Where = where,
            });
        }

        return this;
    }

    public FeatureList Ratio(string name, string over, string under)
    {
        _features.Add(new FeatureDeclaration { Name = name, Ratio = [over, under] });
        return this;
    }

    public FeatureList Difference(string name, string first, string second)
    {
        _features.Add(new FeatureDeclaration { Name = name, Difference = [first, second] });
        return this;
    }

    private static string NameOf(Statistic statistic) =>
        statistic == Statistic.MeanAbs ? "mean_abs" : statistic.ToString().ToLowerInvariant();
}
