using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Browsing;

/// <summary>Names of a server's data types, and the built-in types that they are made of. Each is asked for once.</summary>
internal sealed class DataTypes(ServerConnection server)
{
    // A chain of subtypes that is longer is a loop.
    private const int MostSteps = 20;

    private readonly Dictionary<NodeId, string> _names = [];
    private readonly Dictionary<NodeId, BuiltInType> _builtIn = [];

    public async ValueTask<string> NameOfAsync(NodeId type, CancellationToken cancellation)
    {
        if (type.IsNull)
            return "";
        if (_names.TryGetValue(type, out var known))
            return known;
        if (IsBuiltIn(type))
            return _names[type] = ((BuiltInType)type.Numeric).ToString();
        var read = await server.ReadAsync([type], AttributeIds.BrowseName, cancellation);
        return _names[type] = read[0].Value.ToObject() is QualifiedName { Name: { } name } ? name : server.Expand(type).ToString();
    }

    /// <summary>What values of the type travel as; <see cref="BuiltInType.Variant"/> where any value may come.</summary>
    public async ValueTask<BuiltInType> BuiltInOfAsync(NodeId type, CancellationToken cancellation)
    {
        if (_builtIn.TryGetValue(type, out var known))
            return known;
        var at = type;
        for (var steps = 0; steps < MostSteps; steps++)
        {
            if (WellKnown(at) is { } found)
                return _builtIn[type] = found;
            var above = await server.Client.BrowseAsync(
                [
                    new BrowseDescription
                    {
                        NodeId = at,
                        BrowseDirection = BrowseDirection.Inverse,
                        ReferenceTypeId = ReferenceTypeIds.HasSubtype,
                        ResultMask = (uint)BrowseResultMask.All,
                    },
                ],
                cancellationToken: cancellation);
            if (above[0].References is not [var super, ..] || !super.NodeId.TryResolve(server.Client.NamespaceUris, out at))
                break;
        }

        return _builtIn[type] = BuiltInType.Variant;
    }

    private static bool IsBuiltIn(NodeId type) => type is { NamespaceIndex: 0, Type: NodeIdType.Numeric, Numeric: >= 1 and <= 25 };

    private static BuiltInType? WellKnown(NodeId type)
    {
        if (type.NamespaceIndex != 0 || type.Type != NodeIdType.Numeric)
            return null;
        if (type == DataTypeIds.BaseDataType)
            return BuiltInType.Variant;
        if (IsBuiltIn(type))
            return (BuiltInType)type.Numeric;
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
