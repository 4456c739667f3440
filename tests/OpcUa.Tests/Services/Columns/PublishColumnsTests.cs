using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;
using Jinan.IndustryBrain.OpcUa.Tests.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.Services.Columns;

public class PublishColumnsTests
{
    private static readonly DateTime Start = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Decode_MessageOfEveryType_GivesWhatTheGeneralDecoderGives()
    {
        Variant[] samples =
        [
            1.5, -2.5f, true, (sbyte)-1, (byte)2, (short)-3, (ushort)4, -5, 6u, -7L, 8UL, ulong.MaxValue, "机器", "", (string?)null,
            Start, new byte[] { 1 }, new double[] { 1, 2 }, new LocalizedText("x"), Variant.Null, Guid.Empty,
        ];
        var notifications = samples.Select((value, i) => new MonitoredItemNotification
        {
            ClientHandle = new ClientHandle(i, 3).Value,
            Value = new DataValue(value, new StatusCode((uint)i << 16), Start.AddSeconds(i), Start.AddSeconds(i + 1)) { SourcePicoseconds = 700 },
        }).ToArray();
        Bytes.AssertDecodes(Encode(Response(notifications)), Decode, columns =>
        {
            Assert.Equal(77u, columns.SubscriptionId);
            Assert.Equal(12u, columns.SequenceNumber);
            Assert.Equal(OpcUaTime.ToUnixNanoseconds(Start), columns.PublishTime);
            Assert.Equal([12u, 11u], columns.AvailableSequenceNumbers.ToArray());
            Assert.Equal([StatusCodes.Good, StatusCodes.BadSequenceNumberUnknown], columns.Results.ToArray());
            Assert.True(columns.MoreNotifications);
            Assert.False(columns.IsKeepAlive);
            Assert.Equal(0, columns.Values.ResolveHandles(3, samples.Length));
            Assert.Equal(samples.Length, columns.Values.Count);
            for (var i = 0; i < samples.Length; i++)
            {
                Assert.Equal(i, columns.Values.Handle[i]);
                Assert.Equal((uint)i << 16, columns.Values.Status[i]);
                Assert.Equal(OpcUaTime.ToUnixNanoseconds(Start.AddSeconds(i)) + 7, columns.Values.SourceTime[i]);
                Assert.Equal(OpcUaTime.ToUnixNanoseconds(Start.AddSeconds(i + 1)), columns.Values.ServerTime[i]);
                AssertSameValue(samples[i], columns.Values, i);
            }
        });
    }

    [Fact]
    public void Decode_ThousandDoubles_AllocatesNothing()
    {
        var bytes = Encode(Response([.. Enumerable.Range(0, 1000).Select(i => new MonitoredItemNotification
        {
            ClientHandle = (uint)i,
            Value = new DataValue(i * 0.25, default, Start, Start),
        })]));
        var columns = new PublishColumns();
        for (var i = 0; i < 50; i++)
            DecodeInto(bytes, columns);
        var before = GC.GetAllocatedBytesForCurrentThread();
        DecodeInto(bytes, columns);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1000, columns.Values.Count);
        Assert.Equal(999 * 0.25, columns.Values.Double(999));
    }

    [Fact]
    public void Decode_ThousandMixedScalars_AllocatesNothing()
    {
        Variant[] kinds = [1, true, "running", Start, 2.5f, 9UL];
        var bytes = Encode(Response([.. Enumerable.Range(0, 1000).Select(i => new MonitoredItemNotification
        {
            ClientHandle = (uint)i,
            Value = new DataValue(kinds[i % kinds.Length], default, Start),
        })]));
        var columns = new PublishColumns();
        for (var i = 0; i < 50; i++)
            DecodeInto(bytes, columns);
        var before = GC.GetAllocatedBytesForCurrentThread();
        DecodeInto(bytes, columns);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Decode_KeepAlive_HasNoRowsAndSaysSo()
    {
        var response = Response([]) with { NotificationMessage = new NotificationMessage { SequenceNumber = 5, PublishTime = Start } };
        var columns = new PublishColumns();
        DecodeInto(Encode(response), columns);
        Assert.True(columns.IsKeepAlive);
        Assert.Equal(0, columns.Values.Count);
        Assert.Equal(5u, columns.SequenceNumber);
    }

    [Fact]
    public void Decode_StatusChange_IsShown()
    {
        var response = Response([]) with
        {
            NotificationMessage = new NotificationMessage
            {
                NotificationData = [new StatusChangeNotification { Status = StatusCodes.BadTimeout }.ToExtensionObject()],
            },
        };
        var columns = new PublishColumns();
        DecodeInto(Encode(response), columns);
        Assert.Equal(StatusCodes.BadTimeout, columns.StatusChange);
    }

    [Fact]
    public void Decode_Events_StayOpaque()
    {
        var events = new EventNotificationList { Events = [new EventFieldList { ClientHandle = 1, EventFields = ["x"] }] }.ToExtensionObject();
        var response = Response([]) with { NotificationMessage = new NotificationMessage { NotificationData = [events] } };
        var columns = new PublishColumns();
        DecodeInto(Encode(response), columns);
        Assert.Equal(events, Assert.Single(columns.Others));
    }

    [Fact]
    public void Decode_TextThatIsNotUtf8_SpoilsItsRowOnly()
    {
        var bytes = Encode(Response(
        [
            new MonitoredItemNotification { ClientHandle = 0, Value = new DataValue("abcd", default, Start) },
            new MonitoredItemNotification { ClientHandle = 1, Value = new DataValue("good", default, Start) },
        ]));
        bytes[bytes.AsSpan().IndexOf("abcd"u8)] = 0xFF;
        var columns = new PublishColumns();
        DecodeInto(bytes, columns);
        Assert.Equal(StatusCodes.BadDecodingError.Code, columns.Values.Status[0]);
        Assert.Equal(ColumnKind.None, columns.Values.Kind[0]);
        Assert.Equal("good", columns.Values.Value(1).AsString());
    }

    [Fact]
    public void Decode_BodyLongerThanItsLength_IsRefused()
    {
        var bytes = Encode(Response([new MonitoredItemNotification { ClientHandle = 9, Value = new DataValue(1.5, default, Start) }]));
        byte[] typeIdAndEncoding = [0x01, 0x00, 0x2B, 0x03, 0x01];
        bytes[bytes.AsSpan().IndexOf(typeIdAndEncoding) + typeIdAndEncoding.Length]--;
        Assert.Equal(StatusCodes.BadDecodingError, Bytes.StatusOf(bytes, Decode));
    }

    [Fact]
    public void ResolveHandles_OfAnotherGeneration_DropsTheRows()
    {
        var columns = new PublishColumns();
        DecodeInto(Encode(Response(
        [
            new MonitoredItemNotification { ClientHandle = new ClientHandle(0, 1).Value, Value = new DataValue(1.0) },
            new MonitoredItemNotification { ClientHandle = new ClientHandle(1, 2).Value, Value = new DataValue(2.0) },
            new MonitoredItemNotification { ClientHandle = new ClientHandle(9, 2).Value, Value = new DataValue(3.0) },
        ])), columns);
        Assert.Equal(2, columns.Values.ResolveHandles(2, itemCount: 5));
        Assert.Equal([1], columns.Values.Handle.ToArray());
        Assert.Equal(2.0, columns.Values.Double(0));
    }

    [Fact]
    public void DecodeRepublish_GivesTheMessage()
    {
        var republish = new RepublishResponse
        {
            NotificationMessage = Response([new MonitoredItemNotification { ClientHandle = 4, Value = new DataValue(7) }]).NotificationMessage,
        };
        var bytes = Bytes.Of((ref UaWriter w) => republish.Encode(ref w));
        var reader = new UaReader(bytes);
        var columns = new PublishColumns();
        columns.DecodeRepublish(ref reader, 77);
        Assert.Equal((77u, 12u, 7L), (columns.SubscriptionId, columns.SequenceNumber, columns.Values.Int64(0)));
    }

    [Fact]
    public void ReadColumns_OfAResponse_KeepThePositions()
    {
        var response = new ReadResponse { Results = [new DataValue(1.5, default, Start), new DataValue(Variant.Null, StatusCodes.BadNodeIdUnknown)] };
        Bytes.AssertDecodes(Bytes.Of((ref UaWriter w) => response.Encode(ref w)), ReadInto, columns =>
        {
            Assert.Equal([0, 1], columns.Values.Handle.ToArray());
            Assert.Equal(1.5, columns.Values.Double(0));
            Assert.Equal(StatusCodes.BadNodeIdUnknown.Code, columns.Values.Status[1]);
            Assert.Equal(OpcUaTime.NoTime, columns.Values.SourceTime[1]);
        });
    }

    private static ReadColumns ReadInto(ref UaReader reader)
    {
        var columns = new ReadColumns();
        columns.Decode(ref reader);
        return columns;
    }

    private static PublishColumns Decode(ref UaReader reader)
    {
        var columns = new PublishColumns();
        Assert.Equal(PublishResponse.BinaryEncodingId, ServiceMessages.ReadEncodingId(ref reader));
        columns.Decode(ref reader);
        return columns;
    }

    private static void DecodeInto(byte[] bytes, PublishColumns columns)
    {
        var reader = new UaReader(bytes);
        ServiceMessages.ReadEncodingId(ref reader);
        columns.Decode(ref reader);
    }

    private static byte[] Encode(PublishResponse response) => Bytes.Of((ref UaWriter w) => ServiceMessages.Encode(response, ref w));

    private static PublishResponse Response(MonitoredItemNotification[] items) => new()
    {
        ResponseHeader = new ResponseHeader { RequestHandle = 8 },
        SubscriptionId = 77,
        AvailableSequenceNumbers = [12, 11],
        MoreNotifications = true,
        NotificationMessage = new NotificationMessage
        {
            SequenceNumber = 12,
            PublishTime = Start,
            NotificationData = [new DataChangeNotification { MonitoredItems = items }.ToExtensionObject()],
        },
        Results = [StatusCodes.Good, StatusCodes.BadSequenceNumberUnknown],
    };

    private static void AssertSameValue(Variant sample, ValueColumns values, int row)
    {
        switch (values.Kind[row])
        {
            case ColumnKind.Double:
                Assert.True(sample.TryGetDouble(out var number));
                Assert.Equal(number, values.Double(row));
                break;
            case ColumnKind.Int64:
                Assert.True(sample.TryGetInt64(out var integer));
                Assert.Equal(integer, values.Int64(row));
                break;
            case ColumnKind.None:
                Assert.Null(sample.ToObject());
                break;
            default:
                Assert.Equal(sample, values.Value(row));
                break;
        }
    }
}
