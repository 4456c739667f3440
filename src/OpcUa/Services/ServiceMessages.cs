using System.Collections.Frozen;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>
/// The messages of this stack by encoding id. A message on the wire is the NodeId of its encoding followed by its fields
/// (OPC UA Part 6, 5.2.9).
/// </summary>
public static class ServiceMessages
{
    private delegate IServiceMessage Decoder(ref UaReader reader);

    private static readonly FrozenDictionary<uint, Decoder> Decoders = new Dictionary<uint, Decoder>
    {
        [ServiceFault.BinaryEncodingId] = (ref UaReader r) => ServiceFault.Decode(ref r),
        [FindServersRequest.BinaryEncodingId] = (ref UaReader r) => FindServersRequest.Decode(ref r),
        [FindServersResponse.BinaryEncodingId] = (ref UaReader r) => FindServersResponse.Decode(ref r),
        [GetEndpointsRequest.BinaryEncodingId] = (ref UaReader r) => GetEndpointsRequest.Decode(ref r),
        [GetEndpointsResponse.BinaryEncodingId] = (ref UaReader r) => GetEndpointsResponse.Decode(ref r),
        [OpenSecureChannelRequest.BinaryEncodingId] = (ref UaReader r) => OpenSecureChannelRequest.Decode(ref r),
        [OpenSecureChannelResponse.BinaryEncodingId] = (ref UaReader r) => OpenSecureChannelResponse.Decode(ref r),
        [CloseSecureChannelRequest.BinaryEncodingId] = (ref UaReader r) => CloseSecureChannelRequest.Decode(ref r),
        [CloseSecureChannelResponse.BinaryEncodingId] = (ref UaReader r) => CloseSecureChannelResponse.Decode(ref r),
        [CreateSessionRequest.BinaryEncodingId] = (ref UaReader r) => CreateSessionRequest.Decode(ref r),
        [CreateSessionResponse.BinaryEncodingId] = (ref UaReader r) => CreateSessionResponse.Decode(ref r),
        [ActivateSessionRequest.BinaryEncodingId] = (ref UaReader r) => ActivateSessionRequest.Decode(ref r),
        [ActivateSessionResponse.BinaryEncodingId] = (ref UaReader r) => ActivateSessionResponse.Decode(ref r),
        [CloseSessionRequest.BinaryEncodingId] = (ref UaReader r) => CloseSessionRequest.Decode(ref r),
        [CloseSessionResponse.BinaryEncodingId] = (ref UaReader r) => CloseSessionResponse.Decode(ref r),
        [BrowseRequest.BinaryEncodingId] = (ref UaReader r) => BrowseRequest.Decode(ref r),
        [BrowseResponse.BinaryEncodingId] = (ref UaReader r) => BrowseResponse.Decode(ref r),
        [BrowseNextRequest.BinaryEncodingId] = (ref UaReader r) => BrowseNextRequest.Decode(ref r),
        [BrowseNextResponse.BinaryEncodingId] = (ref UaReader r) => BrowseNextResponse.Decode(ref r),
        [TranslateBrowsePathsToNodeIdsRequest.BinaryEncodingId] = (ref UaReader r) => TranslateBrowsePathsToNodeIdsRequest.Decode(ref r),
        [TranslateBrowsePathsToNodeIdsResponse.BinaryEncodingId] = (ref UaReader r) => TranslateBrowsePathsToNodeIdsResponse.Decode(ref r),
        [RegisterNodesRequest.BinaryEncodingId] = (ref UaReader r) => RegisterNodesRequest.Decode(ref r),
        [RegisterNodesResponse.BinaryEncodingId] = (ref UaReader r) => RegisterNodesResponse.Decode(ref r),
        [UnregisterNodesRequest.BinaryEncodingId] = (ref UaReader r) => UnregisterNodesRequest.Decode(ref r),
        [UnregisterNodesResponse.BinaryEncodingId] = (ref UaReader r) => UnregisterNodesResponse.Decode(ref r),
        [ReadRequest.BinaryEncodingId] = (ref UaReader r) => ReadRequest.Decode(ref r),
        [ReadResponse.BinaryEncodingId] = (ref UaReader r) => ReadResponse.Decode(ref r),
        [WriteRequest.BinaryEncodingId] = (ref UaReader r) => WriteRequest.Decode(ref r),
        [WriteResponse.BinaryEncodingId] = (ref UaReader r) => WriteResponse.Decode(ref r),
        [HistoryReadRequest.BinaryEncodingId] = (ref UaReader r) => HistoryReadRequest.Decode(ref r),
        [HistoryReadResponse.BinaryEncodingId] = (ref UaReader r) => HistoryReadResponse.Decode(ref r),
        [CallRequest.BinaryEncodingId] = (ref UaReader r) => CallRequest.Decode(ref r),
        [CallResponse.BinaryEncodingId] = (ref UaReader r) => CallResponse.Decode(ref r),
        [CreateMonitoredItemsRequest.BinaryEncodingId] = (ref UaReader r) => CreateMonitoredItemsRequest.Decode(ref r),
        [CreateMonitoredItemsResponse.BinaryEncodingId] = (ref UaReader r) => CreateMonitoredItemsResponse.Decode(ref r),
        [ModifyMonitoredItemsRequest.BinaryEncodingId] = (ref UaReader r) => ModifyMonitoredItemsRequest.Decode(ref r),
        [ModifyMonitoredItemsResponse.BinaryEncodingId] = (ref UaReader r) => ModifyMonitoredItemsResponse.Decode(ref r),
        [SetMonitoringModeRequest.BinaryEncodingId] = (ref UaReader r) => SetMonitoringModeRequest.Decode(ref r),
        [SetMonitoringModeResponse.BinaryEncodingId] = (ref UaReader r) => SetMonitoringModeResponse.Decode(ref r),
        [DeleteMonitoredItemsRequest.BinaryEncodingId] = (ref UaReader r) => DeleteMonitoredItemsRequest.Decode(ref r),
        [DeleteMonitoredItemsResponse.BinaryEncodingId] = (ref UaReader r) => DeleteMonitoredItemsResponse.Decode(ref r),
        [CreateSubscriptionRequest.BinaryEncodingId] = (ref UaReader r) => CreateSubscriptionRequest.Decode(ref r),
        [CreateSubscriptionResponse.BinaryEncodingId] = (ref UaReader r) => CreateSubscriptionResponse.Decode(ref r),
        [ModifySubscriptionRequest.BinaryEncodingId] = (ref UaReader r) => ModifySubscriptionRequest.Decode(ref r),
        [ModifySubscriptionResponse.BinaryEncodingId] = (ref UaReader r) => ModifySubscriptionResponse.Decode(ref r),
        [SetPublishingModeRequest.BinaryEncodingId] = (ref UaReader r) => SetPublishingModeRequest.Decode(ref r),
        [SetPublishingModeResponse.BinaryEncodingId] = (ref UaReader r) => SetPublishingModeResponse.Decode(ref r),
        [PublishRequest.BinaryEncodingId] = (ref UaReader r) => PublishRequest.Decode(ref r),
        [PublishResponse.BinaryEncodingId] = (ref UaReader r) => PublishResponse.Decode(ref r),
        [RepublishRequest.BinaryEncodingId] = (ref UaReader r) => RepublishRequest.Decode(ref r),
        [RepublishResponse.BinaryEncodingId] = (ref UaReader r) => RepublishResponse.Decode(ref r),
        [TransferSubscriptionsRequest.BinaryEncodingId] = (ref UaReader r) => TransferSubscriptionsRequest.Decode(ref r),
        [TransferSubscriptionsResponse.BinaryEncodingId] = (ref UaReader r) => TransferSubscriptionsResponse.Decode(ref r),
        [DeleteSubscriptionsRequest.BinaryEncodingId] = (ref UaReader r) => DeleteSubscriptionsRequest.Decode(ref r),
        [DeleteSubscriptionsResponse.BinaryEncodingId] = (ref UaReader r) => DeleteSubscriptionsResponse.Decode(ref r),
    }.ToFrozenDictionary();

    /// <summary>The encoding ids that <see cref="Decode"/> knows.</summary>
    public static IEnumerable<uint> KnownEncodingIds => Decoders.Keys;

    /// <summary>Writes the encoding id and the message.</summary>
    public static void Encode(IServiceMessage message, ref UaWriter writer)
    {
        ArgumentNullException.ThrowIfNull(message);
        writer.WriteNodeId(new NodeId(message.EncodingId));
        message.Encode(ref writer);
    }

    /// <summary>
    /// Reads the encoding id. An id that is not numeric of namespace 0 comes as 0, which no message has; the request header that
    /// follows can still be read, so that a server can answer with a fault.
    /// </summary>
    public static uint ReadEncodingId(ref UaReader reader)
    {
        var id = reader.ReadNodeId();
        return id is { NamespaceIndex: 0, Type: NodeIdType.Numeric } ? id.Numeric : 0;
    }

    /// <summary>Reads the encoding id and the message.</summary>
    /// <exception cref="OpcUaException">BadServiceUnsupported for an unknown id; BadDecodingError or BadEncodingLimitsExceeded for bad bytes.</exception>
    public static IServiceMessage Decode(ref UaReader reader) => DecodeBody(ReadEncodingId(ref reader), ref reader);

    /// <summary>Reads the message whose encoding id was read before.</summary>
    /// <exception cref="OpcUaException">As <see cref="Decode"/>.</exception>
    public static IServiceMessage DecodeBody(uint encodingId, ref UaReader reader)
    {
        if (!Decoders.TryGetValue(encodingId, out var decode))
            throw new OpcUaException(StatusCodes.BadServiceUnsupported, $"No message of this stack has the encoding id i={encodingId}.");
        return decode(ref reader);
    }
}
