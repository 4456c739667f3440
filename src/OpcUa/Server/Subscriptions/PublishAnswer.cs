using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// Writes publish responses around a notification message that is encoded already, since the same bytes are kept for Republish:
/// <code>
/// type 829 | header | subscription | available sequence numbers | more | notification message | results | diagnostics
/// </code>
/// </summary>
internal static class PublishAnswer
{
    private const int Overhead = 128;

    public static void Send(
        in PendingPublish request, uint subscriptionId, RetransmissionQueue sent, bool more, ReadOnlySpan<byte> notification, DateTime now)
    {
        var response = new MessageBuffer(Overhead + (sent.Count * sizeof(uint)) + notification.Length);
        var writer = new UaWriter(response);
        ResponseWriter.WriteHead(ref writer, PublishResponse.BinaryEncodingId, request.RequestHandle, now);
        writer.WriteUInt32(subscriptionId);
        writer.WriteInt32(sent.Count);
        for (var i = 0; i < sent.Count; i++)
            writer.WriteUInt32(sent.SequenceNumberAt(i));
        writer.WriteBoolean(more);
        writer.WriteBytes(notification);
        writer.WriteStatusCodes(request.Results);
        writer.WriteInt32(-1);
        writer.Flush();
        request.Connection.Send(request.RequestId, response);
    }
}
