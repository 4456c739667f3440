namespace Jinan.IndustryBrain.DurableLog;

internal static class LogFileReading
{
    /// <summary>Fills the buffer unless the file ends before; a single read may come back short.</summary>
    public static int ReadUpTo(this ILogFile file, long offset, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = file.Read(offset + total, buffer[total..]);
            if (read == 0)
                break;
            total += read;
        }
        return total;
    }
}
