using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>
/// SHA-256 over a window's values in canonical order, so that whoever has the values can tell that they are the ones. Signals in
/// ordinal order of their full names, each as
/// <code>
/// | name, UTF-8 | 0 | count, int32 | count x ( source time, int64 | value, double | status, uint32 ) |
/// </code>
/// all little endian. The value that holds at the window's start is the first of its signal; one that does not count is NaN.
/// </summary>
internal static class WindowDigest
{
    private const int SampleBytes = 20;

    public static string Of(IEnumerable<SampleBuffer> signals, WindowSpan span)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var signal in signals.OrderBy(s => s.Definition.FullName, StringComparer.Ordinal))
        {
            var samples = signal.Of(span.From, span.To);
            hash.AppendData(Encoding.UTF8.GetBytes(signal.Definition.FullName));
            var bytes = new byte[1 + sizeof(int) + (samples.Length * SampleBytes)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), samples.Length);
            var rest = bytes.AsSpan(1 + sizeof(int));
            foreach (ref readonly var sample in samples)
            {
                BinaryPrimitives.WriteInt64LittleEndian(rest, sample.Time);
                BinaryPrimitives.WriteDoubleLittleEndian(rest[8..], double.IsNaN(sample.Number) ? double.NaN : sample.Number);
                BinaryPrimitives.WriteUInt32LittleEndian(rest[16..], sample.Status);
                rest = rest[SampleBytes..];
            }

            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
