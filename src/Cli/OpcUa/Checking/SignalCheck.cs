using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Checking;

/// <summary>Holds the signals of a file to the nodes that the server has: there, readable, of a type that fits.</summary>
internal sealed class SignalCheck(ServerConnection server)
{
    private static readonly uint[] Attributes =
        [AttributeIds.NodeClass, AttributeIds.DataType, AttributeIds.ValueRank, AttributeIds.UserAccessLevel, AttributeIds.Value];

    private readonly DataTypeNames _types = new(server.Client);

    /// <summary>What is wrong with each signal; null where nothing is.</summary>
    public async Task<string?[]> CheckAsync(IReadOnlyList<SignalSettings> signals, bool needsHistory, CancellationToken cancellation)
    {
        var wrong = new string?[signals.Count];
        var known = new List<(int Index, NodeId Id)>();
        for (var i = 0; i < signals.Count; i++)
        {
            if (signals[i].Node.TryResolve(server.Client.NamespaceUris, out var id))
                known.Add((i, id));
            else
                wrong[i] = NoSuchNamespace(signals[i].Node, server);
        }

        var read = await server.Client.ReadAsync(
            [.. known.SelectMany(node => Attributes.Select(attribute => new ReadValueId { NodeId = node.Id, AttributeId = attribute }))],
            TimestampsToReturn.Neither, cancellation);
        for (var k = 0; k < known.Count; k++)
        {
            var attributes = read.AsMemory(k * Attributes.Length, Attributes.Length);
            wrong[known[k].Index] = await WrongAsync(signals[known[k].Index], attributes, needsHistory, cancellation);
        }

        return wrong;
    }

    public static string NoSuchNamespace(ExpandedNodeId node, ServerConnection server) =>
        $"the server has no namespace '{node.NamespaceUri}': it has {string.Join(", ", server.Client.NamespaceUris.Skip(1))}";

    private async ValueTask<string?> WrongAsync(
        SignalSettings signal, ReadOnlyMemory<DataValue> read, bool needsHistory, CancellationToken cancellation)
    {
        var (nodeClass, dataType, valueRank, access, value) = (read.Span[0], read.Span[1], read.Span[2], read.Span[3], read.Span[4]);
        if (nodeClass.StatusCode.IsBad)
            return ServerFailures.Line(nodeClass.StatusCode);
        if (!nodeClass.Value.TryGetInt64(out var kind) || (NodeClass)kind != NodeClass.Variable || dataType.Value.ToObject() is not NodeId type)
            return $"is no variable but {Article((NodeClass)kind)}: 'brain opcua browse' shows the variables below it";
        if (access.Value.TryGetInt64(out var bits) && (bits & 0x01) == 0)
            return ServerFailures.Line(StatusCodes.BadNotReadable);
        if (needsHistory && access.Value.TryGetInt64(out bits) && (bits & 0x04) == 0)
            return ServerFailures.Line("history is asked for, and the server keeps none of it", StatusCodes.BadHistoryOperationUnsupported);
        var rank = valueRank.Value.TryGetInt64(out var number) ? (int)number : -1;
        var builtIn = await _types.BuiltInOfAsync(type, cancellation);
        if (builtIn == BuiltInType.Variant && !value.StatusCode.IsBad && !value.Value.IsNull)
            (builtIn, rank) = (value.Value.Type, value.Value.IsArray ? 1 : -1);
        if (signal.Path is { } text && StructurePath.TryParse(text, out var path))
            return await WrongPathAsync(signal, path!, value, cancellation);

        return SignalTypes.Mismatch(signal.Type, builtIn, rank);
    }

    private async Task<string?> WrongPathAsync(SignalSettings signal, StructurePath path, DataValue value, CancellationToken cancellation)
    {
        if (value.StatusCode.IsBad || value.Value.IsNull)
            return null; // Without a value nothing can be looked into; the first that comes will tell.
        var structures = value.Value.Type != BuiltInType.ExtensionObject ? []
            : value.Value.IsArray ? value.Value.Elements as ExtensionObject[] ?? [] : [value.Value.AsExtensionObject()];
        var catalog = await server.Client.LoadEncodingsAsync([.. structures.Select(structure => structure.TypeId).Distinct()], cancellation);
        var status = path.Read(catalog, value.Value, out var found);
        if (status.IsBad)
            return $"has nothing at the path {path} ({status}): 'brain opcua read' shows the fields";
        return SignalTypes.Mismatch(signal.Type, found.Type, found.IsArray ? 1 : -1) is { } wrong ? $"at {path} {wrong}" : null;
    }

    private static string Article(NodeClass kind) => kind switch
    {
        NodeClass.Object => "an object",
        NodeClass.Method => "a method",
        _ => $"a {kind}",
    };
}
