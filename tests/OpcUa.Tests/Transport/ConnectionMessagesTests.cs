using System.Buffers;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.Transport;

public sealed class ConnectionMessagesTests
{
    static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var writer = new ArrayBufferWriter<byte>();
        write(writer);
        return writer.WrittenSpan.ToArray();
    }

    [Fact]
    public void Hello_WrittenAndParsed_IsTheSame()
    {
        var hello = HelloMessage.From(new TransportLimits(), "opc.tcp://济南:4840/plc");

        var bytes = Written(hello.Write);

        Assert.True(ChunkHeader.TryRead(bytes, 65_535, out var header));
        Assert.Equal(new ChunkHeader(MessageType.Hello, ChunkKind.Final, bytes.Length), header);
        Assert.Equal(hello, HelloMessage.Parse(bytes.AsSpan(ChunkHeader.Length)));
    }

    [Fact]
    public void Hello_BytesOfTheSpecification_AreExact()
    {
        var bytes = Written(new HelloMessage(0, 8_192, 8_193, 3, 4, "ab").Write);

        Assert.Equal("48454C462200000000000000002000000120000003000000040000000200000061" + "62", Convert.ToHexString(bytes));
    }

    [Fact]
    public void Hello_CutAnywhere_IsADecodingError()
    {
        var body = Written(HelloMessage.From(new TransportLimits(), "opc.tcp://plc:4840").Write).AsSpan(ChunkHeader.Length).ToArray();

        for (var length = 0; length < body.Length; length++)
        {
            var cut = body[..length];
            var fault = Assert.Throws<OpcUaException>(() => HelloMessage.Parse(cut));
            Assert.Equal(StatusCodes.BadDecodingError, fault.StatusCode);
        }
    }

    [Fact]
    public void Hello_UrlThatClaimsMoreThanTheLimit_IsRefusedBeforeItIsRead()
    {
        var body = Written(HelloMessage.From(new TransportLimits(), "x").Write).AsSpan(ChunkHeader.Length).ToArray();
        BitConverter.TryWriteBytes(body.AsSpan(20), int.MaxValue);

        Assert.Equal(StatusCodes.BadEncodingLimitsExceeded, Assert.Throws<OpcUaException>(() => HelloMessage.Parse(body)).StatusCode);
    }

    [Fact]
    public void Hello_UrlOfBrokenUtf8_IsRefused()
    {
        var body = Written(HelloMessage.From(new TransportLimits(), "xy").Write).AsSpan(ChunkHeader.Length).ToArray();
        body[^1] = 0xC3;

        Assert.Equal(StatusCodes.BadDecodingError, Assert.Throws<OpcUaException>(() => HelloMessage.Parse(body)).StatusCode);
    }

    [Fact]
    public void Acknowledge_WrittenAndParsed_IsTheSame()
    {
        var acknowledge = AcknowledgeMessage.From(new TransportLimits());
        var bytes = Written(acknowledge.Write);
        Assert.Equal(acknowledge, AcknowledgeMessage.Parse(bytes.AsSpan(ChunkHeader.Length)));
    }

    [Fact]
    public void Error_WithALongReason_IsCutToWhatThePeerMustAccept()
    {
        var bytes = Written(new ErrorMessage(StatusCodes.BadTcpMessageTooLarge.Code, new string('长', 5_000)).Write);

        var parsed = ErrorMessage.Parse(bytes.AsSpan(ChunkHeader.Length));

        Assert.Equal(StatusCodes.BadTcpMessageTooLarge.Code, parsed.StatusCode);
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(parsed.Reason!) <= ErrorMessage.MaxReasonBytes);
    }

    [Fact]
    public void Limits_OfTwoEnds_AgreeOnTheSmallerCrosswise()
    {
        var client = new TransportLimits(ReceiveBufferSize: 20_000, SendBufferSize: 50_000);
        var server = new TransportLimits(ReceiveBufferSize: 30_000, SendBufferSize: 60_000, MaxMessageSize: 1_000_000, MaxChunkCount: 40);

        var atServer = server.AgreedWith(HelloMessage.From(client, "opc.tcp://x"));
        var atClient = client.AgreedWith(AcknowledgeMessage.From(atServer));

        Assert.Equal((30_000, 20_000), (atServer.ReceiveBufferSize, atServer.SendBufferSize));
        Assert.Equal((20_000, 30_000), (atClient.ReceiveBufferSize, atClient.SendBufferSize));
        Assert.Equal((1_000_000, 40), (atClient.PeerMaxMessageSize, atClient.PeerMaxChunkCount));
    }

    [Fact]
    public void Limits_WithAPeerWhoseBufferIsBelowTheMinimum_AreRefused()
    {
        var hello = HelloMessage.From(new TransportLimits(), "x") with { ReceiveBufferSize = 100 };
        Assert.Throws<OpcUaException>(() => new TransportLimits().AgreedWith(hello));
    }
}
