using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Jinan.IndustryBrain.Inference.Protocol;

/// <summary>A batch for one model: <c>| model | columns | rows x columns floats |</c>.</summary>
internal readonly ref struct PredictRequest(int model, int columns, ReadOnlySpan<float> values)
{
    private const int HeaderBytes = 8;

    public int Model { get; } = model;
    public int Columns { get; } = columns;
    public ReadOnlySpan<float> Values { get; } = values;

    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderBytes + (Values.Length * sizeof(float))];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Model);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Columns);
        MemoryMarshal.AsBytes(Values).CopyTo(bytes.AsSpan(HeaderBytes));
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are no whole number of rows.</exception>
    public static PredictRequest Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderBytes)
            throw new InvalidDataException("The batch has no header.");
        var columns = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]);
        var values = MemoryMarshal.Cast<byte, float>(payload[HeaderBytes..]);
        if (columns <= 0 || values.Length % columns != 0)
            throw new InvalidDataException($"{values.Length} numbers are no rows of {columns}.");
        return new PredictRequest(BinaryPrimitives.ReadInt32LittleEndian(payload), columns, values);
    }
}
