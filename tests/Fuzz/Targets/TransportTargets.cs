using System.Buffers;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>What is read before a peer is trusted with anything.</summary>
internal static class TransportTargets
{
    public static IEnumerable<FuzzTarget> All()
    {
        yield return new FuzzTarget("transport/Hello", [Written(HelloMessage.From(FuzzLimits.Transport, "opc.tcp://plc:4840/path").Write)[ChunkHeader.Length..]], input =>
        {
            var hello = HelloMessage.Parse(input);
            var limits = FuzzLimits.Transport.AgreedWith(hello);
            Require(limits);
            Same(input, ChunkHeader.Length, hello.Write, HelloMessage.Parse, hello);
        });
        yield return new FuzzTarget("transport/Acknowledge", [Written(AcknowledgeMessage.From(FuzzLimits.Transport).Write)[ChunkHeader.Length..]], input =>
        {
            var acknowledge = AcknowledgeMessage.Parse(input);
            Require(FuzzLimits.Transport.AgreedWith(acknowledge));
            Same(input, ChunkHeader.Length, acknowledge.Write, AcknowledgeMessage.Parse, acknowledge);
        });
        yield return new FuzzTarget("transport/Error", [Written(new ErrorMessage(0x8000_0000, "why").Write)[ChunkHeader.Length..]], input =>
        {
            var error = ErrorMessage.Parse(input);
            _ = TransportFault.FromPeer(error).Message;
            // A null reason is written as an empty one, a long one is cut.
            if (error.Reason is { Length: > 0 and <= 1_000 }) Same(input, ChunkHeader.Length, error.Write, ErrorMessage.Parse, error);
        });
        yield return new FuzzTarget("transport/frames", [.. Conversations.FromClient(), .. Conversations.FromServer()], Frames) { Make = new FrameMutator([.. Conversations.FromClient()]).Make };
        yield return new FuzzTarget("transport/assembler", [Enumerable.Range(0, 64).Select(i => (byte)i).ToArray()], Assemble);
        yield return new FuzzTarget("transport/asymmetric header", [.. Conversations.FromClient().Select(FrameMutator.Split).Select(frames => frames[0])], input =>
        {
            var header = AsymmetricHeader.Parse(input);
            if (header.End < 24 || header.End > input.Length) throw new RuleBrokenException($"The header ends at {header.End} of {input.Length}.");
        });
    }

    static void Require(TransportLimits limits)
    {
        if (limits.ReceiveBufferSize is < TransportLimits.SmallestBuffer or > 8_192 || limits.SendBufferSize is < TransportLimits.SmallestBuffer or > 8_192
            || limits.PeerMaxMessageSize < 0 || limits.PeerMaxChunkCount < 0)
            throw new RuleBrokenException($"Agreed on {limits}.");
    }

    static void Same<T>(byte[] input, int skip, Action<IBufferWriter<byte>> write, ParseBody<T> parse, T value)
    {
        var again = parse(Written(write).AsSpan(skip));
        if (!Equals(again, value)) throw new RuleBrokenException($"Written again it is {again}, not {value} ({input.Length} bytes).");
    }

    delegate T ParseBody<out T>(ReadOnlySpan<byte> body);

    static void Frames(byte[] input)
    {
        using var frames = new FrameBuffer(FuzzLimits.Transport.ReceiveBufferSize);
        var step = input.Length == 0 ? 1 : 1 + (input[^1] * 37 % 3_000);
        var taken = 0;
        for (var at = 0; at < input.Length;)
        {
            var space = frames.FreeSpace();
            if (space.Length == 0) throw new RuleBrokenException("There is no space to receive into.");
            var count = Math.Min(Math.Min(step, space.Length), input.Length - at);
            input.AsMemory(at, count).CopyTo(space);
            frames.Advance(count);
            at += count;
            while (frames.TryTake(out var header, out var chunk))
            {
                if (header.Size != chunk.Length || chunk.Length < ChunkHeader.Length) throw new RuleBrokenException($"A chunk of {chunk.Length} bytes says {header.Size}.");
                if (!chunk.Span.SequenceEqual(input.AsSpan(taken, chunk.Length))) throw new RuleBrokenException("A chunk is not the bytes that came.");
                taken += chunk.Length;
                // Decryption works in place: what lies behind the chunk must not suffer from it.
                chunk.Span.Clear();
            }
        }
    }

    // Each byte is one chunk: two bits of kind, two of request id, the rest its length.
    static void Assemble(byte[] input)
    {
        using var assembler = new MessageAssembler(FuzzLimits.Transport);
        var body = new byte[63 * 300];
        var (open, bytes) = (0, 0);
        foreach (var command in input)
        {
            var kind = (command & 3) switch { 0 => ChunkKind.Final, 3 => ChunkKind.Abort, _ => ChunkKind.Intermediate };
            var length = (command >> 4) * 300;
            var done = assembler.TryAdd(kind, (uint)(command >> 2 & (command >> 7)), body.AsMemory(0, length), out var message);
            if (done != (kind is not ChunkKind.Intermediate)) throw new RuleBrokenException($"{kind} gives {done}.");
            (open, bytes) = done ? (0, 0) : (open + 1, bytes + length);
            if (open > FuzzLimits.Transport.MaxChunkCount || bytes > FuzzLimits.Transport.MaxMessageSize || message.Length > FuzzLimits.Transport.MaxMessageSize)
                throw new RuleBrokenException($"{open} chunks and {bytes} bytes are open, beyond the limits.");
        }
    }

    static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
