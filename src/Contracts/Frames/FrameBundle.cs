using System.Buffers;
using System.Buffers.Binary;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>
/// Several frames in one body, as <c>GET /frames</c> answers: each is preceded by its length (uint32, little endian).
/// </summary>
public static class FrameBundle
{
    private const int LengthBytes = sizeof(uint);

    public static void Append(IBufferWriter<byte> bundle, ReadOnlySpan<byte> frame)
    {
        var target = bundle.GetSpan(LengthBytes + frame.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)frame.Length);
        frame.CopyTo(target[LengthBytes..]);
        bundle.Advance(LengthBytes + frame.Length);
    }

    /// <returns>The frames in order, as slices of <paramref name="bundle"/>.</returns>
    /// <exception cref="FrameFormatException">A length does not fit the bytes.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> bundle)
    {
        while (!bundle.IsEmpty)
        {
            if (bundle.Length < LengthBytes)
                throw new FrameFormatException($"The bundle ends with {bundle.Length} bytes where a length of {LengthBytes} is expected.");
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bundle.Span);
            bundle = bundle[LengthBytes..];
            if (length > FrameSchema.MaxBytes || length > bundle.Length)
                throw new FrameFormatException(
                    $"The bundle announces a frame of {length} bytes; {bundle.Length} are left and {FrameSchema.MaxBytes} are allowed.");
            yield return bundle[..(int)length];
            bundle = bundle[(int)length..];
        }
    }
}
