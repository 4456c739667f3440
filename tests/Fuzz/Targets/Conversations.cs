using System.Buffers;
using Jinan.IndustryBrain.Fuzz.Capture;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>
/// What a client and a server say to each other over a channel, with captured messages: hello, opening, messages of one and of
/// several chunks, a renewal, an abort, the end. As streams of chunks, sealed by the channels of this stack.
/// </summary>
internal static class Conversations
{
    public const uint ChannelId = 1;
    const int Count = 6;

    static readonly Lazy<(IReadOnlyList<byte[]> Client, IReadOnlyList<byte[]> Server)> Both = new(Make);

    /// <summary>Streams of the client, from its hello on.</summary>
    public static IReadOnlyList<byte[]> FromClient() => Both.Value.Client;

    /// <summary>Streams of the server, from its acknowledge on.</summary>
    public static IReadOnlyList<byte[]> FromServer() => Both.Value.Server;

    /// <summary>The same without the first chunk: what the channel sees.</summary>
    public static IReadOnlyList<byte[]> WithoutGreeting(IReadOnlyList<byte[]> streams) =>
        [.. streams.Select(stream => FrameMutator.Join(FrameMutator.Split(stream).Skip(1)))];

    static (IReadOnlyList<byte[]> Client, IReadOnlyList<byte[]> Server) Make()
    {
        var requests = Bodies("Request");
        var responses = Bodies("Response");
        var random = new FuzzRandom(3);
        var pairs = Enumerable.Range(0, Count).Select(_ => Converse(requests, responses, random)).ToList();
        return ([.. pairs.Select(pair => pair.Client)], [.. pairs.Select(pair => pair.Server)]);
    }

    static List<byte[]> Bodies(string suffix) =>
        [.. CapturedCorpus.All.Where(message => message.Name.EndsWith(suffix, StringComparison.Ordinal)).Select(message => message.Bytes)];

    static (byte[] Client, byte[] Server) Converse(List<byte[]> requests, List<byte[]> responses, FuzzRandom random)
    {
        using var client = new ChannelEnd(ChannelRole.Client, FuzzLimits.Transport, NoSecurity.Instance, TimeProvider.System);
        using var server = new ChannelEnd(ChannelRole.Server, FuzzLimits.Transport, null, TimeProvider.System);
        var answers = new ServerOpening(ChannelId, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), TimeProvider.System);
        var (sent, received) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        HelloMessage.From(FuzzLimits.Transport, "opc.tcp://localhost:4840").Write(sent);
        AcknowledgeMessage.From(FuzzLimits.Transport).Write(received);
        uint id = 0;
        foreach (var kind in new[] { SecurityTokenRequestType.Issue, SecurityTokenRequestType.Renew })
        {
            var opening = ClientOpening.Start(client, kind, MessageSecurityMode.None, TimeSpan.FromHours(1), new RequestHeader());
            var request = opening.Seal(client, ++id).ToArray();
            var response = answers.Answer(server, Receive(server, request)).ToArray();
            sent.Write(request);
            received.Write(response);
            var reader = new UaReader(Receive(client, response).Body.Span);
            opening.Complete(client, (OpenSecureChannelResponse)ServiceMessages.Decode(ref reader));
            for (var i = 0; i < 3; i++)
            {
                Say(client, server, MessageType.Message, ++id, random.Of(requests), sent);
                Say(server, client, MessageType.Message, id, random.Of(responses), received);
            }
        }

        using var scratch = new MessageBuffer();
        Hear(client, server.SealAbort(++id, StatusCodes.BadResponseTooLarge, "too long", scratch).ToArray(), received);
        Say(client, server, MessageType.Message, ++id, new byte[9_000], sent);
        Say(server, client, MessageType.Message, id, new byte[9_000], received);
        Say(client, server, MessageType.CloseSecureChannel, ++id, Running.OpcUaTypes.Encoded(new CloseSecureChannelRequest(), withId: true), sent);
        return (sent.WrittenSpan.ToArray(), received.WrittenSpan.ToArray());
    }

    static void Say(ChannelEnd from, ChannelEnd to, MessageType type, uint id, byte[] body, ArrayBufferWriter<byte> stream)
    {
        using var message = new MessageBuffer();
        message.Write(body);
        Hear(to, from.Seal(type, id, message).ToArray(), stream);
    }

    static void Hear(ChannelEnd end, byte[] chunks, ArrayBufferWriter<byte> stream)
    {
        stream.Write(chunks);
        foreach (var chunk in FrameMutator.Split(chunks)) Receive(end, chunk);
    }

    static IncomingMessage Receive(ChannelEnd end, byte[] chunk)
    {
        ChunkHeader.TryRead(chunk, chunk.Length, out var header);
        end.TryReceive(header, chunk, out var message);
        return message;
    }
}
