using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Transport;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Responses as message bodies.</summary>
internal static class ResponseWriter
{
    public static ResponseHeader Header(uint requestHandle, StatusCode status, DateTime now) =>
        new() { RequestHandle = requestHandle, ServiceResult = status, Timestamp = now };

    public static MessageBuffer Encode(IServiceResponse response)
    {
        var message = new MessageBuffer();
        var writer = new UaWriter(message);
        ServiceMessages.Encode(response, ref writer);
        writer.Flush();
        return message;
    }

    public static MessageBuffer Fault(uint requestHandle, StatusCode status, DateTime now) =>
        Encode(new ServiceFault { ResponseHeader = Header(requestHandle, status, now) });

    /// <summary>Type id and header, written field by field: publish responses come too often for an object each.</summary>
    public static void WriteHead(ref UaWriter writer, uint encodingId, uint requestHandle, DateTime now)
    {
        writer.WriteNodeId(new NodeId(encodingId));
        writer.WriteDateTime(now);
        writer.WriteUInt32(requestHandle);
        writer.WriteStatusCode(default);
        writer.WriteByte(0);     // service diagnostics
        writer.WriteInt32(-1);   // string table
        writer.WriteExtensionObject(null);
    }
}
