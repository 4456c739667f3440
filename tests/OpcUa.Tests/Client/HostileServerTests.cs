using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>Bytes that no honest server sends: they end in an OPC UA fault, never in another exception, and cost no credit.</summary>
public sealed class HostileServerTests
{
    static readonly Acknowledgements None = new();

    static byte[] PublishBody()
    {
        var response = new PublishResponse
        {
            SubscriptionId = 7,
            AvailableSequenceNumbers = [1, 2],
            NotificationMessage = new NotificationMessage
            {
                SequenceNumber = 2,
                PublishTime = DateTime.UnixEpoch,
                NotificationData =
                [
                    new DataChangeNotification
                    {
                        MonitoredItems =
                        [
                            new MonitoredItemNotification { ClientHandle = 1, Value = new DataValue(1.5, default, DateTime.UnixEpoch, DateTime.UnixEpoch) },
                            new MonitoredItemNotification { ClientHandle = 2, Value = new DataValue("温度") },
                            new MonitoredItemNotification { ClientHandle = 3, Value = new DataValue(new[] { 1.0, 2.0 }) },
                        ],
                    }.ToExtensionObject(),
                    new StatusChangeNotification { Status = StatusCodes.GoodSubscriptionTransferred }.ToExtensionObject(),
                ],
            },
            Results = [StatusCodes.Good],
        };
        using var buffer = new MessageBuffer();
        var writer = new UaWriter(buffer);
        ServiceMessages.Encode(response, ref writer);
        writer.Flush();
        return buffer.Body.ToArray();
    }

    [Fact]
    public void PublishResponse_CutAnywhere_IsAFaultAndTheBatchStaysUsable()
    {
        var body = PublishBody();
        var pool = new BatchPool(1, () => { });
        using var batch = pool.Rent();
        for (var length = 0; length < body.Length; length++)
        {
            var cut = body[..length];
            Assert.Throws<OpcUaException>(() => batch.DecodePublish(cut, 0, 0, None));
        }

        batch.DecodePublish(body, 0, 0, None);
        Assert.Equal((3, 2u), (batch.Count, batch.SequenceNumber));
    }

    [Fact]
    public void PublishResponse_WithBytesChanged_IsDecodedOrAFault()
    {
        var body = PublishBody();
        var random = new Random(20261123);
        using var batch = new BatchPool(1, () => { }).Rent();
        for (var round = 0; round < 5_000; round++)
        {
            var changed = body.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            var fault = Record.Exception(() => batch.DecodePublish(changed, 0, 0, None));
            Assert.True(fault is null or OpcUaException, $"round {round}: {fault}");
        }
    }

    [Fact]
    public void Chunks_WithBytesChanged_AreTakenOrAFault()
    {
        var random = new Random(20261124);
        for (var round = 0; round < 5_000; round++)
        {
            using var sender = Open(ChannelRole.Server);
            using var receiver = Open(ChannelRole.Client);
            using var message = new MessageBuffer();
            System.Buffers.BuffersExtensions.Write(message, new byte[random.Next(20_000)]);
            var chunks = sender.Seal(MessageType.Message, 1, message).ToArray();
            for (var i = random.Next(1, 4); i > 0; i--) chunks[random.Next(Math.Min(chunks.Length, 64))] = (byte)random.Next(256);

            var fault = Record.Exception(() => Feed(receiver, chunks));
            Assert.True(fault is null or OpcUaException, $"round {round}: {fault}");
        }
    }

    static ChannelEnd Open(ChannelRole role)
    {
        var end = new ChannelEnd(role, new TransportLimits(8_192, 8_192, 65_536, 8), NoSecurity.Instance, TimeProvider.System);
        end.Open(1, 1, TimeSpan.FromHours(1), NoSecurity.Instance.Symmetric(false, false, [], []));
        return end;
    }

    static void Feed(ChannelEnd receiver, ReadOnlySpan<byte> chunks)
    {
        using var frames = new FrameBuffer(8_192);
        while (chunks.Length > 0)
        {
            var space = frames.FreeSpace();
            var taken = Math.Min(space.Length, chunks.Length);
            chunks[..taken].CopyTo(space.Span);
            frames.Advance(taken);
            chunks = chunks[taken..];
            while (frames.TryTake(out var header, out var chunk)) receiver.TryReceive(header, chunk, out _);
        }
    }
}
