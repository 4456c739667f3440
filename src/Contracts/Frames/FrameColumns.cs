using System.Text;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>
/// The rows of a frame while it is filled. It keeps its arrays from frame to frame, so that a row costs no allocation.
/// Not thread-safe.
/// </summary>
public sealed class FrameColumns
{
    // Text is the only column without a fixed width; the rest of a row is at most this many bytes, validity bits included.
    private const int FixedRowBytes = 4 + 8 + 8 + 8 + 8 + 8 + 4 + 4 + 1;

    internal int[] Signal;
    internal long[] SourceTime;
    internal long[] ServerTime;
    internal long[] ReceivedTime;
    internal double[] Double;
    internal long[] Int64;
    internal uint[] Status;
    internal int[] TextOffset;
    internal byte[] Text = new byte[256];

    internal ValidityBits ServerTimeValid;
    internal ValidityBits DoubleValid;
    internal ValidityBits Int64Valid;
    internal ValidityBits TextValid;

    public FrameColumns(int capacity = 1024)
    {
        Signal = new int[capacity];
        SourceTime = new long[capacity];
        ServerTime = new long[capacity];
        ReceivedTime = new long[capacity];
        Double = new double[capacity];
        Int64 = new long[capacity];
        Status = new uint[capacity];
        TextOffset = new int[capacity + 1];
        Clear();
    }

    /// <summary>Rows added since <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Upper bound of the bytes that the rows take in a frame, without header and padding.</summary>
    public int Bytes => (Count * FixedRowBytes) + TextOffset[Count];

    public void AddDouble(int signal, long sourceTime, long? serverTime, long receivedTime, double value, uint status)
    {
        var row = AddRow(signal, sourceTime, serverTime, receivedTime, status);
        Double[row] = value;
        DoubleValid.SetValid(row);
        Int64Valid.SetNull();
        TextValid.SetNull();
    }

    public void AddInt64(int signal, long sourceTime, long? serverTime, long receivedTime, long value, uint status)
    {
        var row = AddRow(signal, sourceTime, serverTime, receivedTime, status);
        Int64[row] = value;
        Int64Valid.SetValid(row);
        DoubleValid.SetNull();
        TextValid.SetNull();
    }

    /// <param name="value">UTF-8.</param>
    public void AddText(
        int signal, long sourceTime, long? serverTime, long receivedTime, ReadOnlySpan<byte> value, uint status)
    {
        var row = AddRow(signal, sourceTime, serverTime, receivedTime, status);
        var start = TextOffset[row];
        if (Text.Length < start + value.Length)
            System.Array.Resize(ref Text, Math.Max(Text.Length * 2, start + value.Length));
        value.CopyTo(Text.AsSpan(start));
        TextOffset[row + 1] = start + value.Length;
        TextValid.SetValid(row);
        DoubleValid.SetNull();
        Int64Valid.SetNull();
    }

    /// <inheritdoc cref="AddText(int, long, long?, long, ReadOnlySpan{byte}, uint)"/>
    public void AddText(int signal, long sourceTime, long? serverTime, long receivedTime, string value, uint status) =>
        AddText(signal, sourceTime, serverTime, receivedTime, Encoding.UTF8.GetBytes(value), status);

    /// <summary>A status without a value: the server says that, and why, there is none.</summary>
    public void AddNull(int signal, long sourceTime, long? serverTime, long receivedTime, uint status)
    {
        AddRow(signal, sourceTime, serverTime, receivedTime, status);
        DoubleValid.SetNull();
        Int64Valid.SetNull();
        TextValid.SetNull();
    }

    public void Clear()
    {
        Count = 0;
        TextOffset[0] = 0;
        ServerTimeValid.Reset(Signal.Length);
        DoubleValid.Reset(Signal.Length);
        Int64Valid.Reset(Signal.Length);
        TextValid.Reset(Signal.Length);
    }

    private int AddRow(int signal, long sourceTime, long? serverTime, long receivedTime, uint status)
    {
        var row = Count;
        if (row == Signal.Length)
            Grow(row * 2);
        Count = row + 1;
        Signal[row] = signal;
        SourceTime[row] = sourceTime;
        ReceivedTime[row] = receivedTime;
        Status[row] = status;
        Double[row] = 0;
        Int64[row] = 0;
        TextOffset[row + 1] = TextOffset[row];
        if (serverTime is { } known)
        {
            ServerTime[row] = known;
            ServerTimeValid.SetValid(row);
        }
        else
        {
            ServerTime[row] = 0;
            ServerTimeValid.SetNull();
        }

        return row;
    }

    private void Grow(int capacity)
    {
        System.Array.Resize(ref Signal, capacity);
        System.Array.Resize(ref SourceTime, capacity);
        System.Array.Resize(ref ServerTime, capacity);
        System.Array.Resize(ref ReceivedTime, capacity);
        System.Array.Resize(ref Double, capacity);
        System.Array.Resize(ref Int64, capacity);
        System.Array.Resize(ref Status, capacity);
        System.Array.Resize(ref TextOffset, capacity + 1);
        ServerTimeValid.Grow(capacity);
        DoubleValid.Grow(capacity);
        Int64Valid.Grow(capacity);
        TextValid.Grow(capacity);
    }
}
