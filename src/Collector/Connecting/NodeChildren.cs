using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>
/// The children of nodes, page by page. They are asked for once, and kept for a few nodes: continuation points are few at every
/// server, and nobody knows when a person wants the next page. Thread-safe.
/// </summary>
internal sealed class NodeChildren(OpcUaConnection client, VariableReader variables, ConnectingLimits limits)
{
    private const string UnitsProperty = "EngineeringUnits";

    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, Child[]> _known = [];
    private readonly Queue<NodeId> _order = [];
    private int _kept;

    public static BrowseDescription Downwards(NodeId node) => new()
    {
        NodeId = node,
        BrowseDirection = BrowseDirection.Forward,
        ReferenceTypeId = ReferenceTypeIds.HierarchicalReferences,
        IncludeSubtypes = true,
        NodeClassMask = 0,
        ResultMask = (uint)BrowseResultMask.All,
    };

    public static bool IsProperty(ReferenceDescription reference) => reference.TypeDefinition == VariableIds.PropertyType;

    /// <exception cref="OpcUaException">The node is not there, or the server refuses.</exception>
    public async Task<ChildrenAnswer> PageAsync(PlacedNode parent, int after, int limit, CancellationToken cancellationToken)
    {
        var children = await OfAsync(client.Resolve(ExpandedNodeId.Parse(parent.Node)), cancellationToken);
        var page = children.Skip(after).Take(Math.Clamp(limit, 1, limits.Page)).ToArray();
        var found = page.Select(child => new FoundNode(child.Id, $"{parent.Path}/{child.Name}", child.Shown, child.Class, NodeId.Null)).ToArray();
        var next = after + page.Length;
        return new ChildrenAnswer(await DescribeAsync(found, cancellationToken), children.Length, next < children.Length ? next : null);
    }

    /// <summary>Nodes as they are answered: variables with their types and units, and whether anything is below.</summary>
    public async Task<IReadOnlyList<NodeAnswer>> DescribeAsync(IReadOnlyList<FoundNode> nodes, CancellationToken cancellationToken)
    {
        var ofVariables = nodes.Where(node => node.Class == NodeClass.Variable).ToArray();
        // What is below a variable is little: its properties, and the fields of a structure. Folders may be huge: they are opened when asked for.
        var below = ofVariables.Length == 0 ? [] : await client.BrowseAsync([.. ofVariables.Select(node => Downwards(node.Id))], cancellationToken: cancellationToken);
        var units = below.Select(UnitOf).ToArray();
        var facts = await variables.ReadAsync([.. ofVariables.Select((node, i) => (node.Id, units[i]))], cancellationToken);
        var answers = new List<NodeAnswer>(nodes.Count);
        var at = 0;
        foreach (var node in nodes)
        {
            var isVariable = node.Class == NodeClass.Variable;
            var mayHaveChildren = isVariable ? below[at].References.Any(reference => !IsProperty(reference)) : node.Class == NodeClass.Object;
            answers.Add(new NodeAnswer(client.Expand(node.Id).ToString(), node.Path, node.Name, node.Class.ToString().ToLowerInvariant(), mayHaveChildren)
            {
                Variable = isVariable ? facts[at] : null,
            });
            at += isVariable ? 1 : 0;
        }

        return answers;
    }

    /// <summary>The unit property of each variable; null id where there is none.</summary>
    public async Task<NodeId[]> UnitsAsync(IReadOnlyList<NodeId> variablesToAsk, CancellationToken cancellationToken) =>
        [.. (await client.BrowseAsync([.. variablesToAsk.Select(Downwards)], cancellationToken: cancellationToken)).Select(UnitOf)];

    private NodeId UnitOf(BrowseResult below)
    {
        foreach (var reference in below.References)
        {
            if (reference.BrowseName.Name == UnitsProperty && reference.NodeId.TryResolve(client.NamespaceUris, out var id))
                return id;
        }

        return NodeId.Null;
    }

    private async Task<Child[]> OfAsync(NodeId node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(node, out var known))
                return known;
        }

        var result = (await client.BrowseAsync([Downwards(node)], cancellationToken: cancellationToken))[0];
        if (result.StatusCode.IsBad)
            throw new OpcUaException(result.StatusCode, $"{client.Expand(node)}: {result.StatusCode}");
        var uris = client.NamespaceUris;
        var (children, seen) = (new List<Child>(result.References.Length), new HashSet<NodeId>());
        foreach (var reference in result.References)
        {
            if (reference.NodeId.ServerIndex != 0 || IsProperty(reference) || !reference.NodeId.TryResolve(uris, out var id) || !seen.Add(id))
                continue;
            var name = reference.BrowseName.Name ?? "";
            // One text is kept where both say the same.
            children.Add(new Child(id, name, reference.DisplayName.Text is { } shown && shown != name ? shown : name, reference.NodeClass));
        }

        return Keep(node, [.. children]);
    }

    private Child[] Keep(NodeId node, Child[] children)
    {
        lock (_gate)
        {
            if (_known.TryAdd(node, children))
            {
                _order.Enqueue(node);
                _kept += children.Length;
            }

            while (_kept > limits.KeptChildren && _order.Count > 1 && _known.Remove(_order.Dequeue(), out var oldest))
                _kept -= oldest.Length;
        }

        return children;
    }

    private readonly record struct Child(NodeId Id, string Name, string Shown, NodeClass Class);
}
