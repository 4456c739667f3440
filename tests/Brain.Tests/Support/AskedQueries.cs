using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Jinan.IndustryBrain.Brain.Tests.Support;

/// <summary>What a database was asked that gives rows back.</summary>
internal sealed class AskedQueries : DbCommandInterceptor
{
    private readonly ConcurrentQueue<AskedQuery> _asked = [];

    /// <summary>All since the last call.</summary>
    public IReadOnlyList<AskedQuery> Take()
    {
        var taken = new List<AskedQuery>();
        while (_asked.TryDequeue(out var query))
            taken.Add(query);
        return taken;
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Note(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    private void Note(DbCommand command) => _asked.Enqueue(new AskedQuery(
        command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(parameter => (parameter.ParameterName, parameter.Value))]));
}

internal sealed record AskedQuery(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters);
