using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Sidecar.State;

/// <summary>
/// Key/value state in one SQLite file. All writes go through one loop, which puts what waits into one transaction: with
/// synchronous=FULL a transaction is one fsync, and a hundred callers share it. An answer is given after the commit.
/// </summary>
internal sealed class SqliteStateStore : IAsyncDisposable
{
    private const int MaxGroup = 256;
    private const int MaxWaiting = 1024;

    private readonly Channel<StateRequest> _requests = Channel.CreateBounded<StateRequest>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly StateDatabase _database;
    private readonly TimeProvider _time;
    private readonly Metrics _metrics;
    private readonly ILogger _log;
    private readonly Task _writing;
    private readonly Task _cleaning;

    public SqliteStateStore(StateStoreOptions options, TimeProvider time, Metrics metrics, ILogger log)
    {
        Options = options;
        _time = time;
        _metrics = metrics;
        _log = log;
        _database = StateDatabase.Open(options.File);
        _writing = Task.Run(WriteAsync);
        _cleaning = options.CleanupInterval is { } interval ? CleanAsync(interval) : Task.CompletedTask;
    }

    public StateStoreOptions Options { get; }

    /// <summary>Values by key; a key that is absent or expired has none.</summary>
    /// <exception cref="StateStoreException">The database cannot be read.</exception>
    public IReadOnlyDictionary<string, StateValue> Read(IReadOnlyList<string> keys)
    {
        try
        {
            return _database.Read(keys, Now);
        }
        catch (SqliteException e)
        {
            throw new StateStoreException($"state store {Options.Name} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Applies operations and returns, for each, what became of it, once all is on the disk.</summary>
    /// <param name="operations">In the order in which they take effect.</param>
    /// <param name="atomic">All or nothing: a mismatch undoes the others.</param>
    /// <param name="cancellationToken">Leaves the wait; the operations may be carried out nevertheless.</param>
    /// <exception cref="StateStoreException">The database cannot be written.</exception>
    public async Task<StateOutcome[]> WriteAsync(
        IReadOnlyList<StateOperation> operations, bool atomic, CancellationToken cancellationToken)
    {
        var request = new StateRequest(operations, atomic);
        await _requests.Writer.WriteAsync(request, cancellationToken);
        return await request.Completion.Task.WaitAsync(cancellationToken);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task WriteAsync()
    {
        var group = new List<StateRequest>();
        while (await _requests.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MaxGroup && _requests.Reader.TryRead(out var request))
                group.Add(request);
            Commit(group);
        }
    }

    private void Commit(List<StateRequest> group)
    {
        try
        {
            var outcomes = _database.Write(group, Now);
            _metrics.StateCommitted(Options.Name, group.Sum(request => request.Operations.Count));
            for (var i = 0; i < group.Count; i++)
                group[i].Completion.SetResult(outcomes[i]);
        }
        catch (SqliteException e)
        {
            Log.StateWriteFailed(_log, Options.Name, e.Message);
            var failure = new StateStoreException($"state store {Options.Name} cannot be written: {e.Message}", e);
            foreach (var request in group)
                request.Completion.SetException(failure);
        }
    }

    private async Task CleanAsync(TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                await WriteAsync([], atomic: false, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e) when (e is StateStoreException or ChannelClosedException)
        {
            Log.StateWriteFailed(_log, Options.Name, e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _cleaning;
        _requests.Writer.TryComplete();
        await _writing;
        _database.Dispose();
        _stopping.Dispose();
    }
}

/// <summary>A caller's operations on their way to the writing loop; without operations it asks for a cleaning.</summary>
internal sealed record StateRequest(IReadOnlyList<StateOperation> Operations, bool Atomic)
{
    // Continuations run elsewhere: the writing loop must not run a caller's code.
    public TaskCompletionSource<StateOutcome[]> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
