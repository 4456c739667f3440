using Apache.Arrow;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>A frame that was read: its header and columns over the memory it was read from.</summary>
public sealed class Frame : IDisposable
{
    private readonly RecordBatch _batch;
    private readonly TimestampArray _serverTime;
    private readonly DoubleArray _double;
    private readonly Int64Array _int64;
    private readonly StringArray _text;

    internal Frame(FrameHeader header, RecordBatch batch)
    {
        Header = header;
        _batch = batch;
        _serverTime = (TimestampArray)batch.Column(2);
        _double = (DoubleArray)batch.Column(4);
        _int64 = (Int64Array)batch.Column(5);
        _text = (StringArray)batch.Column(6);
    }

    public FrameHeader Header { get; }

    /// <summary>Rows.</summary>
    public int Count => _batch.Length;

    public ReadOnlySpan<int> Signal => ((Int32Array)_batch.Column(0)).Values;

    /// <summary>Unix ns.</summary>
    public ReadOnlySpan<long> SourceTime => ((TimestampArray)_batch.Column(1)).Values;

    /// <summary>Unix ns.</summary>
    public ReadOnlySpan<long> ReceivedTime => ((TimestampArray)_batch.Column(3)).Values;

    /// <summary>OPC UA status codes, with the overflow bit where the server set it.</summary>
    public ReadOnlySpan<uint> Status => ((UInt32Array)_batch.Column(7)).Values;

    /// <summary>Unix ns; null where the server gave none.</summary>
    public long? ServerTime(int row) => _serverTime.GetValue(row);

    public double? Double(int row) => _double.GetValue(row);

    public long? Int64(int row) => _int64.GetValue(row);

    public string? Text(int row) => _text.GetString(row);

    /// <summary>The value as a number whichever column holds it; null for text and for rows without a value.</summary>
    public double? Number(int row) => _double.GetValue(row) ?? _int64.GetValue(row);

    /// <inheritdoc/>
    public void Dispose() => _batch.Dispose();
}
