using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Uplink.Outbox;

/// <summary>
/// What cannot be sent and why, one JSON object a line, for a person to look at. It stays at the edge and is bounded: beyond
/// that the older half goes.
/// </summary>
internal sealed class DeadLetters(string folder, TimeProvider time) : IDisposable
{
    private const long MaxBytes = 8 * 1024 * 1024;
    private const int MaxContent = 4096;
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly string _path = Path.Combine(folder, "dead-letters.jsonl");

    private long _count;

    /// <summary>Since this process started.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Completes when it is on the disk.</summary>
    public async Task AddAsync(string reason, string content, CancellationToken cancellationToken)
    {
        var letter = new DeadLetter(time.GetUtcNow(), reason, content.Length <= MaxContent ? content : content[..MaxContent], content.Length);
        var line = JsonSerializer.SerializeToUtf8Bytes(letter, DeadLetterJson.Default.DeadLetter);
        await _writer.WaitAsync(cancellationToken);
        try
        {
            if (new FileInfo(_path) is { Exists: true, Length: > MaxBytes })
                File.Move(_path, _path + ".old", overwrite: true);
            await using var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
            await stream.WriteAsync(line, cancellationToken);
            stream.WriteByte((byte)'\n');
            stream.Flush(flushToDisk: true);
            Interlocked.Increment(ref _count);
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose() => _writer.Dispose();
}

/// <param name="Characters">Length of the whole content, of which the beginning is kept.</param>
internal sealed record DeadLetter(DateTimeOffset Time, string Reason, string Content, int Characters);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
