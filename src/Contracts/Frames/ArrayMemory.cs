using System.Buffers;
using System.Runtime.InteropServices;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>
/// Shows a typed array as the bytes that Arrow takes, without a copy: .NET has a cast for spans but none for memory.
/// </summary>
internal sealed class ArrayMemory<T> : MemoryManager<byte>
    where T : unmanaged
{
    private T[] _array = [];

    public ReadOnlyMemory<byte> Of(T[] array, int count)
    {
        _array = array;
        return Memory[..(count * Marshal.SizeOf<T>())];
    }

    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(_array.AsSpan());

    public override MemoryHandle Pin(int elementIndex = 0) =>
        throw new InvalidOperationException("Frame columns are written from managed memory only; nothing may pin them.");

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
