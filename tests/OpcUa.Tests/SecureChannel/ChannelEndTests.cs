using System.Buffers;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

public sealed class ChannelEndTests : IDisposable
{
    static readonly TransportLimits Small = new(ReceiveBufferSize: 8_192, SendBufferSize: 8_192);

    readonly ChannelEnd _client = new(ChannelRole.Client, Small, NoSecurity.Instance, TimeProvider.System);
    readonly ChannelEnd _server = new(ChannelRole.Server, Small, null, TimeProvider.System);

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    void Open()
    {
        var keys = NoSecurity.Instance.Symmetric(false, false, [], []);
        _client.Open(5, 50, TimeSpan.FromHours(1), keys);
        _server.Open(5, 50, TimeSpan.FromHours(1), keys);
    }

    static MessageBuffer Message(int length)
    {
        var message = new MessageBuffer(16);
        for (var i = 0; i < length; i++) message.Write([(byte)i]);
        return message;
    }

    static List<(IncomingMessage Message, byte[] Body)> Receive(ChannelEnd end, ReadOnlyMemory<byte> chunks)
    {
        var received = new List<(IncomingMessage, byte[])>();
        using var frames = new FrameBuffer(8_192);
        for (var rest = chunks; rest.Length > 0;)
        {
            var space = frames.FreeSpace();
            var taken = Math.Min(space.Length, rest.Length);
            rest[..taken].CopyTo(space);
            rest = rest[taken..];
            frames.Advance(taken);
            while (frames.TryTake(out var header, out var chunk))
            {
                if (end.TryReceive(header, chunk, out var message)) received.Add((message, message.Body.ToArray()));
            }
        }

        return received;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8_168)]
    [InlineData(8_169)]
    [InlineData(16_336)]
    [InlineData(100_000)]
    public void Message_OfAnyLength_ArrivesAsItWasSent(int length)
    {
        Open();
        using var message = Message(length);
        var expected = message.Body.ToArray();

        var (received, body) = Assert.Single(Receive(_server, _client.Seal(MessageType.Message, 77, message)));

        Assert.Equal((MessageType.Message, 77u), (received.Type, received.RequestId));
        Assert.Equal(expected, body);
    }

    [Fact]
    public void Opening_WithPolicyNone_IsReadByAServerThatKnewNoPolicy()
    {
        var (received, body) = Assert.Single(Receive(_server, _client.SealOpening(1, "opening"u8)));

        Assert.Equal(MessageType.OpenSecureChannel, received.Type);
        Assert.Equal("opening"u8.ToArray(), body);
        Assert.Same(NoSecurity.Instance, _server.Policy);
    }

    [Theory]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#Basic128Rsa15")]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#Nonsense")]
    [InlineData("")]
    public void Opening_WithAPolicyThatIsNotSpoken_IsRefused(string uri)
    {
        using var client = new ChannelEnd(ChannelRole.Client, Small, new OtherPolicy(uri), TimeProvider.System);

        var fault = Assert.Throws<OpcUaException>(() => Receive(_server, client.SealOpening(1, "opening"u8)));

        Assert.Equal(StatusCodes.BadSecurityPolicyRejected, fault.StatusCode);
        Assert.Equal(uri.EndsWith("Rsa15", StringComparison.Ordinal), fault.Message.Contains("deprecated", StringComparison.Ordinal));
    }

    [Fact]
    public void Opening_CutAnywhere_IsAnOpcUaFaultAndNothingElse()
    {
        var whole = _client.SealOpening(1, "opening"u8).ToArray();
        for (var length = ChunkHeader.Length; length < whole.Length - "opening".Length; length++)
        {
            using var server = new ChannelEnd(ChannelRole.Server, Small, null, TimeProvider.System);
            var cut = whole[..length];
            new ChunkHeader(MessageType.OpenSecureChannel, ChunkKind.Final, length).Write(cut);
            Assert.Throws<OpcUaException>(() => Receive(server, cut));
        }
    }

    [Fact]
    public void Chunk_Repeated_IsRefused()
    {
        Open();
        using var message = Message(10);
        var chunk = _client.Seal(MessageType.Message, 1, message).ToArray();
        Receive(_server, chunk);

        var fault = Assert.Throws<OpcUaException>(() => Receive(_server, chunk));

        Assert.Equal(StatusCodes.BadSequenceNumberInvalid, fault.StatusCode);
    }

    [Fact]
    public void Chunk_OfAnotherChannelOrToken_IsRefused()
    {
        Open();
        using var message = Message(10);
        var chunk = _client.Seal(MessageType.Message, 1, message).ToArray();

        var otherChannel = chunk.ToArray();
        otherChannel[8]++;
        Assert.Equal(StatusCodes.BadTcpSecureChannelUnknown, Assert.Throws<OpcUaException>(() => Receive(_server, otherChannel)).StatusCode);

        var otherToken = chunk.ToArray();
        otherToken[12]++;
        Assert.Equal(StatusCodes.BadSecureChannelTokenUnknown, Assert.Throws<OpcUaException>(() => Receive(_server, otherToken)).StatusCode);
    }

    [Fact]
    public void Abort_InsteadOfAMessage_ArrivesWithItsReason()
    {
        Open();
        using var scratch = new MessageBuffer();

        var (received, _) = Assert.Single(Receive(_client, _server.SealAbort(9, StatusCodes.BadResponseTooLarge, "too long", scratch)));

        Assert.Equal(9u, received.RequestId);
        Assert.Equal(new ErrorMessage(StatusCodes.BadResponseTooLarge.Code, "too long"), received.Abort);
    }

    [Fact]
    public void Message_LongerThanThePeerTakes_IsNotSent()
    {
        using var server = new ChannelEnd(
            ChannelRole.Server, Small with { PeerMaxMessageSize = 1_000 }, NoSecurity.Instance, TimeProvider.System);
        server.Open(5, 50, TimeSpan.FromHours(1), NoSecurity.Instance.Symmetric(false, false, [], []));
        using var message = Message(1_001);

        Assert.Equal(
            StatusCodes.BadTcpMessageTooLarge,
            Assert.Throws<OpcUaException>(() => server.Seal(MessageType.Message, 1, message)).StatusCode);
    }

    [Fact]
    public void ErrorMessage_OfThePeer_EndsTheConversationWithItsStatus()
    {
        Open();
        var writer = new ArrayBufferWriter<byte>();
        new ErrorMessage(StatusCodes.BadTcpServerTooBusy.Code, "busy").Write(writer);

        var fault = Assert.Throws<OpcUaException>(() => Receive(_client, writer.WrittenMemory.ToArray()));

        Assert.Equal(StatusCodes.BadTcpServerTooBusy, fault.StatusCode);
        Assert.Contains("busy", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1u, 2u, true)]
    [InlineData(1u, 3u, false)]
    [InlineData(5u, 5u, false)]
    [InlineData(uint.MaxValue - 1_024, 1u, true)]
    [InlineData(uint.MaxValue - 1, 1_023u, true)]
    [InlineData(uint.MaxValue - 1, 1_024u, false)]
    [InlineData(1_000u, 1u, false)]
    public void SequenceNumber_AfterAnother_IsHeldAgainstTheRule(uint last, uint received, bool allowed)
    {
        var fault = Record.Exception(() => SequenceNumbers.Check(last, received));
        Assert.Equal(allowed, fault is null);
    }

    sealed class OtherPolicy(string uri) : ISecurityPolicy
    {
        public string Uri => uri;

        public int NonceLength => 0;

        public IChunkSecurity Asymmetric(ChannelCertificates certificates) => NoSecurity.Instance;

        public (IChunkSecurity Outgoing, IChunkSecurity Incoming) Symmetric(
            bool sign, bool encrypt, ReadOnlySpan<byte> ourNonce, ReadOnlySpan<byte> peerNonce) =>
            (NoSecurity.Instance, NoSecurity.Instance);
    }
}
