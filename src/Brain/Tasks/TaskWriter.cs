using Jinan.IndustryBrain.Brain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Tasks;

/// <summary>
/// One change of tasks at a time. A factory asks for what changed after a revision, so revisions are given in order and have
/// no holes: two brains at one database that take the same one are told apart by its index, and the later tries again.
/// </summary>
internal sealed class TaskWriter(IDbContextFactory<BrainContext> contexts) : IDisposable
{
    private const int Attempts = 5;

    private readonly SemaphoreSlim _writer = new(1, 1);

    public async Task<T> WriteAsync<T>(Func<BrainContext, Task<T>> change, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await using var context = await contexts.CreateDbContextAsync(cancellationToken);
                    return await change(context);
                }
                catch (DbUpdateException) when (attempt < Attempts)
                {
                    // Read anew, decided anew.
                }
            }
        }
        finally
        {
            _writer.Release();
        }
    }

    public static async Task<long> NextRevisionAsync(BrainContext context, string factory, CancellationToken cancellationToken) =>
        (await context.Tasks.Where(row => row.Factory == factory).MaxAsync(row => (long?)row.Revision, cancellationToken) ?? 0) + 1;

    public void Dispose() => _writer.Dispose();
}
