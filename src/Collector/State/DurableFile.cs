using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Collector.State;

/// <summary>
/// Small files that are replaced as a whole: after a crash there is the old content or the new one, never a mixture, and
/// after <see cref="Write"/> has returned there is the new one.
/// </summary>
internal static class DurableFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var storage = FileLogStorage.Instance;
        var unfinished = path + ".new";
        using (var file = storage.Create(unfinished))
        {
            file.Write(0, content);
            file.Sync();
        }

        storage.Rename(unfinished, path);
        storage.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>The content; null where there is no such file.</summary>
    public static byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;
}
