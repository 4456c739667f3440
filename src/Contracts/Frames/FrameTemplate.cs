using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>
/// A frame as the Arrow writer made it, up to its body, kept as a mould: frames of the same shape differ in a few numbers at
/// known places and in the body. Pouring into it allocates nothing, where the writer builds some 10 KB of objects a frame.
/// <code>
/// | FFFFFFFF len | schema with metadata: epoch, sequence … | FFFFFFFF len | batch: rows, nodes, buffers | body | FFFFFFFF 0 |
/// </code>
/// </summary>
/// <remarks>The result is the writer's byte for byte; the tests hold the two against each other.</remarks>
internal sealed class FrameTemplate
{
    private const int MessageStart = 8; // the continuation mark and the length of the flatbuffer
    private const int StructBytes = 16; // a node (rows, nulls) or a buffer (offset, length)

    private readonly byte[] _mould;
    private readonly int[] _values;
    private readonly int _bodyLength;
    private readonly int _rows;
    private readonly int _nodes;
    private readonly int _buffers;

    private FrameTemplate(byte[] mould, int[] values, int bodyLength, int rows, int nodes, int buffers)
    {
        _mould = mould;
        _values = values;
        _bodyLength = bodyLength;
        _rows = rows;
        _nodes = nodes;
        _buffers = buffers;
    }

    /// <summary>Makes a mould of a frame with rows.</summary>
    public static FrameTemplate Of(ReadOnlySpan<byte> frame)
    {
        var batch = MessageStart + Int32(frame, 4);
        var mould = frame[..(batch + MessageStart + Int32(frame, batch + 4))].ToArray();

        var schema = Flatbuffer.Child(mould, Flatbuffer.Root(mould, MessageStart), 2);
        var metadata = Flatbuffer.Vector(mould, schema, 2, out var entries);
        var values = new int[FrameNumbers.Keys.Length];
        Array.Fill(values, -1);
        for (var i = 0; i < entries; i++)
        {
            var entry = Flatbuffer.Follow(mould, metadata + (i * sizeof(int)));
            var key = Encoding.UTF8.GetString(Flatbuffer.Text(mould, entry, 0, out _));
            if (Array.IndexOf(FrameNumbers.Keys, key) is >= 0 and var number)
                Flatbuffer.Text(mould, entry, 1, out values[number]);
        }

        var message = Flatbuffer.Root(mould, batch + MessageStart);
        var record = Flatbuffer.Child(mould, message, 2);
        return new FrameTemplate(
            mould, values, message + Flatbuffer.Field(mould, message, 3), record + Flatbuffer.Field(mould, record, 0),
            Flatbuffer.Vector(mould, record, 1, out _), Flatbuffer.Vector(mould, record, 2, out _));
    }

    /// <summary>Writes a frame of the mould's shape.</summary>
    /// <param name="numbers">The numbers of its metadata.</param>
    /// <param name="columns">Its rows; at least one.</param>
    /// <param name="target">Grows as needed.</param>
    /// <returns>The frame's length.</returns>
    public int Pour(in FrameNumbers numbers, FrameColumns columns, ref byte[] target)
    {
        var rows = columns.Count;
        // Padding is less than a word for each of the 17 buffers; the end mark is one word.
        var most = _mould.Length + columns.Bytes + (18 * 8) + (4 * ((rows / 8) + 1)) + 8;
        if (target.Length < most)
            target = new byte[most * 2];
        _mould.CopyTo(target, 0);
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] >= 0)
                numbers.Text(i).CopyTo(target.AsSpan(_values[i]));
        }

        var body = new Body(target, _mould.Length, _buffers);
        body.Add(columns.Signal, rows);
        body.Add(columns.SourceTime, rows);
        body.Add(columns.ServerTimeValid, columns.ServerTime, rows);
        body.Add(columns.ReceivedTime, rows);
        body.Add(columns.DoubleValid, columns.Double, rows);
        body.Add(columns.Int64Valid, columns.Int64, rows);
        body.Add(columns.TextValid, columns.TextOffset, rows, rows + 1);
        body.Add(columns.Text.AsSpan(0, columns.TextOffset[rows]));
        body.Add(columns.Status, rows);

        Put(target, _rows, rows);
        Put(target, _bodyLength, body.Length);
        ReadOnlySpan<int> nulls = [0, 0, columns.ServerTimeValid.Nulls, 0, columns.DoubleValid.Nulls, columns.Int64Valid.Nulls, columns.TextValid.Nulls, 0];
        for (var column = 0; column < nulls.Length; column++)
        {
            Put(target, _nodes + (column * StructBytes), rows);
            Put(target, _nodes + (column * StructBytes) + sizeof(long), nulls[column]);
        }

        var end = _mould.Length + body.Length;
        BinaryPrimitives.WriteUInt64LittleEndian(target.AsSpan(end), 0xFFFFFFFF);
        return end + sizeof(ulong);
    }

    private static int Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static void Put(byte[] target, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(target.AsSpan(at), value);

    /// <summary>The buffers one after the other, each at a multiple of eight, and where they lie in the batch's list.</summary>
    private ref struct Body(byte[] target, int start, int list)
    {
        private int _next = list;

        public int Length { get; private set; }

        public void Add<T>(T[] values, int rows)
            where T : unmanaged
        {
            Add([]);
            Add(MemoryMarshal.AsBytes(values.AsSpan(0, rows)));
        }

        public void Add<T>(in ValidityBits valid, T[] values, int rows, int count = -1)
            where T : unmanaged
        {
            Add(valid.Memory(rows).Span);
            Add(MemoryMarshal.AsBytes(values.AsSpan(0, count < 0 ? rows : count)));
        }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            Put(target, _next, Length);
            Put(target, _next + sizeof(long), bytes.Length);
            _next += StructBytes;
            bytes.CopyTo(target.AsSpan(start + Length));
            var padded = (bytes.Length + 7) & ~7;
            target.AsSpan(start + Length + bytes.Length, padded - bytes.Length).Clear();
            Length += padded;
        }
    }
}
