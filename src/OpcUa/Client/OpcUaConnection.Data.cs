using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <content>Structures, history, methods, and changes of what is subscribed.</content>
public sealed partial class OpcUaConnection
{
    /// <summary>
    /// The structures and enumerations of the server, as far as they were loaded in the current session; a new session begins with
    /// an empty catalog, for its namespace indexes may differ.
    /// </summary>
    /// <exception cref="OpcUaException">BadNotConnected.</exception>
    public DataTypeCatalog DataTypes => (_driver.ActiveSession ?? throw NotConnected()).DataTypes;

    /// <summary>Loads data types, and all that they are made of, into <see cref="DataTypes"/>. What is there already is not asked for again.</summary>
    /// <returns>The catalog. Types that the server does not describe are not in it.</returns>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<DataTypeCatalog> LoadDataTypesAsync(IReadOnlyList<NodeId> dataTypes, CancellationToken cancellationToken = default) =>
        _dataTypes.LoadAsync(dataTypes, cancellationToken);

    /// <summary>As <see cref="LoadDataTypesAsync"/>, for the types of variables.</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<DataTypeCatalog> LoadDataTypesOfAsync(IReadOnlyList<NodeId> variables, CancellationToken cancellationToken = default) =>
        _dataTypes.LoadOfAsync(variables, cancellationToken);

    /// <summary>As <see cref="LoadDataTypesAsync"/>, for the types of values that came: by the <see cref="ExtensionObject.TypeId"/> that they carry.</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<DataTypeCatalog> LoadEncodingsAsync(IReadOnlyList<NodeId> encodingIds, CancellationToken cancellationToken = default) =>
        _dataTypes.LoadEncodingsAsync(encodingIds, cancellationToken);

    /// <summary>
    /// Reads the stored past of nodes, page by page, as the pages come. Several nodes are read at a time within the server's
    /// limit; the pages of one node are in order. Leaving the loop early gives the server its continuation points back.
    /// </summary>
    /// <param name="nodes">Variables that are historized.</param>
    /// <param name="start">UTC, itself included. Later than <paramref name="end"/>: newest first. <see cref="DateTime.MinValue"/>: backwards from the end.</param>
    /// <param name="end">UTC, itself not included. <see cref="DateTime.MinValue"/>: forwards from the start, <paramref name="maxValuesPerNode"/> values.</param>
    /// <param name="maxValuesPerNode">Most values of a node in one page; 0 leaves it to the server. Needed where start or end is not given.</param>
    /// <param name="timestamps">Which times come with the values.</param>
    /// <param name="cancellationToken">Gives up; continuation points are given back.</param>
    /// <exception cref="OpcUaException">BadNotConnected, the connection broke on the way, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public IAsyncEnumerable<HistoryPage> HistoryReadRawAsync(
        IReadOnlyList<NodeId> nodes,
        DateTime start,
        DateTime end,
        uint maxValuesPerNode = 0,
        TimestampsToReturn timestamps = TimestampsToReturn.Both,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var details = new ReadRawModifiedDetails { StartTime = start, EndTime = end, NumValuesPerNode = maxValuesPerNode };
        return _history.ReadRawAsync(nodes, details, timestamps, cancellationToken);
    }

    /// <summary>Calls one method.</summary>
    /// <returns>The method's own status, one status for each input argument where the server gives them, and the output arguments.</returns>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time; whether the method ran is not known.</exception>
    public async Task<CallMethodResult> CallAsync(
        NodeId objectId, NodeId methodId, IReadOnlyList<Variant> inputs, CancellationToken cancellationToken = default)
    {
        var request = new CallMethodRequest { ObjectId = objectId, MethodId = methodId, InputArguments = [.. inputs] };
        return (await _nodes.CallAsync([request], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>What a method takes and gives: its properties InputArguments and OutputArguments (OPC 10000-3, 5.7).</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<MethodSignature> ReadMethodAsync(NodeId methodId, CancellationToken cancellationToken = default) =>
        MethodSignature.ReadAsync(_nodes, NamespaceUris, methodId, cancellationToken);

    /// <summary>
    /// Changes intervals, counts and priority of a subscription, at the server and for whenever it is created anew. What the server
    /// granted is in its status afterwards.
    /// </summary>
    /// <param name="subscription">Which.</param>
    /// <param name="change">Gives the new settings from the present ones, with the same items.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentException">The items or the publishing mode were changed.</exception>
    /// <exception cref="OpcUaException">BadNotConnected, or the server refused; the settings are as before.</exception>
    public Task ModifySubscriptionAsync(
        Subscription subscription, Func<SubscriptionSettings, SubscriptionSettings> change, CancellationToken cancellationToken = default) =>
        _changes.ModifyAsync(subscription, change, cancellationToken);

    /// <summary>Switches the sending of notifications on or off; keep-alives go on, and items go on sampling.</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or the server refused.</exception>
    public Task SetPublishingAsync(Subscription subscription, bool enabled, CancellationToken cancellationToken = default) =>
        _changes.SetPublishingAsync(subscription, enabled, cancellationToken);

    /// <summary>
    /// Changes sampling, queue and filter of items, at the server and for whenever they are created anew; one status for each.
    /// What the server granted is in <see cref="Subscription.ItemStatusOf"/> afterwards; a refused item is as before.
    /// </summary>
    /// <param name="subscription">Whose items.</param>
    /// <param name="handles">Their positions in the settings.</param>
    /// <param name="change">Gives the new settings from the present ones, for the same node and attribute.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentException">The node, attribute, range or mode was changed, or the settings have faults.</exception>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    public Task<StatusCode[]> ModifyItemsAsync(
        Subscription subscription,
        IReadOnlyList<int> handles,
        Func<MonitoredItemSettings, MonitoredItemSettings> change,
        CancellationToken cancellationToken = default) =>
        _changes.ModifyItemsAsync(subscription, handles, change, cancellationToken);

    /// <summary>Switches items to reporting, sampling only, or off; one status for each.</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    public Task<StatusCode[]> SetMonitoringModeAsync(
        Subscription subscription, IReadOnlyList<int> handles, MonitoringMode mode, CancellationToken cancellationToken = default) =>
        _changes.SetModeAsync(subscription, handles, mode, cancellationToken);
}
