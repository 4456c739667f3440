using System.Text.Json;

namespace Jinan.IndustryBrain.Cli.Backup;

/// <summary>Left in the data folder when a backup is whole; the health page tells of it.</summary>
internal sealed record LastBackup(DateTimeOffset Time, string File, long Bytes)
{
    public const string FileName = "last-backup.json";

    public async Task WriteAsync(string data, CancellationToken cancellation)
    {
        var path = Path.Combine(data, FileName);
        await System.IO.File.WriteAllBytesAsync(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this, BackupManifest.Json), cancellation);
        System.IO.File.Move(path + ".new", path, overwrite: true);
    }
}
