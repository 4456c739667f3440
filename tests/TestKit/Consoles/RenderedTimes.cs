using System.Buffers.Text;

namespace Jinan.IndustryBrain.TestKit.Consoles;

/// <summary>The times in a render batch. Pages name the time of each value in an attribute, <c>datetime="2026-11-26T11:33:25.1234567Z"</c>.</summary>
internal static class RenderedTimes
{
    private const int Length = 28;

    // In a batch's table of strings each follows its length.
    private static ReadOnlySpan<byte> Start => [Length, (byte)'2', (byte)'0'];

    /// <returns>The newest of them; null where there is none.</returns>
    public static DateTimeOffset? Newest(ReadOnlySpan<byte> batch)
    {
        DateTimeOffset? newest = null;
        for (var at = batch.IndexOf(Start); at >= 0 && batch.Length - at > Length;)
        {
            if (Utf8Parser.TryParse(batch.Slice(at + 1, Length), out DateTimeOffset time, out var read, 'O') && read == Length
                && !(time <= newest))
                newest = time;
            batch = batch[(at + 1)..];
            at = batch.IndexOf(Start);
        }

        return newest;
    }
}
