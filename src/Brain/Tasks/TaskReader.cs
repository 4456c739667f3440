using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Screens.Figures;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Tasks;

internal sealed class TaskReader(IDbContextFactory<BrainContext> contexts, PlaceTime time)
{
    /// <returns>A factory's tasks that changed after a revision, in the order of their revisions.</returns>
    public async Task<CityTask[]> ChangedAsync(string factory, long after, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Tasks.AsNoTracking()
            .Where(row => row.Factory == factory && row.Revision > after)
            .OrderBy(row => row.Revision)
            .Take(take)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new CityTask
        {
            Id = row.Id,
            Factory = row.Factory,
            Revision = row.Revision,
            Title = row.Title,
            Text = row.Text,
            Warning = row.Warning,
            Owner = row.Owner,
            Due = row.Due,
            State = TaskWords.State(row.State),
            Created = row.Created,
            Changed = row.Changed,
        })];
    }

    /// <returns>Those that match, what is due first at the top, closed ones at the end.</returns>
    public async Task<IReadOnlyList<TaskView>> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (today, closed) = (time.Today(), TaskWords.Closed);
        var rows = await context.Tasks.AsNoTracking()
            .Where(row => (query.State == null || row.State == query.State)
                          && (query.Factory == null || row.Factory == query.Factory)
                          && (query.Owner == null || row.Owner == query.Owner)
                          && (query.Warning == null || row.Warning == query.Warning)
                          && (!query.Overdue || (row.Due < today && row.State != closed)))
            .OrderBy(row => row.State == closed ? 1 : 0).ThenBy(row => row.Due).ThenBy(row => row.Id)
            .Skip(query.Skip).Take(query.Take)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => TaskView.Of(row, today));
    }

    public async Task<TaskDetail?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Tasks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } task)
            return null;
        var events = await context.TaskEvents.AsNoTracking().Where(row => row.Task == id).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        return new TaskDetail(
            TaskView.Of(task, time.Today()),
            events.ConvertAll(row => new TaskEvent(row.Kind, TaskWords.State(row.State), row.Text, row.By, row.At)));
    }
}

/// <summary>Which tasks; null for all.</summary>
internal sealed record TaskQuery(
    string? State = null, string? Factory = null, string? Owner = null, string? Warning = null, bool Overdue = false, int Skip = 0, int Take = 100);
