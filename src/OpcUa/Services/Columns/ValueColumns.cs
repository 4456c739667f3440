using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services.Columns;

/// <summary>
/// Data values by column. The arrays are kept from message to message, so that a value costs no allocation once they have
/// grown. Rows 0 to <see cref="Count"/> - 1 count; what lies behind is old. Not for several threads.
/// </summary>
/// <remarks>
/// What runs for each value is compiled well at its first call (AggressiveOptimization), here and where columns are walked: code
/// compiled ahead calls across assemblies where it should inline, and a million values would pass before it is replaced, or for
/// ever where tiers are off.
/// </remarks>
public sealed class ValueColumns
{
    /// <summary>Bytes of a DataValue with a number of eight bytes, status and both times with their picoseconds.</summary>
    private const int LongestNumber = 2 + 8 + 4 + 8 + 2 + 8 + 2;

    private readonly List<Variant> _general = [];
    private int[] _handle = [];
    private long[] _sourceTime = [];
    private long[] _serverTime = [];
    private uint[] _status = [];
    private ColumnKind[] _kind = [];
    private long[] _bits = [];        // a double's bits, an int64, nanoseconds, an index of _general, or start and length in _text
    private byte[] _text = [];
    private int _textLength;

    /// <summary>Bytes of the built-in types that become a number, by their id (OPC UA Part 6, 5.1.2); 0 for others.</summary>
    private static ReadOnlySpan<byte> Widths => [0, 1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 0, 8];

    /// <summary>Rows.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// The raw client handle of each row, or after <see cref="ResolveHandles"/> the item's index; the position for a Read.
    /// </summary>
    public ReadOnlySpan<int> Handle => _handle.AsSpan(0, Count);

    /// <summary>Unix nanoseconds; <see cref="OpcUaTime.NoTime"/> where the server gave none.</summary>
    public ReadOnlySpan<long> SourceTime => _sourceTime.AsSpan(0, Count);

    /// <summary>Unix nanoseconds; <see cref="OpcUaTime.NoTime"/> where the server gave none.</summary>
    public ReadOnlySpan<long> ServerTime => _serverTime.AsSpan(0, Count);

    /// <summary>OPC UA status codes with all their bits.</summary>
    public ReadOnlySpan<uint> Status => _status.AsSpan(0, Count);

    /// <summary>Where each row's value is.</summary>
    public ReadOnlySpan<ColumnKind> Kind => _kind.AsSpan(0, Count);

    /// <summary>The value of a row of kind Double.</summary>
    public double Double(int row) => BitConverter.Int64BitsToDouble(_bits[row]);

    /// <summary>The value of a row of kind Int64 or DateTime.</summary>
    public long Int64(int row) => _bits[row];

    /// <summary>The UTF-8 bytes of a row of kind Text; valid until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Text(int row) => _text.AsSpan((int)(_bits[row] >> 32), (int)_bits[row]);

    /// <summary>The value of a row of kind General.</summary>
    public Variant General(int row) => _general[(int)_bits[row]];

    /// <summary>The value of a row, whatever its kind, as it would come from the general decoder; for messages and tests.</summary>
    public Variant Value(int row) => _kind[row] switch
    {
        ColumnKind.Double => Double(row),
        ColumnKind.Int64 => Int64(row),
        ColumnKind.Text => System.Text.Encoding.UTF8.GetString(Text(row)),
        ColumnKind.DateTime => OpcUaTime.FromUnixNanoseconds(Int64(row)),
        ColumnKind.General => General(row),
        _ => Variant.Null,
    };

    /// <summary>
    /// Turns client handles into item indexes and drops rows of another generation or of no known item: they belong to a
    /// subscription that was replaced.
    /// </summary>
    /// <returns>The number of rows dropped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int ResolveHandles(int generation, int itemCount)
    {
        var kept = 0;
        for (var row = 0; row < Count; row++)
        {
            var handle = new ClientHandle((uint)_handle[row]);
            if (handle.Generation != (generation & ClientHandle.MaxGeneration) || handle.Index >= itemCount)
                continue;
            _handle[kept] = handle.Index;
            if (kept != row)
            {
                _sourceTime[kept] = _sourceTime[row];
                _serverTime[kept] = _serverTime[row];
                _status[kept] = _status[row];
                _kind[kept] = _kind[row];
                _bits[kept] = _bits[row];
            }

            kept++;
        }

        var dropped = Count - kept;
        Count = kept;
        return dropped;
    }

    /// <summary>Forgets all rows and keeps the arrays.</summary>
    public void Clear()
    {
        Count = 0;
        _textLength = 0;
        _general.Clear();
    }

    /// <summary>Makes room for that many rows more.</summary>
    internal void Reserve(int rows)
    {
        var needed = Count + rows;
        if (needed <= _handle.Length)
            return;
        var capacity = Math.Max(needed, _handle.Length * 2);
        Array.Resize(ref _handle, capacity);
        Array.Resize(ref _sourceTime, capacity);
        Array.Resize(ref _serverTime, capacity);
        Array.Resize(ref _status, capacity);
        Array.Resize(ref _kind, capacity);
        Array.Resize(ref _bits, capacity);
    }

    /// <summary>
    /// Reads one DataValue (OPC UA Part 6, 5.2.2.17) into the next row. <see cref="Reserve"/> has made room for it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Read(int handle, ref UaReader reader)
    {
        var next = reader.Contiguous;
        if (next.Length < LongestNumber || !TryReadNumber(handle, next, out var length))
            ReadAny(handle, ref reader);
        else
            reader.Advance(length);
    }

    /// <summary>
    /// A number with whatever of status and times, from bytes that lie in one piece: nearly all values of a plant.
    /// <code>
    /// | mask | type | number 1 to 8 | [status 4] | [source time 8] | [picoseconds 2] | [server time 8] | [picoseconds 2] |
    /// </code>
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryReadNumber(int handle, ReadOnlySpan<byte> next, out int length)
    {
        var mask = next[0];
        var type = next[1];
        length = 2;
        var row = Count;
        if ((mask & 0xC1) != 0x01 || type >= Widths.Length || Widths[type] is not (> 0 and var width)
            || !TrySetNumber(row, (BuiltInType)type, next[2..]))
        {
            return false;
        }

        length += width;
        uint status = 0;
        long sourceTime = OpcUaTime.NoTime, serverTime = OpcUaTime.NoTime;
        if ((mask & 0x02) != 0)
        {
            status = BinaryPrimitives.ReadUInt32LittleEndian(next[length..]);
            length += sizeof(uint);
        }

        if ((mask & 0x04) != 0)
        {
            sourceTime = OpcUaTime.ToUnixNanoseconds(BinaryPrimitives.ReadInt64LittleEndian(next[length..]));
            length += sizeof(long);
        }

        if ((mask & 0x10) != 0)
        {
            AddPicoseconds(ref sourceTime, BinaryPrimitives.ReadUInt16LittleEndian(next[length..]));
            length += sizeof(ushort);
        }

        if ((mask & 0x08) != 0)
        {
            serverTime = OpcUaTime.ToUnixNanoseconds(BinaryPrimitives.ReadInt64LittleEndian(next[length..]));
            length += sizeof(long);
        }

        if ((mask & 0x20) != 0)
        {
            AddPicoseconds(ref serverTime, BinaryPrimitives.ReadUInt16LittleEndian(next[length..]));
            length += sizeof(ushort);
        }

        _handle[row] = handle;
        _status[row] = status;
        _sourceTime[row] = sourceTime;
        _serverTime[row] = serverTime;
        Count = row + 1;
        return true;
    }

    private void ReadAny(int handle, ref UaReader reader)
    {
        var row = Count;
        var mask = reader.ReadByte();
        _handle[row] = handle;
        _kind[row] = ColumnKind.None;
        _bits[row] = 0;
        uint textStatus = 0;
        if ((mask & 0x01) != 0)
            ReadValue(row, ref reader, out textStatus);
        _status[row] = (mask & 0x02) != 0 ? reader.ReadUInt32() : 0;
        _sourceTime[row] = (mask & 0x04) != 0 ? OpcUaTime.ToUnixNanoseconds(reader.ReadInt64()) : OpcUaTime.NoTime;
        if ((mask & 0x10) != 0)
            AddPicoseconds(ref _sourceTime[row], reader.ReadUInt16());
        _serverTime[row] = (mask & 0x08) != 0 ? OpcUaTime.ToUnixNanoseconds(reader.ReadInt64()) : OpcUaTime.NoTime;
        if ((mask & 0x20) != 0)
            AddPicoseconds(ref _serverTime[row], reader.ReadUInt16());
        if (textStatus != 0)
            _status[row] = textStatus;
        Count = row + 1;
    }

    private void ReadValue(int row, ref UaReader reader, out uint status)
    {
        status = 0;
        var encoding = reader.ReadByte();
        if (encoding < Widths.Length && Widths[encoding] is > 0 and var width)
        {
            Span<byte> number = stackalloc byte[sizeof(ulong)];
            reader.ReadBytes(number[..width]);
            if (!TrySetNumber(row, (BuiltInType)encoding, number))
                SetGeneral(row, BinaryPrimitives.ReadUInt64LittleEndian(number));
        }
        else if (encoding == (byte)BuiltInType.String)
        {
            status = ReadText(row, ref reader);
        }
        else if (encoding != (byte)BuiltInType.Null)
        {
            SetGeneral(row, reader.ReadVariant(encoding));
        }
    }

    /// <summary>False for an UInt64 that no Int64 holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TrySetNumber(int row, BuiltInType type, ReadOnlySpan<byte> bytes)
    {
        var kind = ColumnKind.Int64;
        long bits;
        switch (type)
        {
            case BuiltInType.Double:
                kind = ColumnKind.Double;
                bits = BinaryPrimitives.ReadInt64LittleEndian(bytes);
                break;
            case BuiltInType.Float:
                kind = ColumnKind.Double;
                bits = BitConverter.DoubleToInt64Bits(BinaryPrimitives.ReadSingleLittleEndian(bytes));
                break;
            case BuiltInType.Int32:
                bits = BinaryPrimitives.ReadInt32LittleEndian(bytes);
                break;
            case BuiltInType.UInt32:
                bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                break;
            case BuiltInType.Int16:
                bits = BinaryPrimitives.ReadInt16LittleEndian(bytes);
                break;
            case BuiltInType.UInt16:
                bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
                break;
            case BuiltInType.Boolean:
                bits = bytes[0] != 0 ? 1 : 0;
                break;
            case BuiltInType.SByte:
                bits = (sbyte)bytes[0];
                break;
            case BuiltInType.Byte:
                bits = bytes[0];
                break;
            case BuiltInType.DateTime:
                kind = ColumnKind.DateTime;
                bits = OpcUaTime.ToUnixNanoseconds(BinaryPrimitives.ReadInt64LittleEndian(bytes));
                break;
            default:
                bits = BinaryPrimitives.ReadInt64LittleEndian(bytes);
                if (bits < 0 && type is BuiltInType.UInt64)
                    return false;
                break;
        }

        _kind[row] = kind;
        _bits[row] = bits;
        return true;
    }

    // A String that is no UTF-8 spoils its own row, never the others of the message.
    private uint ReadText(int row, ref UaReader reader)
    {
        var length = reader.ReadStringLength();
        if (length < 0)
            return 0;
        if (_text.Length - _textLength < length)
            Array.Resize(ref _text, Math.Max(_textLength + length, _text.Length * 2));
        var bytes = _text.AsSpan(_textLength, length);
        reader.ReadBytes(bytes);
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
            return StatusCodes.BadDecodingError.Code;
        Set(row, ColumnKind.Text, ((long)_textLength << 32) | (uint)length);
        _textLength += length;
        return 0;
    }

    private void Set(int row, ColumnKind kind, long bits)
    {
        _kind[row] = kind;
        _bits[row] = bits;
    }

    private void SetGeneral(int row, Variant value)
    {
        Set(row, ColumnKind.General, _general.Count);
        _general.Add(value);
    }

    // Units of 10 ps; a column holds whole nanoseconds.
    private static void AddPicoseconds(ref long time, ushort tens)
    {
        if (time != OpcUaTime.NoTime)
            time += Math.Min((int)tens, 9_999) / 100;
    }
}
