using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Policy.Import;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Screens.Figures;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Policy;

/// <summary>Holds a cycle's targets against the values that were imported for it.</summary>
internal sealed class TargetReader(IDbContextFactory<BrainContext> contexts, SheetStore sheets, PlaceTime time)
{
    private const string ConnectedEnterprises = "connected_enterprises";

    public async Task<TargetsAnswer> ReadAsync(PlanCycle cycle, CancellationToken cancellationToken)
    {
        var values = await ValuesAsync(cycle, null, cancellationToken);
        var compared = cycle.Indicators.Any(indicator => indicator.CompareWith is not null) ? await ConnectedAsync(cancellationToken) : null;
        return new TargetsAnswer(
            Describe(cycle),
            time.Today(),
            [.. cycle.Indicators.Select(indicator => Answer(cycle, indicator, [.. values.Where(v => v.Indicator == indicator.Id)], compared))]);
    }

    public async Task<TargetDetail> ReadAsync(PlanCycle cycle, PlanIndicator indicator, CancellationToken cancellationToken)
    {
        var values = await ValuesAsync(cycle, indicator.Id, cancellationToken);
        var compared = indicator.CompareWith is null ? null : await ConnectedAsync(cancellationToken);
        return new TargetDetail(
            Describe(cycle),
            Answer(cycle, indicator, values, compared),
            [.. values.OrderByDescending(v => v.Row.AsOf).ThenByDescending(v => v.Row.Id).Select(v => v.Answer)]);
    }

    public async Task<IReadOnlyList<ImportAnswer>> ImportsAsync(string cycle, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.TargetImports.AsNoTracking()
            .Where(row => row.Cycle == cycle).OrderByDescending(row => row.At).ThenBy(row => row.Id).Take(take).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new ImportAnswer(row.Id, row.Cycle, row.FileName, row.Digest, row.By, row.At, row.Added, row.Duplicates));
    }

    public CycleAnswer Describe(PlanCycle cycle) =>
        new(cycle.Id, cycle.Name, cycle.Closes, time.Today() > cycle.Closes, cycle.Document, cycle.Text);

    private static TargetAnswer Answer(PlanCycle cycle, PlanIndicator indicator, IReadOnlyList<Known> values, ComparedFigure? compared)
    {
        // Of one date a measured value says most, then a reported one; of two alike the later file's.
        var dates = values.Where(v => !v.Answer.IsSuperseded)
            .GroupBy(v => v.Row.AsOf)
            .OrderBy(group => group.Key)
            .Select(group => group.OrderBy(v => Rank(v.Row.Kind)).ThenByDescending(v => v.Row.Id).First().Answer)
            .ToList();
        var newest = dates.Count > 0 ? dates[^1] : null;
        return new TargetAnswer(
            indicator.Id,
            indicator.Name,
            indicator.Unit,
            indicator.Target,
            cycle.Closes,
            indicator.Clause,
            newest is null ? "no_value" : newest.Value >= indicator.Target ? "met" : "short",
            newest,
            newest is null ? null : Difference(indicator.Target, newest.Value),
            newest is null ? null : newest.Value / indicator.Target,
            dates.Count > 1 ? Difference(newest!.Value, dates[^2].Value) : null,
            dates.ConvertAll(value => new TargetPoint(value.AsOf, value.Value, value.Kind)),
            indicator.CompareWith == ConnectedEnterprises ? compared : null);
    }

    private static int Rank(string kind) => kind switch { ValueKinds.Measured => 0, ValueKinds.Reported => 1, _ => 2 };

    // 500 less 412.3 is 87.7, and not 87.69999999999999.
    private static double Difference(double from, double what) =>
        Math.Abs(from) < 1e15 && Math.Abs(what) < 1e15 ? (double)((decimal)from - (decimal)what) : from - what;

    private async Task<IReadOnlyList<Known>> ValuesAsync(PlanCycle cycle, string? indicator, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from value in context.TargetValues.AsNoTracking()
            join import in context.TargetImports.AsNoTracking() on value.Import equals import.Id
            where value.Cycle == cycle.Id && (indicator == null || value.Indicator == indicator)
            orderby value.Id
            select new { value, import }).ToListAsync(cancellationToken);
        var newest = rows.GroupBy(row => (row.value.Indicator, row.value.AsOf, row.value.Kind, row.value.Source))
            .Select(group => group.Last().value.Id)
            .ToHashSet();
        return rows.ConvertAll(row => new Known(row.value.Indicator, row.value, new TargetValue(
            row.value.AsOf, row.value.Value, row.value.Kind, row.value.Source, row.value.SourceDate, row.value.Note,
            row.import.FileName, row.import.Digest, row.value.Line, row.import.By, row.import.At, !newest.Contains(row.value.Id))));
    }

    // A published figure of the whole city, which stands for k enterprises or is not there.
    private async Task<ComparedFigure?> ConnectedAsync(CancellationToken cancellationToken)
    {
        var city = from sheet in await sheets.ReadAsync(period: null, cancellationToken)
                   from figure in sheet.Figures
                   where figure is { Sector: null, District: null, State: FigureState.Published, Enterprises: not null }
                   orderby sheet.To descending, figure.Enterprises descending
                   select new ComparedFigure(
                       figure.Enterprises!.Value, ValueKinds.Measured, TargetPhrases.ConnectedFormula, sheet.From, sheet.To, figure.Coverage);
        return city.FirstOrDefault();
    }

    private sealed record Known(string Indicator, TargetValueRow Row, TargetValue Answer);
}
