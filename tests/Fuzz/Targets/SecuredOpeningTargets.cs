using System.Buffers.Binary;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>
/// OPN chunks of the policies with keys: bodies that were changed and then signed and encrypted as they should be, and chunks
/// that were changed after that. None of the latter may be taken. An input is eight bytes of seed and a body.
/// </summary>
internal static class SecuredOpeningTargets
{
    const int SeedLength = 8;

    static readonly byte[][] Requests =
    [
        OpcUaTypes.Encoded(
            new OpenSecureChannelRequest { SecurityMode = MessageSecurityMode.SignAndEncrypt, ClientNonce = new byte[32], RequestedLifetime = 60_000 }, withId: true),
        OpcUaTypes.Encoded(OpcUaTypes.Filled(typeof(OpenSecureChannelRequest)), withId: true),
    ];

    public static IEnumerable<FuzzTarget> All()
    {
        foreach (var policy in new[] { RsaPolicy.Basic256Sha256, RsaPolicy.Aes128Sha256RsaOaep, RsaPolicy.Aes256Sha256RsaPss })
            yield return new FuzzTarget($"channel/server/secured opening/{policy.Choice}", [], input => Open(policy, input)) { Make = Make, AllocationBase = 4 << 20 };
    }

    static readonly Mutator Bodies = new(Requests, 2_000);
    static readonly Mutator Chunks = new(Requests, 8_000);

    static byte[] Make(FuzzRandom random)
    {
        var seed = new byte[SeedLength];
        random.Fill(seed);
        return [.. seed, .. random.Chance(50) ? Bodies.Mutate(random) : Requests[0]];
    }

    static void Open(RsaPolicy policy, byte[] input)
    {
        using var channels = new SecuredChannels(policy, limits: FuzzLimits.Transport);
        var honest = channels.Client.SealOpening(1, input.AsSpan(SeedLength)).ToArray();
        var chunk = honest;
        if (input[0] % 2 == 0)
        {
            chunk = Chunks.Mutate(honest, new FuzzRandom(BinaryPrimitives.ReadUInt64LittleEndian(input)));
            if (chunk.Length >= ChunkHeader.Length) BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), chunk.Length);
        }

        var isForged = !chunk.AsSpan().SequenceEqual(honest);
        if (!ChunkHeader.TryRead(chunk, FuzzLimits.Transport.ReceiveBufferSize, out var header) || header.Size > chunk.Length) return;
        if (!channels.Server.TryReceive(header, chunk.AsMemory(0, header.Size), out var message)) return;
        if (isForged && channels.Server.Policy is not NoSecurity) throw new RuleBrokenException("An OPN chunk that was changed after it was signed was taken.");
        channels.Answer(message);
    }
}
