namespace Jinan.IndustryBrain.Capsules.Format;

/// <summary>Finds what is wrong with a declared interval.</summary>
internal static class IntervalCheck
{
    private const int MostBins = 100;

    public static IEnumerable<string> Faults(ModelDeclaration model, SdkRange sdk)
    {
        if (model.Interval is not { } interval)
            yield break;
        if (!IntervalDeclaration.Kinds.Contains(model.Kind))
            yield return "interval is for a quantity with a true value: remaining_useful_life, health_index or soft_sensor; leave it out";
        if (Version.TryParse(sdk.Min, out var min) && min < IntervalDeclaration.FirstSdk)
            yield return $"interval came with SDK {IntervalDeclaration.FirstSdk}; sdk.min is {sdk.Min}, whose edges cannot read it";
        if (interval.Coverage is not (> 0 and < 1))
            yield return $"interval.coverage is {interval.Coverage}; a share above 0 and below 1 is expected";
        if (interval.Bins.Count is 0 or > MostBins)
        {
            yield return $"interval has {interval.Bins.Count} bins; 1 to {MostBins} are allowed";
            yield break;
        }

        if (interval.Bins[^1].UpTo is not null)
            yield return "the last of interval.bins has upTo; it must have none, so that every answer has a bin";
        for (var i = 0; i < interval.Bins.Count; i++)
            foreach (var fault in Faults(interval, i))
                yield return $"interval.bins[{i}]: {fault}";
    }

    private static IEnumerable<string> Faults(IntervalDeclaration interval, int index)
    {
        var bin = interval.Bins[index];
        if (bin.UpTo is null && index < interval.Bins.Count - 1)
            yield return "upTo is missing; only the last bin has none";
        if (bin.UpTo is { } end && (!double.IsFinite(end) || (index > 0 && end <= interval.Bins[index - 1].UpTo)))
            yield return $"upTo is {end}; a number greater than that of the bin before is expected";
        if (bin.Below is not (>= 0 and <= double.MaxValue))
            yield return $"below is {bin.Below}; a distance from the answer of 0 or more is expected";
        if (bin.Above is not (>= 0 and <= double.MaxValue))
            yield return $"above is {bin.Above}; a distance from the answer of 0 or more is expected";
        if (interval.Coverage is > 0 and < 1 && bin.Windows < IntervalDeclaration.LeastWindows(interval.Coverage))
            yield return $"windows is {bin.Windows}; a coverage of {interval.Coverage} cannot be told from fewer than {IntervalDeclaration.LeastWindows(interval.Coverage)}";
    }
}
