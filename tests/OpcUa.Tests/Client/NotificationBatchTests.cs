using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>Up to when a message says that everything came. node-opcua gives no publish time with any message.</summary>
public sealed class NotificationBatchTests
{
    private static readonly DateTime Stamp = new(2026, 11, 26, 10, 0, 0, DateTimeKind.Utc);
    private static readonly long StampNs = OpcUaTime.ToUnixNanoseconds(Stamp);
    private const long Second = 1_000_000_000;

    [Fact]
    public void CompleteThrough_WithAPublishTime_IsThat()
    {
        using var batch = Decode(Stamp.AddSeconds(3), Stamp, Stamp.AddSeconds(1));
        Assert.Equal(StampNs + (3 * Second), batch.CompleteThrough);
        Assert.Equal(batch.PublishTime, batch.GapTo);
    }

    [Fact]
    public void CompleteThrough_WithoutAPublishTime_IsTheServersNewestStampAndAGapEndsWithItsArrival()
    {
        using var batch = Decode(DateTime.MinValue, Stamp.AddSeconds(2), Stamp);
        Assert.Equal(OpcUaTime.NoTime, batch.PublishTime);
        Assert.Equal(StampNs + (2 * Second), batch.CompleteThrough);
        Assert.Equal((batch.ReceivedTime, StampNs + (4 * Second)), (batch.GapTo, batch.AskedTime));
    }

    [Fact]
    public void CompleteThrough_KeepAliveWithoutAPublishTime_IsNotKnown()
    {
        using var batch = Decode(DateTime.MinValue);
        Assert.True(batch.IsKeepAlive);
        Assert.Equal(OpcUaTime.NoTime, batch.CompleteThrough);
    }

    private static NotificationBatch Decode(DateTime publishTime, params DateTime[] serverTimes)
    {
        var items = serverTimes.Select((time, i) => new MonitoredItemNotification { ClientHandle = (uint)i, Value = new DataValue(1.0, default, Stamp, time) });
        var response = new PublishResponse
        {
            SubscriptionId = 7,
            NotificationMessage = new NotificationMessage
            {
                SequenceNumber = 1,
                PublishTime = publishTime,
                NotificationData = serverTimes.Length == 0 ? [] : [new DataChangeNotification { MonitoredItems = [.. items] }.ToExtensionObject()],
            },
        };
        using var buffer = new MessageBuffer();
        var writer = new UaWriter(buffer);
        ServiceMessages.Encode(response, ref writer);
        writer.Flush();
        var batch = new BatchPool(1, () => { }).Rent();
        batch.DecodePublish(buffer.Body, StampNs + (4 * Second), StampNs + (5 * Second), new Acknowledgements());
        return batch;
    }
}
