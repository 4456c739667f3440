using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// What a server declares about itself, read at the start of each session: namespaces, whose indexes may have changed since
/// the last one, and operation limits (OPC 10000-5, 6.3.11).
/// </summary>
internal sealed class ServerProfile
{
    static readonly NodeId[] LimitIds =
    [
        VariableIds.MaxNodesPerRead, VariableIds.MaxNodesPerWrite, VariableIds.MaxNodesPerMethodCall, VariableIds.MaxNodesPerBrowse,
        VariableIds.MaxNodesPerTranslateBrowsePathsToNodeIds, VariableIds.MaxMonitoredItemsPerCall,
        VariableIds.MaxNodesPerHistoryReadData,
    ];

    ServerProfile(IReadOnlyList<string> namespaceUris, uint[] limits, int maximum)
    {
        NamespaceUris = namespaceUris;
        Read = new BatchSizer(limits[0], maximum);
        Write = new BatchSizer(limits[1], maximum);
        Call = new BatchSizer(limits[2], maximum);
        Browse = new BatchSizer(limits[3], maximum);
        Translate = new BatchSizer(limits[4], maximum);
        MonitoredItems = new BatchSizer(limits[5], maximum);
        HistoryRead = new BatchSizer(limits[6], maximum);
    }

    public static ServerProfile Unknown { get; } = new(["http://opcfoundation.org/UA/"], new uint[LimitIds.Length], BatchSizer.Unknown);

    /// <summary>The position is the namespace index.</summary>
    public IReadOnlyList<string> NamespaceUris { get; }

    public BatchSizer Read { get; }

    public BatchSizer Write { get; }

    public BatchSizer Call { get; }

    public BatchSizer Browse { get; }

    public BatchSizer Translate { get; }

    public BatchSizer MonitoredItems { get; }

    public BatchSizer HistoryRead { get; }

    public static async Task<ServerProfile> ReadAsync(ClientSession session, ConnectionOptions options, CancellationToken cancellationToken)
    {
        var namespaces = await ReadValuesAsync(session, [VariableIds.NamespaceArray], cancellationToken).ConfigureAwait(false);
        if (namespaces[0].Value.Elements is not string?[] uris)
        {
            throw new OpcUaException(
                StatusCodes.BadUnexpectedError, $"{options.EndpointUrl} does not tell its namespaces ({namespaces[0].StatusCode}).");
        }

        var limits = new uint[LimitIds.Length];
        var declared = await ReadLimitsAsync(session, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < limits.Length; i++)
        {
            if (!declared[i].StatusCode.IsBad && declared[i].Value.TryGetInt64(out var limit)) limits[i] = (uint)Math.Clamp(limit, 0, uint.MaxValue);
        }

        return new ServerProfile([.. uris.Select(uri => uri ?? "")], limits, options.MaxOperationsPerRequest);
    }

    static async Task<DataValue[]> ReadLimitsAsync(ClientSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadValuesAsync(session, LimitIds, cancellationToken).ConfigureAwait(false);
        }
        catch (OpcUaException exception) when (!ChannelFault.IsChannelLost(exception))
        {
            // A server that refuses the question is one that declares nothing.
            return new DataValue[LimitIds.Length];
        }
    }

    static async Task<DataValue[]> ReadValuesAsync(ClientSession session, NodeId[] nodes, CancellationToken cancellationToken)
    {
        var request = new ReadRequest
        {
            TimestampsToReturn = TimestampsToReturn.Neither,
            NodesToRead = [.. nodes.Select(node => new ReadValueId { NodeId = node, AttributeId = AttributeIds.Value })],
        };
        var response = await session.RequestAsync<ReadResponse>(request, cancellationToken).ConfigureAwait(false);
        if (response.Results.Length != nodes.Length)
            throw new OpcUaException(StatusCodes.BadUnknownResponse, $"{response.Results.Length} results came for {nodes.Length} nodes.");
        return response.Results;
    }
}
