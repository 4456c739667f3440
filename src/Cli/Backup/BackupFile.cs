using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Jinan.IndustryBrain.Cli.Backup;

/// <summary>A backup is one tar.gz: <c>data/…</c>, <c>config/…</c>, and at its end the manifest with the digest of each.</summary>
internal static class BackupFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a backup that only this user may read, whole or not at all.</summary>
    /// <param name="manifest">Made when all files are known.</param>
    /// <param name="progress">Told the bytes that are done.</param>
    public static async Task<BackupManifest> WriteAsync(
        string path, IEnumerable<(string Name, CutFile File)> files, Func<IReadOnlyList<BackedUpFile>, BackupManifest> manifest, Action<long> progress,
        CancellationToken cancellation)
    {
        var unfinished = path + ".new";
        try
        {
            var written = await WriteToAsync(unfinished, files, manifest, progress, cancellation);
            File.Move(unfinished, path, overwrite: true);
            return written;
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static async Task<BackupManifest> WriteToAsync(
        string path, IEnumerable<(string Name, CutFile File)> files, Func<IReadOnlyList<BackedUpFile>, BackupManifest> manifest, Action<long> progress,
        CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Private;
        await using var stream = new FileStream(path, options);
        BackupManifest written;
        await using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            var done = new List<BackedUpFile>();
            foreach (var (name, file) in files)
            {
                await using var content = new DigestStream(file.Open());
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = file.Mode, DataStream = content }, cancellation);
                done.Add(new BackedUpFile(name, content.Bytes, content.Digest()));
                progress(done.Sum(f => f.Bytes));
            }

            written = manifest(done);
            using var last = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(written, BackupManifest.Json));
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.EntryName) { Mode = Private, DataStream = last }, cancellation);
        }

        stream.Flush(flushToDisk: true);
        return written;
    }

    /// <summary>Reads a backup through and compares every digest.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="targetOf">Where an entry is to be written; null for nowhere.</param>
    /// <param name="progress">Told which part of the file is read, 0 to 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="CommandException">It is no backup, or is not what was written.</exception>
    public static async Task<BackupManifest> ReadAsync(string path, Func<string, string?> targetOf, Action<double> progress, CancellationToken cancellation)
    {
        var found = new Dictionary<string, BackedUpFile>(StringComparer.Ordinal);
        try
        {
            await using var stream = File.OpenRead(path);
            await using var gzip = new GZipStream(stream, CompressionMode.Decompress);
            await using var tar = new TarReader(gzip);
            while (await tar.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
            {
                if (entry.Name == BackupManifest.EntryName && entry.DataStream is { } last)
                    return Compared(path, await JsonSerializer.DeserializeAsync<BackupManifest>(last, BackupManifest.Json, cancellation), found);
                if (entry.EntryType != TarEntryType.RegularFile || !IsPlain(entry.Name))
                    throw new CommandException($"{path} is not a backup of ours: it holds '{entry.Name}'.");
                found[entry.Name] = await TakeAsync(entry, targetOf(entry.Name), cancellation);
                progress(stream.Position / (double)stream.Length);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or JsonException)
        {
            throw new CommandException($"{path} is damaged, or no backup: {e.Message} Take another one.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be read: {e.Message}");
        }

        throw new CommandException($"{path} is not whole: its list of files is missing. Take another one.");
    }

    private static async Task<BackedUpFile> TakeAsync(TarEntry entry, string? target, CancellationToken cancellation)
    {
        await using var content = new DigestStream(entry.DataStream ?? Stream.Null);
        if (target is null)
        {
            await content.CopyToAsync(Stream.Null, cancellation);
        }
        else
        {
            CreateFolder(Path.GetDirectoryName(target)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = entry.Mode & ~(UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
            try
            {
                await using var file = new FileStream(target, options);
                await content.CopyToAsync(file, cancellation);
                file.Flush(flushToDisk: true);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or (IOException and not EndOfStreamException))
            {
                throw new CommandException($"{target} cannot be written: {e.Message} Nothing was changed. Make room there, or restore to another folder with --data.");
            }
        }

        return new BackedUpFile(entry.Name, content.Bytes, content.Digest());
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Private | UnixFileMode.UserExecute);
    }

    private static BackupManifest Compared(string path, BackupManifest? manifest, Dictionary<string, BackedUpFile> found)
    {
        if (manifest is not { Schema: BackupManifest.CurrentSchema })
            throw new CommandException($"{path} is of schema {manifest?.Schema}; this program reads {BackupManifest.CurrentSchema}. Restore it with the version that made it.");
        foreach (var file in manifest.Files)
        {
            if (!found.Remove(file.Path, out var read))
                throw new CommandException($"{path} lacks {file.Path}. Take another one.");
            if (read != file)
                throw new CommandException($"{file.Path} in {path} is not what was backed up. Take another one.");
        }

        return found.Count == 0 ? manifest : throw new CommandException($"{path} holds {found.Keys.First()}, which its list does not name. Take another one.");
    }

    // Nothing leads out of the folder that it is unpacked to.
    private static bool IsPlain(string name) =>
        (name.StartsWith(BackupManifest.DataPrefix, StringComparison.Ordinal) || name.StartsWith(BackupManifest.ConfigurationPrefix, StringComparison.Ordinal))
        && name.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && !part.Contains('\\') && !part.Contains(':'));
}
