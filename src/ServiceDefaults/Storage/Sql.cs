using System.Data.Common;

namespace Jinan.IndustryBrain.ServiceDefaults.Storage;

/// <summary>
/// One line a statement for a service's own SQLite file; it runs within the connection's transaction, if there is one. Times are
/// stored as UTC ticks. Written on ADO.NET's types, so that a service without a database needs no package of one.
/// </summary>
public static class Sql
{
    /// <param name="connection">Open.</param>
    /// <param name="sql">One statement or several.</param>
    /// <param name="values">What stands in it, by the name with its sign, such as <c>$id</c>; null is SQL's null.</param>
    /// <returns>How many rows it changed.</returns>
    public static int Do(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <param name="connection">Open.</param>
    /// <param name="sql">A query.</param>
    /// <param name="row">Makes of each row what is wanted.</param>
    /// <param name="values">As in <see cref="Do"/>.</param>
    public static List<T> Read<T>(
        this DbConnection connection, string sql, Func<DbDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        ArgumentNullException.ThrowIfNull(row);
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    /// <returns>The first column of the first row; 0 where there is none.</returns>
    public static long Number(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        NumberOrNull(connection, sql, values) ?? 0;

    /// <returns>The first column of the first row; null where there is none.</returns>
    public static long? NumberOrNull(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar() as long?;
    }

    /// <summary>For a file that an earlier version made. The names are the service's own: they are put into the statement as they are.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="table">Which has to be there.</param>
    /// <param name="column">Left as it is where the table has it.</param>
    /// <param name="type">As in a CREATE TABLE.</param>
    public static void AddColumn(this DbConnection connection, string table, string column, string type)
    {
        if (connection.Number("SELECT count(*) FROM pragma_table_info($table) WHERE name = $column", ("$table", table), ("$column", column)) == 0)
            connection.Do($"ALTER TABLE {table} ADD COLUMN {column} {type}");
    }

    /// <returns>A stored time, UTC.</returns>
    public static DateTimeOffset Time(this DbDataReader row, int column)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new(row.GetInt64(column), TimeSpan.Zero);
    }

    /// <returns>The text, or null where the column is null.</returns>
    public static string? TextOrNull(this DbDataReader row, int column)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.IsDBNull(column) ? null : row.GetString(column);
    }

    private static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value switch { null => DBNull.Value, DateTimeOffset at => at.UtcTicks, _ => value };
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
