using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Privacy;

namespace Jinan.IndustryBrain.Brain.Cockpit.Figures;

/// <summary>
/// The newest published sheets, newest first. Where windows are longer than a period, a scope has figures in some periods only:
/// each figure is that of the newest period that has one, and says which.
/// </summary>
internal sealed class CityNow(IReadOnlyList<CitySheet> city, IReadOnlyList<Sheet> sheets, DateTimeOffset now, int k)
{
    private const string FactoryUnit = "{factory}";
    private const string MachineUnit = "{machine}";

    private static readonly HashSet<string> HealthKinds = ["health_index", "anomaly_score", "remaining_useful_life"];
    private static readonly HashSet<string> QualityKinds = ["quality_probability", "quality_class", "soft_sensor"];

    public DateTimeOffset Now => now;

    public int K => k;

    public ScopeOverview Of(string? sector, string? district)
    {
        var counted = Newest(sheet => sheet.Factories, sector, district);
        var machines = Newest(sheet => sheet.Machines, sector, district);
        var means = Means(sector, district).ToList();
        return new ScopeOverview(
            sector,
            district,
            counted is { } f ? Cell.Of(f.Figure.State, f.Figure.Count, FactoryUnit, Lineage(LineageRules.FactoriesConnected, f.Sheet) with { Enterprises = f.Figure.Enterprises }, k) : null,
            machines is { } m ? Cell.Of(m.Figure.State, m.Figure.Count, MachineUnit, Lineage(LineageRules.MachinesWatched, m.Sheet) with { Enterprises = m.Figure.Enterprises }, k) : null,
            counted is { } l ? [.. SheetBuilder.Levels.Select(level => Level(l.Sheet, l.Figure, level))] : [],
            [.. means.Where(mean => HealthKinds.Contains(mean.Indicator))],
            [.. means.Where(mean => QualityKinds.Contains(mean.Indicator))],
            district is null && sector is not null ? Spreads(sector) : [],
            NewestTo(counted, means));
    }

    /// <summary>The part of the factories that has neither warning nor alarm; shown where both numbers are.</summary>
    public Cell? ShareWithoutWarning(string? sector, string? district)
    {
        if (Newest(sheet => sheet.Factories, sector, district) is not { } found)
            return null;
        var ok = found.Figure.Levels["ok"];
        var state = found.Figure.State == FigureState.Published ? ok.State : found.Figure.State;
        var share = state == FigureState.Published ? (double?)ok.Insights / found.Figure.Count : null;
        return Cell.Of(state, share, "1", Lineage(LineageRules.ShareWithoutWarning, found.Sheet), k);
    }

    public IReadOnlyList<SharedFaultAnswer> SharedFaults(string sector) =>
    [
        .. from sheet in city
           from fault in sheet.SharedFaults
           where fault.Sector == sector
           group sheet by (fault.Indicator, fault.Signal) into shared
           orderby shared.Key.Indicator, shared.Key.Signal
           select new SharedFaultAnswer(shared.Key.Indicator, shared.Key.Signal, k, Lineage(LineageRules.SharedFault, shared.MaxBy(s => s.To)!)),
    ];

    private LevelCell Level(CitySheet sheet, CensusFigure figure, string level)
    {
        var (state, count) = figure.Levels[level];
        return new LevelCell(level, Cell.Of(state, count, FactoryUnit, Lineage(LineageRules.FactoriesByLevel, sheet), k));
    }

    private (CitySheet Sheet, CensusFigure Figure)? Newest(Func<CitySheet, IReadOnlyList<CensusFigure>> figures, string? sector, string? district)
    {
        (CitySheet, CensusFigure)? empty = null;
        foreach (var sheet in city)
        {
            if (figures(sheet).FirstOrDefault(f => f.Sector == sector && f.District == district) is not { } figure)
                continue;
            if (figure.State != FigureState.Empty)
                return (sheet, figure);
            empty ??= (sheet, figure);
        }

        return empty;
    }

    private IEnumerable<IndicatorCell> Means(string? sector, string? district) =>
        from sheet in sheets
        let figure = sheet.Figures.FirstOrDefault(f => f.Sector == sector && f.District == district)
        where figure is not null && figure.State != FigureState.Empty
        group (sheet, figure) by (sheet.Indicator, sheet.Unit) into found
        let newest = found.First()
        orderby found.Key.Indicator, found.Key.Unit
        select new IndicatorCell(found.Key.Indicator, Cell.Of(
            newest.figure.State, newest.figure.Mean, found.Key.Unit,
            LineageRules.Of(LineageRules.MeanOfInsights, newest.sheet.From, newest.sheet.To, now, newest.figure.Coverage) with
            {
                Enterprises = newest.figure.Enterprises, Insights = newest.figure.Insights,
            },
            k));

    private IReadOnlyList<SpreadAnswer> Spreads(string sector) =>
    [
        .. from sheet in city
           from spread in sheet.Distributions
           where spread.Sector == sector
           group (sheet, spread) by (spread.Indicator, spread.Unit) into found
           let newest = found.First()
           orderby found.Key.Indicator, found.Key.Unit
           select new SpreadAnswer(
               found.Key.Indicator, found.Key.Unit, Answers.Name(newest.spread.State), Answers.Reason(newest.spread.State, k), newest.spread.Groups,
               LineageRules.Of(LineageRules.SpreadOfFactories, newest.sheet.From, newest.sheet.To, now, newest.spread.Coverage) with
               {
                   Enterprises = newest.spread.State == FigureState.Published ? newest.spread.Groups.Sum(g => g.Enterprises) : null,
               }),
    ];

    private static DateTimeOffset? NewestTo((CitySheet Sheet, CensusFigure Figure)? counted, IEnumerable<IndicatorCell> means)
    {
        var ends = means.Select(mean => (DateTimeOffset?)mean.Mean.Lineage.To);
        return (counted is { Figure.State: not FigureState.Empty } found ? ends.Append(found.Sheet.To) : ends).Max();
    }

    private Lineage Lineage(LineageRule rule, CitySheet sheet) => LineageRules.Of(rule, sheet.From, sheet.To, now);
}
