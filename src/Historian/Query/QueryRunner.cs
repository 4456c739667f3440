using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>
/// Runs SQL over a snapshot: a bounded number at a time, ended by the caller's token or by the time-out (DuckDB ignores
/// CommandTimeout and stops within milliseconds of a cancelled token).
/// </summary>
internal sealed class QueryRunner(Database database, HistorianOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.MaxConcurrentQueries);

    /// <exception cref="QueryTimeoutException">The query took longer than the options allow.</exception>
    public async IAsyncEnumerable<T> RunAsync<T>(
        string sql, IEnumerable<(string Name, object Value)> parameters, Func<DuckDBDataReader, T> read, [EnumeratorCancellation] CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.QueryTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        await _slots.WaitAsync(ct);
        try
        {
            using var connection = database.Connect();
            using var command = connection.CreateCommand();
            command.UseStreamingMode = true;
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
                command.Parameters.Add(new DuckDBParameter(name, value));
            using var reader = await GuardedAsync(() => ExecuteAsync(command, either.Token), limit.Token, ct);
            while (await GuardedAsync(() => reader.ReadAsync(either.Token), limit.Token, ct))
                yield return read(reader);
        }
        finally
        {
            _slots.Release();
        }
    }

    private static async Task<DuckDBDataReader> ExecuteAsync(DuckDBCommand command, CancellationToken ct)
    {
        // DuckDB works on the calling thread: not on that of the request.
        await Task.Yield();
        return (DuckDBDataReader)await command.ExecuteReaderAsync(ct);
    }

    private async Task<T> GuardedAsync<T>(Func<Task<T>> step, CancellationToken limit, CancellationToken ct)
    {
        try
        {
            return await step();
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new QueryTimeoutException($"The query took longer than {options.QueryTimeout}: ask for a shorter range, or raise Historian:QueryTimeout.");
        }
    }

    public void Dispose() => _slots.Dispose();
}

internal sealed class QueryTimeoutException(string message) : Exception(message);
