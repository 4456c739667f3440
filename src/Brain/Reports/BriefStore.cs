using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Privacy;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Brain.Tasks;
using Jinan.IndustryBrain.Screens.Figures;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>What a monthly brief is made of: published figures, the bureau's tasks, and counts of warnings that are made once.</summary>
internal sealed class BriefStore(
    IDbContextFactory<BrainContext> contexts, SheetStore sheets, FactoryRegistry registry, BrainOptions options, PlaceTime time) : IDisposable
{
    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <returns>Each indicator's last published sheet of each day of the month.</returns>
    public Task<IReadOnlyList<Sheet>> LastSheetsAsync(DateOnly month, CancellationToken cancellationToken) => sheets.ReadLastAsync(
        Enumerable.Range(0, DateTime.DaysInMonth(month.Year, month.Month))
            .Select(day => (From: time.StartOf(month.AddDays(day)), To: time.StartOf(month.AddDays(day + 1))))
            .Where(day => day.From <= time.Now),
        cancellationToken);

    public async Task<TaskCounts> TasksAsync(DateOnly month, CancellationToken cancellationToken)
    {
        var (from, end) = (time.StartOf(month), time.StartOf(month.AddMonths(1)));
        var until = end < time.Now ? end : time.Now;
        var lastDay = time.DayOf(until.AddTicks(-1));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var tasks = await context.Tasks.AsNoTracking()
            .Where(row => row.Created < until).Select(row => new { row.Id, row.Created, row.Due }).ToListAsync(cancellationToken);
        var turns = await context.TaskEvents.AsNoTracking()
            .Where(row => (row.Kind == "closed" || row.Kind == "reopened") && row.Stored < until)
            .OrderBy(row => row.Id)
            .Select(row => new { row.Task, row.Kind, row.Stored })
            .ToListAsync(cancellationToken);
        var closed = turns.GroupBy(turn => turn.Task).Where(group => group.Last().Kind == "closed").Select(group => group.Key).ToHashSet();
        var open = tasks.Where(task => !closed.Contains(task.Id)).ToList();
        return new TaskCounts(
            tasks.Count(task => task.Created >= from),
            turns.Where(turn => turn.Kind == "closed" && turn.Stored >= from).Select(turn => turn.Task).Distinct().Count(),
            open.Count,
            open.Count(task => task.Due < lastDay),
            until);
    }

    /// <returns>Counts of warnings that were raised in a month, made once; null while it is not over.</returns>
    public async Task<WarningCounts?> WarningsAsync(DateOnly month, CancellationToken cancellationToken)
    {
        var (from, end) = (time.StartOf(month), time.StartOf(month.AddMonths(1)));
        if (end > time.Now)
            return null;
        await _writer.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            if (await context.Briefs.FindAsync([month], cancellationToken) is { } stored)
                return Read(stored.Document);
            var counted = await context.Warnings.AsNoTracking()
                .Where(row => !row.Withdrawn && row.Raised >= from && row.Raised < end)
                .Select(row => new { row.Sector, row.Unrelated })
                .ToListAsync(cancellationToken);
            var counts = Count([.. counted.Select(row => (row.Sector!, row.Unrelated!))], time.Now);
            var document = JsonSerializer.Serialize(counts, BriefJson.Default.WarningCounts);
            context.Briefs.Add(new BriefRow { Month = month, Made = time.Now, Document = document });
            await context.SaveChangesAsync(cancellationToken);
            return counts;
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose() => _writer.Dispose();

    // The city and its sectors, by the rules of all other figures.
    private WarningCounts Count(IReadOnlyList<(string Sector, string Unrelated)> warnings, DateTimeOffset now)
    {
        // A sector without any has no atom: nothing unknown is in it.
        var cells = warnings.GroupBy(warning => warning.Sector, StringComparer.Ordinal).ToList();
        var atoms = cells.ConvertAll(cell => new Atom(cell
            .GroupBy(warning => warning.Unrelated, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.LongCount(), StringComparer.Ordinal)));
        var shapes = registry.Sectors
            .Select(sector => new FigureShape([.. Enumerable.Range(0, cells.Count).Where(cell => cells[cell].Key == sector)], 0))
            .Prepend(new FigureShape([.. Enumerable.Range(0, atoms.Count)], 2))
            .ToList();
        var states = DisclosureControl.Decide(atoms, shapes, new PrivacyRules(options.K, options.DominanceShare));
        return new WarningCounts(now, [.. shapes.Select((shape, index) => new WarningCount(
            index == 0 ? null : registry.Sectors[index - 1],
            Shown(states[index], states[0]),
            Shown(states[index], states[0]) is FigureState.Published or FigureState.Empty
                ? shape.Atoms.Sum(atom => atoms[atom].Weights.Values.Sum())
                : null))]);
    }

    // That there is none in a sector is told only where the city's figure is.
    private static FigureState Shown(FigureState state, FigureState city) => state == FigureState.Empty ? city : state;

    private static WarningCounts Read(string document) =>
        JsonSerializer.Deserialize(document, BriefJson.Default.WarningCounts) ?? throw new InvalidDataException("A stored brief is null.");
}

/// <param name="Until">Up to when they were counted.</param>
internal sealed record TaskCounts(int Created, int Closed, int Open, int Overdue, DateTimeOffset Until);

internal sealed record WarningCounts(DateTimeOffset Made, IReadOnlyList<WarningCount> Counts);

/// <param name="Sector">Null for the city.</param>
/// <param name="Count">Null unless published or empty.</param>
internal sealed record WarningCount(string? Sector, FigureState State, long? Count);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WarningCounts))]
internal sealed partial class BriefJson : JsonSerializerContext;
