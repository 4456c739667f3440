using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.CompilerServices;
using Utf8 = System.Text.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>
/// Writes OPC UA Binary (Part 6, 5.2). Bytes are gathered in a span of the output and handed over when it is full and by
/// <see cref="Flush"/>, which must be called at the end. Pass it by reference: it holds the position. Not for several threads.
/// </summary>
public ref partial struct UaWriter
{
    private const int SmallestRequest = 512;

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _position;
    private long _flushed;

    /// <param name="output">Where the bytes go. Nobody else may write to it before <see cref="Flush"/>.</param>
    public UaWriter(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <summary>Bytes written so far.</summary>
    public readonly long Written => _flushed + _position;

    /// <summary>Hands what was gathered to the output.</summary>
    public void Flush()
    {
        if (_position == 0)
            return;
        _output.Advance(_position);
        _flushed += _position;
        _position = 0;
        _span = default;
    }

    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    public void WriteSByte(sbyte value) => WriteByte((byte)value);

    public void WriteByte(byte value)
    {
        Ensure(1);
        _span[_position++] = value;
    }

    public void WriteInt16(short value) => WriteUInt16((ushort)value);

    public void WriteUInt16(ushort value)
    {
        Ensure(sizeof(ushort));
        BinaryPrimitives.WriteUInt16LittleEndian(_span[_position..], value);
        _position += sizeof(ushort);
    }

    public void WriteInt32(int value) => WriteUInt32((uint)value);

    public void WriteUInt32(uint value)
    {
        Ensure(sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(_span[_position..], value);
        _position += sizeof(uint);
    }

    public void WriteInt64(long value) => WriteUInt64((ulong)value);

    public void WriteUInt64(ulong value)
    {
        Ensure(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_span[_position..], value);
        _position += sizeof(ulong);
    }

    public void WriteFloat(float value) => WriteUInt32(BitConverter.SingleToUInt32Bits(value));

    public void WriteDouble(double value) => WriteUInt64(BitConverter.DoubleToUInt64Bits(value));

    public void WriteDateTime(DateTime value) => WriteInt64(OpcUaTime.ToWireTicks(value));

    public void WriteStatusCode(StatusCode value) => WriteUInt32(value.Code);

    public void WriteGuid(Guid value)
    {
        Ensure(16);
        value.TryWriteBytes(_span[_position..]);
        _position += 16;
    }

    /// <summary>A String; null as length -1.</summary>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteInt32(-1);
            return;
        }

        var length = Utf8.UTF8.GetByteCount(value);
        WriteInt32(length);
        Ensure(length);
        _position += Utf8.UTF8.GetBytes(value, _span[_position..]);
    }

    /// <summary>A ByteString; null as length -1.</summary>
    public void WriteByteString(byte[]? value)
    {
        if (value is null)
            WriteInt32(-1);
        else
            WriteByteString(value.AsSpan());
    }

    /// <summary>A ByteString that is not null.</summary>
    public void WriteByteString(scoped ReadOnlySpan<byte> value)
    {
        WriteInt32(value.Length);
        WriteBytes(value);
    }

    /// <summary>Bytes as they are, without a length.</summary>
    public void WriteBytes(scoped ReadOnlySpan<byte> value)
    {
        Ensure(value.Length);
        value.CopyTo(_span[_position..]);
        _position += value.Length;
    }

    private void Ensure(int count)
    {
        if (_span.Length - _position < count)
            Renew(count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Renew(int count)
    {
        Flush();
        _span = _output.GetSpan(Math.Max(count, SmallestRequest));
    }

    private void WriteBlittableArray<T>(T[]? array)
        where T : unmanaged
    {
        if (array is null)
        {
            WriteInt32(-1);
            return;
        }

        WriteInt32(array.Length);
        var bytes = MemoryMarshal.AsBytes(array.AsSpan());
        Ensure(bytes.Length);
        var destination = _span.Slice(_position, bytes.Length);
        bytes.CopyTo(destination);
        if (!BitConverter.IsLittleEndian)
        {
            for (var offset = 0; offset < destination.Length; offset += Unsafe.SizeOf<T>())
                destination.Slice(offset, Unsafe.SizeOf<T>()).Reverse();
        }

        _position += bytes.Length;
    }
}
