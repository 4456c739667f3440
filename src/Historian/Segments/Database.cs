using DuckDB.NET.Data;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>
/// The one DuckDB instance of the process, in memory: recent values are its tables, Parquet segments are read by it.
/// It may touch the historian's data folder and nothing else, loads no extensions, and its settings are locked.
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly DuckDBConnection _root = new("DataSource=:memory:");
    private readonly Lock _gate = new();

    public Database(HistorianOptions options, EdgeOptions edge)
    {
        var folder = edge.StateOf(HistorianApp.Name);
        var spill = Path.Join(folder, ".spill");
        _root.Open();
        foreach (var setting in new[]
        {
            $"memory_limit='{options.DatabaseMemoryMiB}MiB'",
            $"threads={options.DatabaseThreads}",
            $"temp_directory={Sql.Text(spill)}",
            "max_temp_directory_size='4GiB'",
            "preserve_insertion_order=false",
            "autoinstall_known_extensions=false",
            "autoload_known_extensions=false",
            $"allowed_directories=[{Sql.Text(folder + "/")}]",
            "enable_external_access=false",
            "lock_configuration=true",
        })
            Execute(_root, $"SET {setting}");
    }

    /// <summary>A connection of one's own; they are cheap and not thread-safe.</summary>
    public DuckDBConnection Connect()
    {
        lock (_gate)
        {
            var connection = _root.Duplicate();
            connection.Open();
            return connection;
        }
    }

    public static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose() => _root.Dispose();
}
