using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>
/// What of a factory is in segments. Replacing this one file publishes a segment: whatever Parquet file it does not list is
/// not there, and the log holds everything behind <see cref="LogSequence"/>.
/// </summary>
internal sealed record Manifest
{
    public const string FileName = "manifest.json";

    public int Version { get; init; } = 1;

    /// <summary>The epoch of the historian's own log that <see cref="LogSequence"/> is of.</summary>
    public long LogEpoch { get; init; }

    /// <summary>The newest record of the log whose values are in segments.</summary>
    public long LogSequence { get; init; }

    /// <summary>The newest frame of the collector whose values are in segments, <c>epoch.sequence</c>.</summary>
    public string Position { get; init; } = FramePosition.Start.ToString();

    public IReadOnlyList<ParquetSegment> Segments { get; init; } = [];

    /// <summary>The signals known, by id.</summary>
    public IReadOnlyList<SignalDefinition> Signals { get; init; } = [];

    /// <summary>Up to which source time (Unix ns) each connection was known to be alive.</summary>
    public IReadOnlyDictionary<string, long> AliveThrough { get; init; } = new Dictionary<string, long>();

    public static Manifest Read(string folder)
    {
        var path = Path.Join(folder, FileName);
        if (!File.Exists(path))
            return new();
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ManifestJson.Default.Manifest)
                ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new StoreDamagedException($"'{path}' cannot be read: {e.Message}. Restore it from a copy, or move the factory's folder away to begin anew.", e);
        }
    }

    public void Write(string folder)
    {
        var path = Path.Join(folder, FileName);
        var storage = FileLogStorage.Instance;
        using (var file = storage.Create(path + ".new"))
        {
            file.Write(0, JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.Manifest));
            file.Sync();
        }
        storage.Rename(path + ".new", path);
        storage.SyncDirectory(folder);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;

/// <summary>What a factory's folder holds does not fit together; the message says what to do.</summary>
internal sealed class StoreDamagedException(string message, Exception? inner = null) : Exception(message, inner);
