using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Inference.Rollout;

/// <summary>
/// Looks into the capsules folder and says what changed. Polled, not notified: notifications get lost on network shares and come
/// in the middle of a copy, and a look at a handful of names each second costs nothing.
/// </summary>
internal sealed class CapsuleFolder(string folder, PublisherTrust trust)
{
    private readonly Dictionary<string, (Stamp Stamp, CapsuleVerdict Verdict)> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Stamp> _seen = new(StringComparer.Ordinal);
    private string _publishers = "";

    public PublisherTrust Trust => trust;

    /// <returns>Null where the folder has no such file.</returns>
    public string? PathOf(string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;

    /// <param name="settled">
    /// Whether a file must have looked the same at the look before: one that is being copied is left alone until it is whole.
    /// </param>
    /// <returns>Each capsule file, by name, with what is to be thought of it; null when nothing changed.</returns>
    public IReadOnlyList<CapsuleFile>? Look(bool settled)
    {
        var now = List();
        var publishers = string.Join('|', FilesIn(trust.Folder, "*").Select(f => $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}").Order(StringComparer.Ordinal));
        if (publishers != _publishers)
        {
            // A capsule may have been refused for want of the certificate that is there now.
            _publishers = publishers;
            foreach (var (name, read) in _read.ToList())
                if (read.Verdict is CapsuleVerdict.Refused { Reason: RefusalReason.UntrustedPublisher })
                    _read[name] = (default, read.Verdict);
        }

        var gone = _read.Keys.Except(now.Keys).ToList();
        var isChanged = gone.Count > 0;
        foreach (var name in gone)
            _read.Remove(name);
        foreach (var (name, stamp) in now)
        {
            var isSettled = !settled || (_seen.TryGetValue(name, out var before) && before == stamp);
            if (isSettled && !(_read.TryGetValue(name, out var read) && read.Stamp == stamp))
            {
                _read[name] = (stamp, Read(Path.Combine(folder, name)));
                isChanged = true;
            }
        }

        _seen.Clear();
        foreach (var (name, stamp) in now)
            _seen[name] = stamp;
        return isChanged ? [.. _read.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new CapsuleFile(r.Key, r.Value.Verdict))] : null;
    }

    private Dictionary<string, Stamp> List()
    {
        var files = new Dictionary<string, Stamp>(StringComparer.Ordinal);
        foreach (var file in FilesIn(folder, "*.capsule"))
        {
            if (!file.Name.StartsWith('.'))
                files[file.Name] = new Stamp(file.Length, file.LastWriteTimeUtc.Ticks);
        }

        return files;
    }

    private static IEnumerable<FileInfo> FilesIn(string path, string pattern) =>
        Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles(pattern) : [];

    private CapsuleVerdict Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return CapsuleVerifier.Verify(stream, trust);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CapsuleVerdict.Refused(RefusalReason.Unreadable, e.Message);
        }
    }

    private readonly record struct Stamp(long Length, long Written);
}

internal sealed record CapsuleFile(string Name, CapsuleVerdict Verdict);
