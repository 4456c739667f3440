using System.IO.Compression;

namespace Jinan.IndustryBrain.Capsules.Package;

/// <summary>
/// The files of a capsule, read into memory under limits. Names and sizes are checked before anything is unpacked, and what a
/// header claims is not believed: an entry that goes on beyond its claim is refused.
/// </summary>
public sealed class CapsuleFiles
{
    private const int MostEntries = 256;
    private const long MostBytesAnEntry = 128L * 1024 * 1024;
    private const long MostBytes = 256L * 1024 * 1024;

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private CapsuleFiles()
    {
    }

    /// <summary>Paths within the capsule, with forward slashes, in ordinal order.</summary>
    public IReadOnlyCollection<string> Paths => _files.Keys;

    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public ReadOnlyMemory<byte> this[string path] => _files[path];

    public bool Contains(string path) => _files.ContainsKey(path);

    /// <exception cref="CapsuleFormatException">It is no zip, has a forbidden name, or is too large.</exception>
    public static CapsuleFiles ReadZip(Stream stream)
    {
        var files = new CapsuleFiles();
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > MostEntries)
                throw new CapsuleFormatException($"The capsule has {zip.Entries.Count} entries; {MostEntries} are allowed.", RefusalReason.TooLarge);
            var total = 0L;
            foreach (var entry in zip.Entries)
            {
                CheckName(entry.FullName);
                var content = ReadEntry(entry, Math.Min(MostBytesAnEntry, MostBytes - total));
                total += content.Length;
                if (!files._files.TryAdd(entry.FullName, content))
                    throw new CapsuleFormatException($"The capsule holds '{entry.FullName}' twice.", RefusalReason.DuplicateEntry);
            }
        }
        catch (InvalidDataException e)
        {
            throw new CapsuleFormatException($"The file is no readable capsule: {e.Message} Copy or build it again.", e, RefusalReason.Unreadable);
        }

        return files;
    }

    /// <summary>Takes the files of a plugin's folder; those whose name begins with a dot are left out.</summary>
    public static CapsuleFiles ReadFolder(string folder)
    {
        var files = new CapsuleFiles();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            if (name.Split('/').Any(part => part.StartsWith('.')))
                continue;
            files.Add(name, File.ReadAllBytes(path));
        }

        return files;
    }

    internal void Add(string path, byte[] content)
    {
        CheckName(path);
        _files[path] = content;
    }

    /// <summary>Writes a zip that depends on the files alone: fixed order and times.</summary>
    internal void WriteZip(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (path, content) in _files)
        {
            var entry = zip.CreateEntry(path, CompressionLevel.Optimal);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var target = entry.Open();
            target.Write(content);
        }
    }

    private static void CheckName(string name)
    {
        // A name that leads out of the folder it is unpacked into (zip-slip), or that means something else on another system.
        if (name.Length is 0 or > 200
            || name.StartsWith('/') || name.EndsWith('/') || name.Contains('\\') || name.Contains(':') || name.Any(char.IsControl)
            || name.Split('/').Any(part => part is "" or "." or ".."))
            throw new CapsuleFormatException($"The capsule holds an entry with the forbidden name '{name}'.", RefusalReason.UnsafeName);
    }

    private static byte[] ReadEntry(ZipArchiveEntry entry, long limit)
    {
        if (entry.Length > limit)
            throw new CapsuleFormatException($"'{entry.FullName}' unpacks to {entry.Length} bytes; {limit} are left of what is allowed.", RefusalReason.TooLarge);
        using var source = entry.Open();
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = source.Read(buffer)) > 0)
        {
            if (content.Length + read > limit)
                throw new CapsuleFormatException($"'{entry.FullName}' unpacks to more than the {limit} bytes that are allowed.", RefusalReason.TooLarge);
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
