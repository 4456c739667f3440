using System.Buffers;
using System.Buffers.Binary;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>A security policy and mode that channels are fuzzed with.</summary>
internal sealed record ChannelPolicy(string Name, ISecurityPolicy Policy, bool Sign, bool Encrypt)
{
    /// <summary>One line each.</summary>
    public static IReadOnlyList<ChannelPolicy> All { get; } =
    [
        new("None", NoSecurity.Instance, Sign: false, Encrypt: false),
        new("Basic256Sha256 Sign", RsaPolicy.Basic256Sha256, Sign: true, Encrypt: false),
        new("Basic256Sha256", RsaPolicy.Basic256Sha256, Sign: true, Encrypt: true),
        new("Aes128_Sha256_RsaOaep", RsaPolicy.Aes128Sha256RsaOaep, Sign: true, Encrypt: true),
        new("Aes256_Sha256_RsaPss", RsaPolicy.Aes256Sha256RsaPss, Sign: true, Encrypt: true),
    ];
}

/// <summary>
/// The state machines of both ends of a channel. <c>opening</c> targets begin with OPN chunks; <c>open</c> targets begin with a
/// channel whose keys are agreed on, and their chunks are sealed with those keys after they were mutated, so that what lies
/// behind the signature is reached.
/// </summary>
internal static class ChannelTargets
{
    const int TokenId = 1;

    public static IEnumerable<FuzzTarget> All()
    {
        yield return Target("channel/server/opening", Conversations.FromClient(), ServeOpening);
        yield return Target("channel/client/opening", Conversations.FromServer(), AskOpening);
        foreach (var policy in ChannelPolicy.All)
        {
            yield return Target($"channel/server/open/{policy.Name}", Conversations.FromClient(), input => Open(ChannelRole.Server, policy, input));
            yield return Target($"channel/client/open/{policy.Name}", Conversations.FromServer(), input => Open(ChannelRole.Client, policy, input));
        }
    }

    static FuzzTarget Target(string name, IReadOnlyList<byte[]> streams, Action<byte[]> run)
    {
        var seeds = Conversations.WithoutGreeting(streams);
        return new FuzzTarget(name, seeds, run) { Make = new FrameMutator(seeds).Make, AllocationBase = 512 * 1024 };
    }

    static void ServeOpening(byte[] input)
    {
        using var end = new ChannelEnd(ChannelRole.Server, FuzzLimits.Transport, null, TimeProvider.System);
        var opening = new ServerOpening(Conversations.ChannelId, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), TimeProvider.System);
        var isOpen = false;
        Feed(end, input, message =>
        {
            if (message.Type is MessageType.OpenSecureChannel)
            {
                opening.Answer(end, message);
                isOpen = true;
            }
            else
            {
                if (!isOpen) throw new RuleBrokenException($"A {message.Type} came through a channel that is not open.");
                Reply(end, message);
            }
        });
    }

    static void AskOpening(byte[] input)
    {
        using var end = new ChannelEnd(ChannelRole.Client, FuzzLimits.Transport, NoSecurity.Instance, TimeProvider.System);
        var opening = ClientOpening.Start(end, SecurityTokenRequestType.Issue, MessageSecurityMode.None, TimeSpan.FromHours(1), new RequestHeader());
        opening.Seal(end, 1);
        var isOpen = false;
        Feed(end, input, message =>
        {
            if (message.Type is MessageType.OpenSecureChannel)
            {
                var reader = new UaReader(message.Body.Span, FuzzLimits.Encoding);
                if (ServiceMessages.Decode(ref reader) is not OpenSecureChannelResponse response) return;
                opening.Complete(end, response);
                isOpen = true;
            }
            else
            {
                if (!isOpen) throw new RuleBrokenException($"A {message.Type} came through a channel that is not open.");
                Reply(end, message);
            }
        });
    }

    static void Open(ChannelRole role, ChannelPolicy policy, byte[] input)
    {
        byte[] ours = new byte[policy.Policy.NonceLength], theirs = new byte[policy.Policy.NonceLength];
        theirs.AsSpan().Fill(7);
        using var end = new ChannelEnd(role, FuzzLimits.Transport, policy.Policy, TimeProvider.System);
        end.Open(Conversations.ChannelId, TokenId, TimeSpan.FromHours(1), policy.Policy.Symmetric(policy.Sign, policy.Encrypt, ours, theirs));
        var (peer, unused) = policy.Policy.Symmetric(policy.Sign, policy.Encrypt, theirs, ours);
        using var outgoing = peer;
        using var incoming = unused;
        // The opening is over: its chunks are left out, and the token of before the renewal is the one that counts.
        var frames = FrameMutator.Split(input).Where(frame => frame is not [(byte)'O', ..]).ToList();
        FrameMutator.Renumber(frames, 1);
        foreach (var frame in frames)
        {
            var chunk = Sealed(frame, peer, out var isForged);
            if (!ChunkHeader.TryRead(chunk, FuzzLimits.Transport.ReceiveBufferSize, out var header)) return;
            if (header.Size > chunk.Length) return;
            if (end.TryReceive(header, chunk.AsMemory(0, header.Size), out var message)) Reply(end, message);
            if (isForged && policy.Sign) throw new RuleBrokenException("A chunk that was changed after it was signed was taken.");
        }
    }

    static byte[] Sealed(byte[] frame, IChunkSecurity security, out bool isForged)
    {
        isForged = false;
        if (FrameMutator.SequenceAt(frame) is not 16) return frame;
        var length = security.SealedLength(16, frame.Length);
        if (length > FuzzLimits.Transport.SendBufferSize) return frame;
        var chunk = new byte[length];
        frame.CopyTo(chunk, 0);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), length);
        if (frame[^1] % 8 != 0) BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(12), TokenId);
        security.Seal(chunk, 16, frame.Length);
        // One in sixteen is forged after it was sealed.
        isForged = frame[^1] % 16 == 15;
        if (isForged) chunk[16 + (frame[20] % (length - 16))] ^= 0x10;
        return chunk;
    }

    // What a peer does with a message: it looks at the body, and answers where the channel can.
    static void Reply(ChannelEnd end, in IncomingMessage message)
    {
        if (message.Body.Length > FuzzLimits.Transport.MaxMessageSize)
            throw new RuleBrokenException($"A message of {message.Body.Length} bytes was put together; {FuzzLimits.Transport.MaxMessageSize} are the limit.");
        if (message.Type is MessageType.CloseSecureChannel || message.Abort is not null) return;
        using var answer = new MessageBuffer();
        answer.Write(message.Body.Span[..Math.Min(message.Body.Length, 9_000)]);
        end.Seal(MessageType.Message, message.RequestId, answer);
    }

    static void Feed(ChannelEnd end, byte[] input, Action<IncomingMessage> receive)
    {
        using var frames = new FrameBuffer(FuzzLimits.Transport.ReceiveBufferSize);
        for (var at = 0; at < input.Length;)
        {
            var space = frames.FreeSpace();
            var count = Math.Min(space.Length, input.Length - at);
            input.AsMemory(at, count).CopyTo(space);
            frames.Advance(count);
            at += count;
            while (frames.TryTake(out var header, out var chunk))
            {
                if (end.TryReceive(header, chunk, out var message)) receive(message);
            }
        }
    }
}
