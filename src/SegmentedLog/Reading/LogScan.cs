using System.Diagnostics.CodeAnalysis;

namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// Reads durable records without a name or a position, for requests such as "everything after N". One thread at a time.
/// </summary>
public sealed class LogScan : IDisposable
{
    private readonly SegmentCursor _cursor;

    internal LogScan(SegmentedLog log) => _cursor = new(log);

    /// <inheritdoc cref="LogReader.TryRead"/>
    public bool TryRead(long from, [NotNullWhen(true)] out LogBatch? batch, int maxBytes = 256 << 10)
    {
        batch = _cursor.TryRead(from, maxBytes);
        return batch is not null;
    }

    /// <summary>Closes the file that was read last.</summary>
    public void Dispose() => _cursor.Dispose();
}
