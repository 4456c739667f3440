using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>
/// A message as it stands in the log, little endian:
/// <code>
/// +---------+-------+---------------+---------------+-----+-------------+----------------+
/// | version | flags | published (8) | expires (8)   | len | traceparent | payload        |
/// | 1       | 1=raw | Unix ms       | Unix ms, 0=no | (1) | ASCII       | to the end     |
/// +---------+-------+---------------+---------------+-----+-------------+----------------+
/// </code>
/// The payload is the finished CloudEvents envelope, so that delivering it costs no work, or, if raw, the publisher's bytes.
/// </summary>
internal readonly record struct MessageRecord(
    bool IsRaw, DateTimeOffset Published, DateTimeOffset? Expires, string TraceParent, ReadOnlyMemory<byte> Payload)
{
    private const byte Version = 1;
    private const byte RawFlag = 1;
    private const int FixedSize = 19;

    public static void WriteHeader(IBufferWriter<byte> to, bool isRaw, DateTimeOffset published, DateTimeOffset? expires, string traceParent)
    {
        var trace = traceParent.Length <= byte.MaxValue ? traceParent : "";
        var span = to.GetSpan(FixedSize + trace.Length);
        span[0] = Version;
        span[1] = isRaw ? RawFlag : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(span[2..], published.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64LittleEndian(span[10..], expires?.ToUnixTimeMilliseconds() ?? 0);
        span[18] = (byte)Encoding.ASCII.GetBytes(trace, span[FixedSize..]);
        to.Advance(FixedSize + span[18]);
    }

    /// <exception cref="InvalidDataException">The record was written by another version of this program.</exception>
    public static MessageRecord Read(ReadOnlyMemory<byte> record)
    {
        var span = record.Span;
        if (span.Length < FixedSize || span[0] != Version || span.Length < FixedSize + span[18])
            throw new InvalidDataException("The record in the topic's log is of an unknown version; use the program that wrote it, or move the topic's folder away.");
        var expires = BinaryPrimitives.ReadInt64LittleEndian(span[10..]);
        return new(
            (span[1] & RawFlag) != 0,
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(span[2..])),
            expires == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(expires),
            Encoding.ASCII.GetString(span.Slice(FixedSize, span[18])),
            record[(FixedSize + span[18])..]);
    }
}
