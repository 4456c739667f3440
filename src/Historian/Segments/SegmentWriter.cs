using DuckDB.NET.Data;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>Writes a tail as a Parquet file, whole or not at all: aside, synced, renamed, directory synced.</summary>
internal sealed class SegmentWriter(Database database, string factory, string folder, TimeProvider time)
{
    public const string ValuesFolder = "values";
    private const string Unfinished = ".new";

    public ParquetSegment Write(TailPart tail, Catalogue catalogue)
    {
        if (!tail.Materialise())
            throw new InvalidOperationException("A tail without values has no segment.");
        var day = tail.Day!.Value.ToString("yyyy-MM-dd");
        var relative = $"{ValuesFolder}/{day}/{tail.LastLogSequence:D12}-{time.GetUtcNow().ToUnixTimeMilliseconds()}.parquet";
        var path = Path.Join(folder, relative);
        var directory = Path.GetDirectoryName(path)!;
        var storage = FileLogStorage.Instance;
        storage.CreateDirectory(directory);
        try
        {
            using var connection = database.Connect();
            Copy(connection, tail, catalogue, path + Unfinished);
            long bytes;
            using (var file = storage.Open(path + Unfinished))
            {
                file.Sync();
                bytes = file.Length;
            }
            storage.Rename(path + Unfinished, path);
            storage.SyncDirectory(directory);
            var (rows, min, max) = Measure(connection, tail);
            return new(relative, rows, bytes, min, max, time.GetUtcNow());
        }
        catch
        {
            File.Delete(path + Unfinished);
            throw;
        }
    }

    /// <summary>Removes Parquet files that no manifest lists: of a seal that was cut short, or retired and not yet gone.</summary>
    public static int RemoveOrphans(string folder, Manifest manifest)
    {
        var values = Path.Join(folder, ValuesFolder);
        if (!Directory.Exists(values))
            return 0;
        var listed = manifest.Segments.Select(segment => Path.GetFullPath(Path.Join(folder, segment.File))).ToHashSet(StringComparer.Ordinal);
        var removed = 0;
        foreach (var path in Directory.EnumerateFiles(values, "*.parquet*", SearchOption.AllDirectories).ToList())
        {
            if (listed.Contains(Path.GetFullPath(path)))
                continue;
            File.Delete(path);
            removed++;
        }
        return removed;
    }

    private void Copy(DuckDBConnection connection, TailPart tail, Catalogue catalogue, string path)
    {
        // The name stands beside the id in each row, so that a file can be read without us; a column of repeats costs little.
        Database.Execute(connection, "CREATE TEMP TABLE names (signal INTEGER, name VARCHAR)");
        using (var appender = connection.CreateAppender("temp", "main", "names"))
        {
            foreach (var signal in catalogue.Signals)
                appender.CreateRow().AppendValue(signal.Id).AppendValue(signal.FullName).EndRow();
            appender.Close();
        }
        Database.Execute(connection,
            $"COPY (SELECT {Sql.Text(factory)} AS factory, coalesce(name, '#' || t.signal) AS name, t.* "
            + $"FROM (SELECT {ValueSchema.FromTail} FROM {Sql.Name(tail.Table)}) t LEFT JOIN names USING (signal) "
            + $"ORDER BY t.signal, {ValueSchema.Order}) "
            + $"TO {Sql.Text(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 61440)");
    }

    private static (long Rows, long Min, long Max) Measure(DuckDBConnection connection, TailPart tail)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*), min(source_time), max(source_time) FROM {Sql.Name(tail.Table)}";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }
}
