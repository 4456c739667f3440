using System.Text.Json;
using Jinan.IndustryBrain.Brain.Ingest;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Aggregation;

/// <summary>
/// Makes each period's figures once, when it is closed, and never again: a second version less the first would stand for
/// whoever was late.
/// </summary>
internal sealed class FigurePublisher(
    IDbContextFactory<BrainContext> contexts,
    FactoryRegistry registry,
    BrainOptions options,
    PublishedThrough published,
    BrainMetrics metrics,
    TimeProvider time,
    ILogger<FigurePublisher> logger) : BackgroundService
{
    private const string ThroughSetting = "figures-through";
    private const string Warning = "warning";
    private const string Alarm = "alarm";
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromDays(1);

    private readonly Periods _periods = new(options.Period, options.Grace);
    private readonly PrivacyRules _rules = new(options.K, options.DominanceShare);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PublishClosedAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Whatever it is must not end the service: insights are still taken in, and the period stays unpublished.
                Log.PublishingFailed(logger, fault);
            }

            await Task.Delay(_periods.UntilNextClose(time.GetUtcNow()), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Makes the figures of every closed period that has none yet; periods without insights get none.</summary>
    internal async Task PublishClosedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var closed = _periods.ClosedThrough(time.GetUtcNow());
        var setting = await context.Settings.FindAsync([ThroughSetting], cancellationToken);
        var through = setting is null ? DateTimeOffset.MinValue : new DateTimeOffset(long.Parse(setting.Value), TimeSpan.Zero);
        var oldest = _periods.StartOf(closed - LongestCatchUp);
        var from = through > oldest ? through : oldest;

        // Before the rows are read: an insight that comes now is late, whether the query still sees it or not.
        published.Time = closed;
        var rows = await context.Insights.AsNoTracking()
            // What was not computed says at least that its factory is connected; what is retrospective is of another time.
            .Where(row => (row.Counts || !row.Computed) && row.WindowTo >= from && row.WindowTo < closed)
            .Select(row => new PeriodInsight(
                row.WindowTo, row.Factory, row.Asset, row.Indicator, row.Unit, row.Sector, row.District, row.Level, row.Unrelated,
                row.Value, row.Coverage, row.Counts, row.Level == Warning || row.Level == Alarm ? row.Document : null))
            .ToListAsync(cancellationToken);
        foreach (var group in rows.Where(row => row.Counts).GroupBy(row => (From: _periods.StartOf(row.WindowTo), row.Indicator, row.Unit)))
            context.Sheets.Add(Row(group.Key.Indicator, group.Key.Unit, group.Key.From, group));
        foreach (var period in rows.GroupBy(row => _periods.StartOf(row.WindowTo)))
            context.Sheets.Add(CityRow(period.Key, period));

        if (setting is null)
            context.Settings.Add(setting = new SettingRow { Name = ThroughSetting, Value = "" });
        setting.Value = closed.UtcTicks.ToString();
        await context.SaveChangesAsync(cancellationToken);
    }

    private FigureSheetRow Row(string indicator, string unit, DateTimeOffset from, IEnumerable<PeriodInsight> insights)
    {
        var contributions = insights
            .GroupBy(i => (i.Sector, i.District, i.Level, i.Unrelated))
            .Select(group => new Contribution(
                group.Key.Sector, group.Key.District, group.Key.Level, group.Key.Unrelated,
                group.LongCount(), group.Sum(i => i.Value!.Value), group.Sum(i => i.Coverage)))
            .ToList();
        var figures = SheetBuilder.Build(contributions, registry, _rules);
        var sheet = new Sheet(indicator, unit, from, from + options.Period, time.GetUtcNow(), figures);
        foreach (var state in figures.GroupBy(figure => figure.State))
            metrics.Decided(state.Key.ToString(), state.Count());
        Log.SheetPublished(
            logger, indicator, from, figures.Count(f => f.State == FigureState.Published),
            figures.Count(f => f.State is not FigureState.Published and not FigureState.Empty));
        return new FigureSheetRow
        {
            From = from,
            To = sheet.To,
            Indicator = indicator,
            Unit = unit,
            Document = JsonSerializer.Serialize(sheet, SheetJson.Default.Sheet),
        };
    }

    private FigureSheetRow CityRow(DateTimeOffset from, IEnumerable<PeriodInsight> insights)
    {
        var factories = FactoryPeriods.Of(insights);
        var (counts, machines) = Census.Build(factories, registry, _rules);
        var sheet = new CitySheet(
            from, from + options.Period, time.GetUtcNow(), counts, machines,
            Distributions.Build(factories, _rules), SharedFaults.Find(factories, _rules));
        foreach (var state in counts.GroupBy(figure => figure.State))
            metrics.Decided(state.Key.ToString(), state.Count());
        return new FigureSheetRow
        {
            From = from,
            To = sheet.To,
            Indicator = CitySheet.Name,
            Unit = CitySheet.Unit,
            Document = JsonSerializer.Serialize(sheet, CitySheetJson.Default.CitySheet),
        };
    }
}
