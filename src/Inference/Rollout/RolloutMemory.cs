using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Inference.Rollout;

/// <summary>
/// Which version of each capsule serves and which served before, which one people have pinned, and a copy of both files: a
/// capsule that is replaced in place can be rolled back all the same. Survives a restart.
/// </summary>
internal sealed class RolloutMemory
{
    private readonly Lock _gate = new();
    private readonly string _folder;
    private Dictionary<string, RolloutEntry>? _entries;
    private bool _isChanged;

    /// <param name="folder">Its own; made when there is something to keep.</param>
    public RolloutMemory(string folder) => _folder = folder;

    private string StateFile => Path.Combine(_folder, "rollout.json");

    /// <exception cref="InvalidDataException">The file is damaged; the message says what to do.</exception>
    public RolloutEntry Of(string capsule)
    {
        lock (_gate)
            return Entries.GetValueOrDefault(capsule) ?? new RolloutEntry();
    }

    /// <summary>A version came into service; its file is kept, and that of the version before it.</summary>
    /// <param name="file">Null where it is one that is kept already.</param>
    public void Served(string capsule, string version, string? file)
    {
        lock (_gate)
        {
            var before = Of(capsule);
            if (before.Active != version)
                Save(capsule, before with { Active = version, Previous = before.Active ?? before.Previous });
            else if (file is null || File.Exists(FileOf(capsule, version)))
                return;
            if (file is not null)
                Keep(file, FileOf(capsule, version));
            Forget(capsule);
        }
    }

    public void Pin(string capsule, string? version)
    {
        lock (_gate)
        {
            Save(capsule, Of(capsule) with { Pinned = version });
            _isChanged = true;
        }
    }

    /// <returns>Whether a pin was set or taken away since the last time this was asked.</returns>
    public bool TakeChanged()
    {
        lock (_gate)
        {
            var isChanged = _isChanged;
            _isChanged = false;
            return isChanged;
        }
    }

    /// <summary>The kept file of a version, verified anew: a publisher may have lost its trust meanwhile.</summary>
    /// <returns>Null where there is none that can be used.</returns>
    public VerifiedCapsule? Load(string capsule, string version, PublisherTrust trust)
    {
        var file = FileOf(capsule, version);
        if (!File.Exists(file))
            return null;
        using var stream = File.OpenRead(file);
        return CapsuleVerifier.Verify(stream, trust) is CapsuleVerdict.Accepted { Capsule: { } kept }
            && kept.Declaration.Id == capsule && kept.Declaration.Version == version ? kept : null;
    }

    public bool IsKept(string capsule, string version) => File.Exists(FileOf(capsule, version));

    private Dictionary<string, RolloutEntry> Entries => _entries ??= Read();

    private string FileOf(string capsule, string version) => Path.Combine(_folder, "capsules", $"{capsule}@{version}.capsule");

    private void Save(string capsule, RolloutEntry entry)
    {
        var entries = new Dictionary<string, RolloutEntry>(Entries, StringComparer.Ordinal) { [capsule] = entry };
        Directory.CreateDirectory(_folder);
        var aside = StateFile + ".new";
        using (var stream = File.Create(aside))
        {
            JsonSerializer.Serialize(stream, entries, RolloutJson.Default.DictionaryStringRolloutEntry);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, StateFile, overwrite: true);
        _entries = entries;
    }

    private static void Keep(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target + ".new", overwrite: true);
        File.Move(target + ".new", target, overwrite: true);
    }

    // Of each capsule two files at most.
    private void Forget(string capsule)
    {
        var entry = Of(capsule);
        var kept = new[] { entry.Active, entry.Previous, entry.Pinned }.OfType<string>().Select(version => FileOf(capsule, version)).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_folder, "capsules"), $"{capsule}@*.capsule").Where(file => !kept.Contains(file)))
            File.Delete(file);
    }

    private Dictionary<string, RolloutEntry> Read()
    {
        if (!File.Exists(StateFile))
            return new(StringComparer.Ordinal);
        try
        {
            using var stream = File.OpenRead(StateFile);
            return JsonSerializer.Deserialize(stream, RolloutJson.Default.DictionaryStringRolloutEntry) ?? new(StringComparer.Ordinal);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{StateFile} cannot be read ({fault.Message}): put a good copy there, or move it away; pins are lost then.", fault);
        }
    }
}

/// <summary>What is known of a capsule's versions.</summary>
internal sealed record RolloutEntry
{
    /// <summary>The one that serves, or served when this process ended.</summary>
    public string? Active { get; init; }

    /// <summary>The one before it.</summary>
    public string? Previous { get; init; }

    /// <summary>The one that people want, whatever newer ones there are.</summary>
    public string? Pinned { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Dictionary<string, RolloutEntry>))]
internal sealed partial class RolloutJson : JsonSerializerContext;
