using System.Buffers.Binary;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>
/// Changes conversations chunk by chunk: repeats, drops, swaps, cuts and alters them, and then mostly puts sizes and sequence
/// numbers right again, so that what lies behind those first checks is reached too.
/// </summary>
internal sealed class FrameMutator(IReadOnlyList<byte[]> conversations)
{
    static readonly string[] Types = ["MSGF", "MSGC", "MSGA", "OPNF", "CLOF", "HELF", "ACKF", "ERRF", "MSGX", "OPNC"];

    readonly Mutator _bytes = new(conversations, 9_000);
    readonly List<List<byte[]>> _conversations = [.. conversations.Select(Split)];

    public byte[] Make(FuzzRandom random) => Join(MakeFrames(random));

    /// <summary>A changed conversation as its chunks.</summary>
    public List<byte[]> MakeFrames(FuzzRandom random)
    {
        var frames = random.Of(_conversations).Select(frame => frame.ToArray()).ToList();
        for (var changes = random.Between(1, 4); changes > 0; changes--) Change(frames, random);
        if (random.Chance(90)) frames.ForEach(SetSize);
        if (random.Chance(80)) Renumber(frames, 1);
        return frames;
    }

    /// <summary>A stream of bytes cut by the sizes that the chunks name; the rest is the last.</summary>
    public static List<byte[]> Split(byte[] stream)
    {
        var frames = new List<byte[]>();
        for (var rest = stream.AsSpan(); rest.Length > 0;)
        {
            var size = rest.Length >= 8 ? BinaryPrimitives.ReadInt32LittleEndian(rest[4..]) : rest.Length;
            if (size < 8 || size > rest.Length) size = rest.Length;
            frames.Add(rest[..size].ToArray());
            rest = rest[size..];
        }

        return frames;
    }

    public static byte[] Join(IEnumerable<byte[]> frames)
    {
        var all = frames.ToList();
        var stream = new byte[all.Sum(frame => frame.Length)];
        var at = 0;
        foreach (var frame in all)
        {
            frame.CopyTo(stream, at);
            at += frame.Length;
        }

        return stream;
    }

    /// <summary>Numbers the chunks of a channel in their order.</summary>
    public static void Renumber(List<byte[]> frames, uint first)
    {
        foreach (var frame in frames)
        {
            if (SequenceAt(frame) is { } at) BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(at), first++);
        }
    }

    /// <summary>Where a chunk's sequence header stands; null where it has none.</summary>
    public static int? SequenceAt(byte[] frame)
    {
        if (frame.Length < 24) return null;
        switch ((MessageType)(BinaryPrimitives.ReadUInt32LittleEndian(frame) & 0x00FF_FFFF))
        {
            case MessageType.Message or MessageType.CloseSecureChannel:
                return 16;
            case MessageType.OpenSecureChannel:
                try
                {
                    var end = AsymmetricHeader.Parse(frame).End;
                    return end + 8 <= frame.Length ? end : null;
                }
                catch (OpcUaException)
                {
                    return null;
                }

            default:
                return null;
        }
    }

    static void SetSize(byte[] frame)
    {
        if (frame.Length >= 8) BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), frame.Length);
    }

    void Change(List<byte[]> frames, FuzzRandom random)
    {
        if (frames.Count == 0) frames.Add(random.Of(random.Of(_conversations)));
        var at = random.Below(frames.Count);
        switch (random.Below(12))
        {
            case 0:
                frames.Insert(at, frames[at].ToArray());
                break;
            case 1:
                frames.RemoveAt(at);
                break;
            case 2:
                var other = random.Below(frames.Count);
                (frames[at], frames[other]) = (frames[other], frames[at]);
                break;
            case 3:
                frames.Insert(at, random.Of(random.Of(_conversations)).ToArray());
                break;
            case 4:
                System.Text.Encoding.ASCII.GetBytes(random.Of(Types)).AsSpan(0, Math.Min(4, frames[at].Length)).CopyTo(frames[at]);
                break;
            case 5:
                for (var times = random.Between(1, 12); times > 0; times--) frames.Insert(at, frames[at].ToArray());
                break;
            case 6:
                // Channel, token, sequence number or request id.
                var field = random.Of([8, 12, 16, 20]);
                if (frames[at].Length >= field + 4)
                    BinaryPrimitives.WriteUInt32LittleEndian(frames[at].AsSpan(field), random.Chance(50) ? (uint)random.Below(4) : (uint)random.Next());
                break;
            case 7:
                SplitChunk(frames, at, random);
                break;
            default:
                frames[at] = _bytes.Mutate(frames[at], random);
                break;
        }
    }

    // One chunk becomes an intermediate and a final one, of the same headers.
    static void SplitChunk(List<byte[]> frames, int at, FuzzRandom random)
    {
        var whole = frames[at];
        if (whole.Length <= 25 || whole[0] != 'M') return;
        var cut = 24 + random.Below(whole.Length - 24);
        byte[] first = whole[..cut], second = [.. whole[..24], .. whole[cut..]];
        first[3] = (byte)'C';
        frames[at] = first;
        frames.Insert(at + 1, second);
    }
}
