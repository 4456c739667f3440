using Jinan.IndustryBrain.FactoryFile;

namespace Jinan.IndustryBrain.Collector.Configuration;

/// <summary>
/// Looks at the factory.yaml files of a folder and tells which are new or changed. It asks the file system at intervals:
/// notifications are lost by network shares and by editors that replace files.
/// </summary>
internal sealed class FactoryFolder(string folder)
{
    private readonly Dictionary<string, (DateTime Written, long Length)> _seen = new(StringComparer.Ordinal);

    /// <summary>Reads the files that changed since the last call, one at a time as they are asked for.</summary>
    public IEnumerable<FactoryFileState> ReadChanged()
    {
        string[] directories = Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
        foreach (var directory in directories.Order(StringComparer.Ordinal))
        {
            var file = new FileInfo(Path.Combine(directory, FactoryFileReader.FileName));
            if (!file.Exists || _seen.GetValueOrDefault(directory) == (file.LastWriteTimeUtc, file.Length) || TryRead(file) is not { } text)
                continue;
            _seen[directory] = (file.LastWriteTimeUtc, file.Length);
            yield return new FactoryFileState(Path.GetFileName(directory), file.FullName, FactoryFileReader.Read(text, directory));
        }
    }

    private static string? TryRead(FileInfo file)
    {
        try
        {
            return File.ReadAllText(file.FullName);
        }
        catch (IOException)
        {
            // Being replaced at this moment: the next look finds it.
            return null;
        }
    }
}

/// <summary>A file that was read.</summary>
internal sealed record FactoryFileState(string Factory, string Path, ConfigurationResult Result);
