using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// What a server declares about itself, read at the start of each session: namespaces, whose indexes may have changed since
/// the last one, operation limits (OPC 10000-5, 6.3.11), when it was started, and what make it is.
/// </summary>
internal sealed class ServerProfile
{
    static readonly NodeId[] LimitIds =
    [
        VariableIds.MaxNodesPerRead, VariableIds.MaxNodesPerWrite, VariableIds.MaxNodesPerMethodCall, VariableIds.MaxNodesPerBrowse,
        VariableIds.MaxNodesPerTranslateBrowsePathsToNodeIds, VariableIds.MaxMonitoredItemsPerCall,
        VariableIds.MaxNodesPerHistoryReadData,
    ];

    static readonly NodeId[] IdentityIds =
    [
        VariableIds.ServerStatusStartTime, VariableIds.BuildInfoManufacturerName, VariableIds.BuildInfoProductName, VariableIds.BuildInfoProductUri,
    ];

    volatile IReadOnlyList<string> _namespaceUris;

    ServerProfile(IReadOnlyList<string> namespaceUris, uint[] limits, ServerTraits traits, int maximum, int maxOutstanding)
    {
        _namespaceUris = namespaceUris;
        Traits = traits;
        var outstanding = Math.Min(maxOutstanding, traits.MaxOutstandingRequests);
        Outstanding = new SemaphoreSlim(outstanding, outstanding);
        Read = new BatchSizer(limits[0], maximum);
        Write = new BatchSizer(limits[1], maximum);
        Call = new BatchSizer(limits[2], maximum);
        Browse = new BatchSizer(limits[3], maximum);
        Translate = new BatchSizer(limits[4], maximum);
        MonitoredItems = new BatchSizer(limits[5], maximum);
        HistoryRead = new BatchSizer(limits[6], maximum);
    }

    public static ServerProfile Unknown { get; } =
        new(["http://opcfoundation.org/UA/"], new uint[LimitIds.Length], ServerTraits.Unknown, BatchSizer.Unknown, 1);

    public ServerTraits Traits { get; }

    /// <summary>
    /// Held by every batched request while it is outstanding: some PLCs count the operations of parallel requests together.
    /// Never disposed: it holds no handle.
    /// </summary>
    public SemaphoreSlim Outstanding { get; }

    /// <summary>When the server says it was started; null where it does not. Ids of before are of another server.</summary>
    public DateTime? StartTime { get; private init; }

    /// <summary>The position is the namespace index.</summary>
    public IReadOnlyList<string> NamespaceUris => _namespaceUris;

    public BatchSizer Read { get; }

    public BatchSizer Write { get; }

    public BatchSizer Call { get; }

    public BatchSizer Browse { get; }

    public BatchSizer Translate { get; }

    public BatchSizer MonitoredItems { get; }

    public BatchSizer HistoryRead { get; }

    public static async Task<ServerProfile> ReadAsync(ClientSession session, ConnectionOptions options, CancellationToken cancellationToken)
    {
        var uris = await ReadNamespacesAsync(session, options, cancellationToken).ConfigureAwait(false);
        var limits = new uint[LimitIds.Length];
        var declared = await ReadOptionalAsync(session, [.. LimitIds, .. IdentityIds], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < limits.Length; i++)
        {
            if (!declared[i].StatusCode.IsBad && declared[i].Value.TryGetInt64(out var limit)) limits[i] = (uint)Math.Clamp(limit, 0, uint.MaxValue);
        }

        var identity = declared[LimitIds.Length..];
        var traits = options.ServerTraits ?? ServerTraits.Of(Text(identity[1]), Text(identity[2]), Text(identity[3]));
        return new ServerProfile(
            uris, limits, traits,
            options.MaxOperationsPerRequest ?? traits.MaxOperationsPerRequest, options.MaxOutstandingRequests)
        {
            StartTime = !identity[0].StatusCode.IsBad && identity[0].Value is { Type: BuiltInType.DateTime, IsArray: false } started
                ? started.AsDateTime()
                : null,
        };
    }

    /// <summary>Reads the namespaces again: a server may load some only after it has let clients in.</summary>
    public async Task RefreshNamespacesAsync(ClientSession session, ConnectionOptions options, CancellationToken cancellationToken)
    {
        try
        {
            _namespaceUris = await ReadNamespacesAsync(session, options, cancellationToken).ConfigureAwait(false);
        }
        catch (OpcUaException exception) when (!ChannelFault.IsChannelLost(exception))
        {
            // Those of before are the best guess.
        }
    }

    static async Task<IReadOnlyList<string>> ReadNamespacesAsync(ClientSession session, ConnectionOptions options, CancellationToken cancellationToken)
    {
        var namespaces = await ReadValuesAsync(session, [VariableIds.NamespaceArray], cancellationToken).ConfigureAwait(false);
        return namespaces[0].Value.Elements is string?[] uris
            ? [.. uris.Select(uri => uri ?? "")]
            : throw new OpcUaException(StatusCodes.BadUnexpectedError, $"{options.EndpointUrl} does not tell its namespaces ({namespaces[0].StatusCode}).");
    }

    static string? Text(in DataValue value) =>
        !value.StatusCode.IsBad && value.Value is { Type: BuiltInType.String, IsArray: false } text ? text.AsString() : null;

    // A server that takes only a few nodes a request refuses the first try, and is asked again with fewer.
    static async Task<DataValue[]> ReadOptionalAsync(ClientSession session, NodeId[] nodes, CancellationToken cancellationToken)
    {
        try
        {
            return await Batches.RunAsync(
                nodes, new BatchSizer(0, BatchSizer.Unknown), batch => ReadValuesAsync(session, batch, cancellationToken)).ConfigureAwait(false);
        }
        catch (OpcUaException exception) when (!ChannelFault.IsChannelLost(exception))
        {
            // A server that refuses the question is one that declares nothing.
            return new DataValue[nodes.Length];
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
