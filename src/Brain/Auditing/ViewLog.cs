using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Screens.Figures;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Auditing;

/// <summary>The audit of views: written to and read, never changed.</summary>
internal sealed class ViewLog(IDbContextFactory<BrainContext> contexts, BrainMetrics metrics, PlaceTime time)
{
    private const int LongestSubject = 500;

    public async Task AddAsync(Viewer viewer, string kind, string subject, int status, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Views.Add(new ViewRow
        {
            At = time.Now,
            Viewer = viewer.Name,
            Kind = kind,
            Subject = subject.Length <= LongestSubject ? subject : subject[..LongestSubject],
            Status = status,
            Address = viewer.Address,
        });
        await context.SaveChangesAsync(cancellationToken);
        metrics.Viewed(kind);
    }

    /// <returns>Those that match, newest first.</returns>
    public async Task<IReadOnlyList<ViewAnswer>> ListAsync(ViewQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Matching(context, query).Take(query.Take).Select(row => new ViewAnswer(
            row.Id, row.At, row.Viewer, row.Kind, row.Subject, row.Status, row.Address)).ToListAsync(cancellationToken);
    }

    /// <summary>All that match, newest first, one after the other.</summary>
    public async IAsyncEnumerable<ViewAnswer> StreamAsync(
        ViewQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var row in Matching(context, query).AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return new ViewAnswer(row.Id, row.At, row.Viewer, row.Kind, row.Subject, row.Status, row.Address);
    }

    /// <returns>How many were removed because their time is over.</returns>
    public async Task<int> RemoveBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Views.Where(row => row.At < before).ExecuteDeleteAsync(cancellationToken);
    }

    private static IQueryable<ViewRow> Matching(BrainContext context, ViewQuery query) => context.Views.AsNoTracking()
        .Where(row => (query.Viewer == null || row.Viewer == query.Viewer)
                      && (query.Kind == null || row.Kind == query.Kind)
                      && (query.From == null || row.At >= query.From)
                      && (query.To == null || row.At < query.To)
                      && (query.Before == null || row.Id < query.Before))
        .OrderByDescending(row => row.Id);
}

/// <summary>Which views; null for all.</summary>
/// <param name="Before">Number of the last one that the caller has.</param>
internal sealed record ViewQuery(
    string? Viewer = null, string? Kind = null, DateTimeOffset? From = null, DateTimeOffset? To = null, long? Before = null, int Take = 100);

/// <summary>Somebody looked at something.</summary>
/// <param name="Number">Grows.</param>
/// <param name="Kind"><c>page</c>, <c>api</c>, <c>export</c> or <c>warning</c>.</param>
/// <param name="Subject">The address; factory and id of a named warning.</param>
/// <param name="Status">Of the answer; 403 was refused.</param>
/// <param name="Address">Where the viewer's request came from.</param>
internal sealed record ViewAnswer(long Number, DateTimeOffset At, string Viewer, string Kind, string Subject, int Status, string Address);
