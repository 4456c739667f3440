using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Cli.Backup;

/// <summary>Copies a SQLite database as of one moment, while others write to it.</summary>
internal static class DatabaseCopy
{
    public static async Task WriteAsync(string source, string target, CancellationToken cancellation)
    {
        File.Delete(target);
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        // One read transaction: what is committed now, and nothing of what comes.
        command.CommandText = "VACUUM INTO $target";
        command.Parameters.AddWithValue("$target", target);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
