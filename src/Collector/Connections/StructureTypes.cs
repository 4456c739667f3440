using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services.Columns;
using ConnectionState = Jinan.IndustryBrain.OpcUa.Client.ConnectionState;
using StatusCodes = Jinan.IndustryBrain.OpcUa.Encoding.StatusCodes;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>
/// Knows the types of the structures that a connection's signals are parts of. They are the session's; what a subscription that
/// outlived its session still brings is of the types that it was made with. Not thread-safe.
/// </summary>
internal sealed class StructureTypes(OpcUaConnection connection, ItemPlan plan, TimeProvider time)
{
    /// <summary>How long a batch waits for a connection over which its types can be asked for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<NodeId> _inVain = [];
    private uint _subscription;

    /// <summary>The types as far as they are known.</summary>
    public DataTypeCatalog Catalog { get; private set; } = new();

    /// <summary>Loads what the values of a batch are of, where that is not known.</summary>
    public ValueTask PrepareAsync(NotificationBatch batch, CancellationToken cancellationToken)
    {
        if (!plan.HasPaths)
            return ValueTask.CompletedTask;
        if (batch.SubscriptionId != _subscription)
        {
            _subscription = batch.SubscriptionId;
            _inVain.Clear();
            Catalog = new DataTypeCatalog();
        }

        return Missing(batch.Values) is { Count: > 0 } missing ? LoadAsync(missing, cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>As the other, for values of history.</summary>
    public ValueTask PrepareAsync(IReadOnlyList<DataValue> values, CancellationToken cancellationToken)
    {
        HashSet<NodeId>? missing = null;
        foreach (var value in values)
            Look(value.Value, ref missing);
        return missing is { Count: > 0 } ? LoadAsync(missing, cancellationToken) : ValueTask.CompletedTask;
    }

    private HashSet<NodeId>? Missing(ValueColumns values)
    {
        HashSet<NodeId>? missing = null;
        for (var row = 0; row < values.Count; row++)
        {
            if (values.Kind[row] == ColumnKind.General && plan.HasPath(values.Handle[row]))
                Look(values.General(row), ref missing);
        }

        return missing;
    }

    private void Look(in Variant value, ref HashSet<NodeId>? missing)
    {
        if (value.Type != BuiltInType.ExtensionObject)
            return;
        if (!value.IsArray)
            Look(value.AsExtensionObject(), ref missing);
        else if (value.Elements is ExtensionObject[] elements)
        {
            foreach (var element in elements)
                Look(element, ref missing);
        }
    }

    private void Look(ExtensionObject? value, ref HashSet<NodeId>? missing)
    {
        if (value is { Encoding: ExtensionObjectEncoding.Binary } && Catalog.FindByEncoding(value.TypeId) is null && !_inVain.Contains(value.TypeId))
            (missing ??= []).Add(value.TypeId);
    }

    // Once a type and session. A server that cannot be reached is waited for: nothing newer comes from it meanwhile.
    private async ValueTask LoadAsync(HashSet<NodeId> encodings, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!await TryLoadAsync([.. encodings], cancellationToken))
        {
            if (time.GetElapsedTime(began) > Patience)
                return;
            await Task.Delay(Interval, time, cancellationToken);
        }

        // What is not described now will not be before another session.
        _inVain.UnionWith(encodings.Where(encoding => Catalog.FindByEncoding(encoding) is null));
    }

    /// <returns>False where the server could not be asked.</returns>
    private async ValueTask<bool> TryLoadAsync(NodeId[] encodings, CancellationToken cancellationToken)
    {
        try
        {
            Catalog = await connection.LoadEncodingsAsync(encodings, cancellationToken);
            return true;
        }
        catch (OpcUaException refused)
        {
            return refused.StatusCode != StatusCodes.BadNotConnected && connection.Status.State == ConnectionState.Running;
        }
        catch (Exception broken) when (broken is TimeoutException or IOException)
        {
            return false;
        }
    }
}
