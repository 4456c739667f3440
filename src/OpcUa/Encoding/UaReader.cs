using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>
/// Reads OPC UA Binary (Part 6, 5.2) out of one complete message. All numbers are little-endian. A value that lies within one
/// segment is read in place; one that crosses segments is put together byte by byte. Pass it by reference: it holds the position.
/// </summary>
/// <remarks>
/// The message is complete, so running out of bytes means that it is malformed: every method throws <see cref="OpcUaException"/>
/// with BadDecodingError then, and with BadEncodingLimitsExceeded where a length goes beyond <see cref="EncodingLimits"/>.
/// Not for use by several threads. The buffer belongs to the caller and is not kept by any value that is returned.
/// </remarks>
public ref partial struct UaReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly EncodingLimits _limits;
    private ReadOnlySpan<byte> _span;      // the current segment
    private int _position;                 // next byte of _span
    private readonly ReadOnlySequence<byte> _message;
    private SequencePosition _next;        // the segment after the current one
    private long _restLength;              // bytes of the segments that are before us
    private long _consumedBefore;          // bytes of the segments that are behind us
    private int _elements;                 // array elements so far, against MaxTotalElements
    private int _depth;

    /// <summary>Reads a message that lies in one piece.</summary>
    public UaReader(ReadOnlySpan<byte> message, EncodingLimits? limits = null)
    {
        _limits = limits ?? EncodingLimits.Default;
        _span = message;
    }

    /// <summary>Reads a message that may lie in several pieces.</summary>
    public UaReader(in ReadOnlySequence<byte> message, EncodingLimits? limits = null)
    {
        _limits = limits ?? EncodingLimits.Default;
        _span = message.FirstSpan;
        if (!message.IsSingleSegment)
        {
            _message = message;
            _next = message.Start;
            message.TryGet(ref _next, out _, advance: true);
            _restLength = message.Length - _span.Length;
        }
    }

    /// <summary>Bytes not read yet.</summary>
    public readonly long Remaining => _span.Length - _position + _restLength;

    /// <summary>Bytes read so far.</summary>
    public readonly long Consumed => _consumedBefore + _position;

    /// <summary>What lies in one piece from here on; fewer bytes than <see cref="Remaining"/> where the message goes on elsewhere.</summary>
    internal readonly ReadOnlySpan<byte> Contiguous => _span[_position..];

    /// <summary>The limits that lengths are held against.</summary>
    public readonly EncodingLimits Limits => _limits;

    /// <summary>Goes on behind bytes of <see cref="Contiguous"/> that the caller has read there. Not checked; see <see cref="Skip"/>.</summary>
    internal void Advance(int length) => _position += length;

    public bool ReadBoolean() => ReadByte() != 0;

    public sbyte ReadSByte() => (sbyte)ReadByte();

    public byte ReadByte()
    {
        if (_position < _span.Length)
            return _span[_position++];
        return (byte)ReadAcrossSegments(1);
    }

    public short ReadInt16() => (short)ReadUInt16();

    public ushort ReadUInt16()
    {
        if (_span.Length - _position < sizeof(ushort))
            return (ushort)ReadAcrossSegments(sizeof(ushort));
        var value = BinaryPrimitives.ReadUInt16LittleEndian(_span[_position..]);
        _position += sizeof(ushort);
        return value;
    }

    public int ReadInt32() => (int)ReadUInt32();

    public uint ReadUInt32()
    {
        if (_span.Length - _position < sizeof(uint))
            return (uint)ReadAcrossSegments(sizeof(uint));
        var value = BinaryPrimitives.ReadUInt32LittleEndian(_span[_position..]);
        _position += sizeof(uint);
        return value;
    }

    public long ReadInt64() => (long)ReadUInt64();

    public ulong ReadUInt64()
    {
        if (_span.Length - _position < sizeof(ulong))
            return ReadAcrossSegments(sizeof(ulong));
        var value = BinaryPrimitives.ReadUInt64LittleEndian(_span[_position..]);
        _position += sizeof(ulong);
        return value;
    }

    public float ReadFloat() => BitConverter.UInt32BitsToSingle(ReadUInt32());

    public double ReadDouble() => BitConverter.UInt64BitsToDouble(ReadUInt64());

    /// <summary>A DateTime (5.2.2.5) as UTC.</summary>
    public DateTime ReadDateTime() => OpcUaTime.ToDateTime(ReadInt64());

    public StatusCode ReadStatusCode() => new(ReadUInt32());

    /// <summary>A Guid (5.2.2.6): three little-endian numbers, then eight bytes as they are.</summary>
    public Guid ReadGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        ReadBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>A String (5.2.2.4). A negative length is the null string.</summary>
    public string? ReadString()
    {
        var length = ReadLength("String", _limits.MaxStringLength);
        if (length <= 0)
            return length < 0 ? null : string.Empty;
        if (_span.Length - _position >= length)
        {
            var text = Decode(_span.Slice(_position, length));
            _position += length;
            return text;
        }

        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            ReadBytes(rented.AsSpan(0, length));
            return Decode(rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A ByteString (5.2.2.7) as a new array. A negative length is null.</summary>
    public byte[]? ReadByteString()
    {
        var length = ReadLength("ByteString", _limits.MaxByteStringLength);
        if (length <= 0)
            return length < 0 ? null : [];
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        ReadBytes(bytes);
        return bytes;
    }

    /// <summary>Fills a buffer with the next bytes as they are.</summary>
    public void ReadBytes(scoped Span<byte> destination)
    {
        if (Remaining < destination.Length)
            Malformed.EndOfMessage();
        while (destination.Length > 0)
        {
            if (_position == _span.Length)
                NextSegment();
            var count = Math.Min(destination.Length, _span.Length - _position);
            _span.Slice(_position, count).CopyTo(destination);
            destination = destination[count..];
            _position += count;
        }
    }

    /// <summary>Passes over bytes that nobody needs.</summary>
    public void Skip(long count)
    {
        if (count < 0 || count > Remaining)
            Malformed.EndOfMessage();
        while (count > 0)
        {
            if (_position == _span.Length)
                NextSegment();
            var step = (int)Math.Min(count, _span.Length - _position);
            _position += step;
            count -= step;
        }
    }

    /// <summary>
    /// The length of an array (5.2.5): null and negative as -1. Checked against the limits, and against the bytes that remain,
    /// so that the caller may allocate.
    /// </summary>
    /// <param name="minimumElementBytes">The fewest bytes that one element takes on the wire.</param>
    public int ReadArrayLength(int minimumElementBytes = 1)
    {
        var length = ReadInt32();
        if (length < 0)
            return -1;
        CheckArrayLength(length, minimumElementBytes);
        return length;
    }

    /// <summary>Holds a number of elements that was not read as an array length against the same limits, and against the bytes that remain.</summary>
    internal void CheckArrayLength(long length, int minimumElementBytes = 1)
    {
        if (length > _limits.MaxArrayLength)
            Malformed.Limit("Array length", length, _limits.MaxArrayLength);
        if (length * minimumElementBytes > Remaining)
            Malformed.EndOfMessage();
        _elements += (int)length;
        if (_elements > _limits.MaxTotalElements)
            Malformed.Limit("Number of array elements in one message", _elements, _limits.MaxTotalElements);
    }

    /// <summary>Throws where bytes are left over: a body that is longer than its type is not of that type.</summary>
    public readonly void EnsureEnd()
    {
        if (Remaining != 0)
            Malformed.Value($"{Remaining} bytes follow the end of the value.");
    }

    /// <summary>The length of a String whose bytes the caller takes with <see cref="ReadBytes"/>; negative is null.</summary>
    internal int ReadStringLength() => ReadLength("String", _limits.MaxStringLength);

    private int ReadLength(string what, int limit)
    {
        var length = ReadInt32();
        if (length > limit)
            Malformed.Limit($"{what} length", length, limit);
        if (length > Remaining)
            Malformed.EndOfMessage();
        return length;
    }

    /// <summary>One level deeper; <see cref="Leave"/> ends it. For decoders of types that are only known at run time.</summary>
    internal void Enter()
    {
        if (++_depth > _limits.MaxNestingDepth)
            Malformed.Limit("Nesting depth", _depth, _limits.MaxNestingDepth);
    }

    internal void Leave() => _depth--;

    /// <summary>Levels that the value to be read lies within: an ExtensionObject's body is read by a reader of its own, within the same limit.</summary>
    internal int Depth
    {
        readonly get => _depth;
        set => _depth = value;
    }

    private static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            Malformed.Value("A String is not valid UTF-8.");
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong ReadAcrossSegments(int count)
    {
        if (Remaining < count)
            Malformed.EndOfMessage();
        ulong value = 0;
        for (var i = 0; i < count; i++)
        {
            if (_position == _span.Length)
                NextSegment();
            value |= (ulong)_span[_position++] << (8 * i);
        }

        return value;
    }

    // Only called where Remaining says that there are bytes to come.
    private void NextSegment()
    {
        do
        {
            _consumedBefore += _span.Length;
            if (!_message.TryGet(ref _next, out var segment, advance: true))
                Malformed.EndOfMessage();
            _span = segment.Span;
            _restLength -= _span.Length;
            _position = 0;
        }
        while (_span.Length == 0);
    }

    private T[]? ReadBlittableArray<T>()
        where T : unmanaged
    {
        var size = Unsafe.SizeOf<T>();
        var length = ReadArrayLength(size);
        if (length <= 0)
            return length < 0 ? null : [];
        var array = GC.AllocateUninitializedArray<T>(length);
        var bytes = MemoryMarshal.AsBytes(array.AsSpan());
        ReadBytes(bytes);
        if (!BitConverter.IsLittleEndian)
        {
            for (var offset = 0; offset < bytes.Length; offset += size)
                bytes.Slice(offset, size).Reverse();
        }

        return array;
    }
}
