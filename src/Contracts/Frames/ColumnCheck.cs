using Apache.Arrow;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>
/// Holds a column's buffers against the number of rows that it claims. The Arrow reader takes both as the bytes give them,
/// and a row of a damaged frame must not be read outside of its buffer.
/// </summary>
internal static class ColumnCheck
{
    public static void Verify(IArrowArray column, string name, int rows)
    {
        var data = column.Data;
        if (data.Length != rows || data.Offset != 0 || rows < 0)
            throw new FrameFormatException($"Column '{name}' has {data.Length} rows from {data.Offset}; the frame has {rows}.");
        if (!data.Buffers[0].IsEmpty && data.Buffers[0].Length < (rows + 7) / 8)
            throw new FrameFormatException($"Column '{name}': the validity bits are cut short.");
        if (column is StringArray)
            VerifyText(data, name, rows);
        else if (data.Buffers[1].Length < (long)rows * WidthOf(column))
            throw new FrameFormatException($"Column '{name}': its values are cut short.");
    }

    private static int WidthOf(IArrowArray column) => column is Int32Array or UInt32Array ? 4 : 8;

    private static void VerifyText(ArrayData data, string name, int rows)
    {
        if (rows == 0)
            return;
        var offsets = data.Buffers[1].Span;
        if (offsets.Length < (rows + 1L) * sizeof(int))
            throw new FrameFormatException($"Column '{name}': its offsets are cut short.");
        var starts = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(offsets)[..(rows + 1)];
        var previous = 0;
        foreach (var start in starts)
        {
            if (start < previous || start > data.Buffers[2].Length)
                throw new FrameFormatException($"Column '{name}': an offset of {start} does not fit its text.");
            previous = start;
        }
    }
}
