using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// Names of a server's data types, and the built-in types that they are made of. Each is asked for once. Of one session; not
/// thread-safe.
/// </summary>
/// <param name="client">A connection that is up.</param>
public sealed class DataTypeNames(OpcUaConnection client)
{
    // A chain of subtypes that is longer is a loop.
    const int MostSteps = 20;

    readonly Dictionary<NodeId, string> _names = [];
    readonly Dictionary<NodeId, BuiltInType> _builtIn = [];

    /// <summary>The type's name; its id where it has none, empty for the null id.</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async ValueTask<string> NameOfAsync(NodeId type, CancellationToken cancellationToken)
    {
        if (type.IsNull) return "";
        if (_names.TryGetValue(type, out var known)) return known;
        if (IsBuiltIn(type)) return _names[type] = ((BuiltInType)type.Numeric).ToString();
        var read = await client.ReadAsync(
            [new ReadValueId { NodeId = type, AttributeId = AttributeIds.BrowseName }], TimestampsToReturn.Neither, cancellationToken).ConfigureAwait(false);
        return _names[type] = read[0].Value.ToObject() is QualifiedName { Name: { } name } ? name : client.Expand(type).ToString();
    }

    /// <summary>What values of the type travel as; <see cref="BuiltInType.Variant"/> where any value may come.</summary>
    /// <exception cref="OpcUaException">BadNotConnected, or the service was refused as a whole.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async ValueTask<BuiltInType> BuiltInOfAsync(NodeId type, CancellationToken cancellationToken)
    {
        if (_builtIn.TryGetValue(type, out var known)) return known;
        var at = type;
        for (var steps = 0; steps < MostSteps; steps++)
        {
            if (WellKnown(at) is { } found) return _builtIn[type] = found;
            var above = await client.BrowseAsync(
                [
                    new BrowseDescription
                    {
                        NodeId = at,
                        BrowseDirection = BrowseDirection.Inverse,
                        ReferenceTypeId = ReferenceTypeIds.HasSubtype,
                        ResultMask = (uint)BrowseResultMask.All,
                    },
                ],
                cancellationToken: cancellationToken).ConfigureAwait(false);
            if (above[0].References is not [var super, ..] || !super.NodeId.TryResolve(client.NamespaceUris, out at)) break;
        }

        return _builtIn[type] = BuiltInType.Variant;
    }

    static bool IsBuiltIn(NodeId type) => type is { NamespaceIndex: 0, Type: NodeIdType.Numeric, Numeric: >= 1 and <= 25 };

    static BuiltInType? WellKnown(NodeId type)
    {
        if (type.NamespaceIndex != 0 || type.Type != NodeIdType.Numeric) return null;
        if (type == DataTypeIds.BaseDataType) return BuiltInType.Variant;
        if (IsBuiltIn(type)) return (BuiltInType)type.Numeric;
        // Abstract numbers: the widest of each kind. Enumerations travel as Int32 (OPC 10000-6, 5.2.4).
        return type == DataTypeIds.Number ? BuiltInType.Double
            : type == DataTypeIds.Integer ? BuiltInType.Int64
            : type == DataTypeIds.UInteger ? BuiltInType.UInt64
            : type == DataTypeIds.Enumeration ? BuiltInType.Int32
            : type == DataTypeIds.Duration ? BuiltInType.Double
            : type == DataTypeIds.UtcTime ? BuiltInType.DateTime
            : null;
    }
}
