using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Browsing;

/// <summary>
/// Walks the tree below a node, parents before children, each node once. What is kept is bounded by <see cref="MaxNodes"/>;
/// nodes are handed on as they are found. All children of a node are looked into by one batch of requests.
/// </summary>
internal sealed class NodeWalk(ServerConnection server)
{
    private const string UnitsProperty = "EngineeringUnits";

    private readonly HashSet<NodeId> _seen = [];

    /// <summary>How far from the start; 0 gives the start alone.</summary>
    public int MaxDepth { get; init; } = int.MaxValue;

    /// <summary>The walk ends when so many were found.</summary>
    public int MaxNodes { get; init; } = 100_000;

    /// <summary>Whether data type, rank, access and unit of variables are read.</summary>
    public bool WithDetails { get; init; }

    /// <summary>Whether the server's own diagnostics below the Server object are walked too.</summary>
    public bool WithServerObject { get; init; }

    /// <summary>Whether the walk ended because of <see cref="MaxNodes"/>.</summary>
    public bool WasCut { get; private set; }

    public async IAsyncEnumerable<BrowsedNode> FromAsync(NodeId start, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var first = await DescribeAsync(start, cancellation);
        var references = await ReferencesAsync([start], cancellation);
        var pending = new Stack<(BrowsedNode Node, ReferenceDescription[] References)>();
        pending.Push((first, references[0]));
        _seen.Add(start);
        if (WithDetails && first.Class == NodeClass.Variable)
            first = first with { Details = (await DetailsAsync([start], references, cancellation))[0] };
        while (pending.TryPop(out var current))
        {
            yield return current.Node;
            if (current.Node.Depth >= MaxDepth || current.References.Length == 0)
                continue;
            var children = ChildrenOf(current.Node, current.References);
            // Also at the last level where details are wanted: a variable's unit is a property below it.
            var below = current.Node.Depth + 1 < MaxDepth || WithDetails
                ? await ReferencesAsync([.. children.Select(child => child.Id)], cancellation)
                : [.. children.Select(_ => Array.Empty<ReferenceDescription>())];
            if (WithDetails)
                children = await WithDetailsAsync(children, below, cancellation);
            for (var i = children.Count - 1; i >= 0; i--)
                pending.Push((children[i], IsOpened(children[i].Id) ? below[i] : []));
        }
    }

    private bool IsOpened(NodeId id) => WithServerObject || id != ObjectIds.Server;

    private List<BrowsedNode> ChildrenOf(BrowsedNode parent, ReferenceDescription[] references)
    {
        var children = new List<BrowsedNode>();
        foreach (var reference in references)
        {
            if (reference.NodeId.ServerIndex != 0 || !reference.NodeId.TryResolve(server.Client.NamespaceUris, out var id) || _seen.Contains(id))
                continue;
            if (_seen.Count >= MaxNodes)
            {
                WasCut = true;
                break;
            }

            _seen.Add(id);
            reference.TypeDefinition.TryResolve(server.Client.NamespaceUris, out var type);
            children.Add(new BrowsedNode(
                id, parent.Depth + 1, $"{parent.Path}/{reference.BrowseName.Name}",
                reference.DisplayName.Text ?? reference.BrowseName.Name ?? "", reference.NodeClass, type, parent.Id));
        }

        return children;
    }

    private async Task<BrowsedNode> DescribeAsync(NodeId start, CancellationToken cancellation)
    {
        var read = await server.Client.ReadAsync(
            [
                new ReadValueId { NodeId = start, AttributeId = AttributeIds.NodeClass },
                new ReadValueId { NodeId = start, AttributeId = AttributeIds.BrowseName },
                new ReadValueId { NodeId = start, AttributeId = AttributeIds.DisplayName },
            ],
            TimestampsToReturn.Neither, cancellation);
        if (read[0].StatusCode.IsBad)
            throw new OpcUaException(read[0].StatusCode, $"{server.Expand(start)}: {read[0].StatusCode}");
        read[0].Value.TryGetInt64(out var nodeClass);
        var name = read[1].Value.ToObject() is QualifiedName { Name: { } text } ? text : start.ToString();
        return new BrowsedNode(
            start, 0, name, read[2].Value.ToObject() is LocalizedText { Text: { } shown } ? shown : name, (NodeClass)nodeClass, NodeId.Null, NodeId.Null);
    }

    private async Task<ReferenceDescription[][]> ReferencesAsync(IReadOnlyList<NodeId> nodes, CancellationToken cancellation)
    {
        if (nodes.Count == 0)
            return [];
        var results = await server.Client.BrowseAsync(
            [
                .. nodes.Select(node => new BrowseDescription
                {
                    NodeId = node,
                    BrowseDirection = BrowseDirection.Forward,
                    ReferenceTypeId = ReferenceTypeIds.HierarchicalReferences,
                    IncludeSubtypes = true,
                    NodeClassMask = 0,
                    ResultMask = (uint)BrowseResultMask.All,
                }),
            ],
            cancellationToken: cancellation);
        // A node that this user must not look into has no children for this user.
        return [.. results.Select(result => result.StatusCode.IsBad ? [] : result.References)];
    }

    private async Task<List<BrowsedNode>> WithDetailsAsync(
        List<BrowsedNode> nodes, ReferenceDescription[][] below, CancellationToken cancellation)
    {
        var variables = Enumerable.Range(0, nodes.Count).Where(i => nodes[i].Class == NodeClass.Variable).ToArray();
        if (variables.Length == 0)
            return nodes;
        var details = await DetailsAsync(
            [.. variables.Select(i => nodes[i].Id)], [.. variables.Select(i => below[i])], cancellation);
        for (var v = 0; v < variables.Length; v++)
            nodes[variables[v]] = nodes[variables[v]] with { Details = details[v] };
        return nodes;
    }

    private async Task<VariableDetails[]> DetailsAsync(NodeId[] variables, ReferenceDescription[][] below, CancellationToken cancellation)
    {
        uint[] attributes = [AttributeIds.DataType, AttributeIds.ValueRank, AttributeIds.UserAccessLevel];
        var read = await server.Client.ReadAsync(
            [.. variables.SelectMany(node => attributes.Select(attribute => new ReadValueId { NodeId = node, AttributeId = attribute }))],
            TimestampsToReturn.Neither, cancellation);
        var units = await UnitsAsync(below, cancellation);
        var details = new VariableDetails[variables.Length];
        for (var i = 0; i < variables.Length; i++)
        {
            var dataType = read[i * 3].Value.ToObject() is NodeId id ? id : NodeId.Null;
            var rank = read[(i * 3) + 1].Value.TryGetInt64(out var number) ? (int)number : -1;
            var access = read[(i * 3) + 2].Value.TryGetInt64(out var bits) ? (byte)bits : (byte)0;
            details[i] = new VariableDetails(dataType, rank, access, units[i]);
        }

        return details;
    }

    private async Task<string[]> UnitsAsync(ReferenceDescription[][] below, CancellationToken cancellation)
    {
        var units = new string[below.Length];
        Array.Fill(units, "");
        var properties = new List<(int Variable, NodeId Node)>();
        for (var i = 0; i < below.Length; i++)
        {
            foreach (var reference in below[i])
            {
                if (reference.BrowseName.Name == UnitsProperty && reference.NodeId.TryResolve(server.Client.NamespaceUris, out var node))
                    properties.Add((i, node));
            }
        }

        if (properties.Count == 0)
            return units;
        var values = await server.ReadAsync([.. properties.Select(property => property.Node)], AttributeIds.Value, cancellation);
        for (var p = 0; p < values.Length; p++)
        {
            if (values[p].Value is { Type: BuiltInType.ExtensionObject, IsArray: false } value
                && value.AsExtensionObject().TryDecode<EUInformation>(out var unit))
                units[properties[p].Variable] = unit!.DisplayName.Text ?? "";
        }

        return units;
    }
}
