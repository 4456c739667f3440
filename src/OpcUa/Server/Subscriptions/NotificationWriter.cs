using System.Buffers.Binary;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// Writes NotificationMessages (OPC 10000-4, 7.26) straight from the items' queues, without an object in between:
/// <code>
/// sequence | publish time | 1 | type 811 | 1 | length | count | client handle, DataValue … | -1 (diagnostics)
///                                             patched  patched
/// </code>
/// </summary>
internal static class NotificationWriter
{
    private const uint DataChangeNotificationEncoding = 811;
    private const uint StatusChangeNotificationEncoding = 820;
    private const uint EventNotificationListEncoding = 916;

    /// <summary>A message is ended here even if more values are allowed: clients' buffers are finite.</summary>
    private const int EnoughBytes = 512 * 1024;

    /// <summary>Offset of the body's length: sequence 4, time 8, array 4, node id 4, encoding 1.</summary>
    private const int LengthAt = 21;

    /// <summary>Moves values from the items to a message. The caller owns the message.</summary>
    public static MessageBuffer WriteDataChanges(
        ReadyItems ready, uint sequenceNumber, DateTime publishTime, int maxNotifications, out int count)
    {
        var message = new MessageBuffer(64 + (Math.Min(maxNotifications, ready.Count * 2) * 32));
        var writer = new UaWriter(message);
        WriteHead(ref writer, sequenceNumber, publishTime, DataChangeNotificationEncoding);
        writer.WriteInt32(0);
        count = 0;
        while (count < maxNotifications && writer.Written < EnoughBytes && ready.TryPeek(out var item))
        {
            do
            {
                writer.WriteUInt32(item.State.ClientHandle);
                WriteValue(ref writer, in item.Queue.Peek(), item.State.Timestamps);
                item.Queue.Dequeue();
                count++;
            }
            while (item.Queue.Count > 0 && count < maxNotifications && writer.Written < EnoughBytes);
            if (item.Queue.Count == 0)
                ready.Remove();
        }

        writer.WriteInt32(-1);
        writer.Flush();
        PatchLength(message);
        Patch(message, LengthAt + 4, count);
        return message;
    }

    /// <summary>
    /// Moves events from the items to a message. The overflow bit of a queued event stands for those that were lost beside it:
    /// an event of EventQueueOverflowEventType goes in their place (OPC 10000-4, 7.22.3).
    /// </summary>
    public static MessageBuffer WriteEvents(
        ReadyItems ready, uint sequenceNumber, DateTime publishTime, int maxNotifications, out int count)
    {
        var message = new MessageBuffer(1_024);
        var writer = new UaWriter(message);
        WriteHead(ref writer, sequenceNumber, publishTime, EventNotificationListEncoding);
        writer.WriteInt32(0);
        count = 0;
        while (count < maxNotifications && writer.Written < EnoughBytes && ready.TryPeek(out var item))
        {
            ref readonly var queued = ref item.Queue.Peek();
            var hasLost = queued.StatusCode.HasOverflow;
            var (isBefore, overflow) = (item.State.DiscardOldest, hasLost ? item.State.Events?.Select(EventRecord.Overflow(publishTime)) : null);
            if (isBefore && overflow is not null)
                WriteEvent(ref writer, item, overflow, ref count);
            WriteEvent(ref writer, item, (Variant[])queued.Value.Elements!, ref count);
            if (!isBefore && overflow is not null)
                WriteEvent(ref writer, item, overflow, ref count);
            item.Queue.Dequeue();
            if (item.Queue.Count == 0)
                ready.Remove();
        }

        writer.Flush();
        PatchLength(message);
        Patch(message, LengthAt + 4, count);
        return message;
    }

    private static void WriteEvent(ref UaWriter writer, MonitoredItem item, Variant[] fields, ref int count)
    {
        writer.WriteUInt32(item.State.ClientHandle);
        writer.WriteVariants(fields);
        count++;
    }

    public static MessageBuffer WriteStatusChange(uint sequenceNumber, DateTime publishTime, StatusCode status)
    {
        var message = new MessageBuffer(64);
        var writer = new UaWriter(message);
        WriteHead(ref writer, sequenceNumber, publishTime, StatusChangeNotificationEncoding);
        writer.WriteStatusCode(status);
        writer.WriteByte(0);
        writer.Flush();
        PatchLength(message);
        return message;
    }

    /// <summary>A keep-alive: the number that the next message will have, and no data.</summary>
    public static MessageBuffer WriteKeepAlive(uint nextSequenceNumber, DateTime publishTime)
    {
        var message = new MessageBuffer(64);
        var writer = new UaWriter(message);
        writer.WriteUInt32(nextSequenceNumber);
        writer.WriteDateTime(publishTime);
        writer.WriteInt32(0);
        writer.Flush();
        return message;
    }

    private static void WriteHead(ref UaWriter writer, uint sequenceNumber, DateTime publishTime, uint type)
    {
        writer.WriteUInt32(sequenceNumber);
        writer.WriteDateTime(publishTime);
        writer.WriteInt32(1);
        writer.WriteNodeId(new NodeId(type));
        writer.WriteByte((byte)ExtensionObjectEncoding.Binary);
        writer.WriteInt32(0);
    }

    private static void WriteValue(ref UaWriter writer, in DataValue value, TimestampsToReturn timestamps)
    {
        switch (timestamps)
        {
            case TimestampsToReturn.Both:
                writer.WriteDataValue(in value);
                break;
            case TimestampsToReturn.Source:
                writer.WriteDataValue(value with { ServerTimestamp = default });
                break;
            case TimestampsToReturn.Server:
                writer.WriteDataValue(value with { SourceTimestamp = default });
                break;
            default:
                writer.WriteDataValue(value with { SourceTimestamp = default, ServerTimestamp = default });
                break;
        }
    }

    private static void PatchLength(MessageBuffer message) => Patch(message, LengthAt, message.BodyLength - LengthAt - 4);

    private static void Patch(MessageBuffer message, int offset, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(message.Whole(0).Span[(MessageBuffer.Headroom + offset)..], value);
}
