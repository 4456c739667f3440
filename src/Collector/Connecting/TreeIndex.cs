using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>
/// What is known of the tree below a node: level by level, each node once, no more than <paramref name="maxNodes"/>. It can be
/// searched while it grows. The server's own diagnostics are left out, and properties: nobody collects those. Thread-safe; one
/// at a time may build it.
/// </summary>
internal sealed class TreeIndex(OpcUaConnection client, NodeId root, string rootPath, int maxNodes)
{
    /// <summary>So many nodes are looked into by one request: an answer comes soon, and others have their turn.</summary>
    private const int OpenedAtOnce = 100;

    private const string UnitsProperty = "EngineeringUnits";

    private readonly Lock _gate = new();

    // In the order of levels: a parent stands before its children.
    private readonly List<IndexedNode> _nodes = [new(root, -1, rootPath, null, NodeClass.Object)];
    private readonly HashSet<NodeId> _seen = [root];
    private readonly Dictionary<int, NodeId> _units = [];
    private int _opened;
    private bool _isCut;
    private string? _failure;

    public IndexProgress Progress()
    {
        lock (_gate)
            return new IndexProgress(_nodes.Count, _opened, _opened == _nodes.Count, _isCut, _failure);
    }

    /// <summary>Looks through the tree from where it was left. A failure of the server ends it and is told by <see cref="Progress"/>.</summary>
    public async Task BuildAsync(CancellationToken cancellationToken)
    {
        try
        {
            lock (_gate)
                _failure = null;
            while (NextToOpen() is { Count: > 0 } next)
            {
                var results = await client.BrowseAsync([.. next.Select(node => NodeChildren.Downwards(node.Id))], cancellationToken: cancellationToken);
                lock (_gate)
                {
                    for (var i = 0; i < next.Count; i++)
                    {
                        // A node that this user must not look into has no children for this user.
                        if (!results[i].StatusCode.IsBad)
                            Add(next[i].Index, results[i].References);
                    }

                    _opened = next[^1].Index + 1;
                }
            }
        }
        catch (Exception fault) when (ConnectingException.IsOfServer(fault))
        {
            lock (_gate)
                _failure = fault.Message;
        }
    }

    /// <summary>The nodes in whose name, or id, all words occur; a word may also stand in a name above, if another one stands here.</summary>
    /// <param name="text">Words, divided by spaces.</param>
    /// <param name="after">How many matches are passed over.</param>
    /// <param name="limit">How many are given.</param>
    public (IReadOnlyList<FoundNode> Nodes, int Total, int Variables) Search(string text, int after, int limit)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // One bit a word.
        words = words[..Math.Min(words.Length, 31)];
        var all = (1 << words.Length) - 1;
        var (found, total, variables) = (new List<FoundNode>(), 0, 0);
        lock (_gate)
        {
            var above = new int[_nodes.Count];
            for (var i = 0; i < _nodes.Count; i++)
            {
                var node = _nodes[i];
                var own = 0;
                for (var word = 0; word < words.Length; word++)
                    own |= node.Has(words[word]) ? 1 << word : 0;
                above[i] = own | (node.Parent < 0 ? 0 : above[node.Parent]);
                if (own == 0 || above[i] != all || node.Parent < 0)
                    continue;
                if (total++ >= after && found.Count < limit)
                    found.Add(Found(i));
                variables += node.Class == NodeClass.Variable ? 1 : 0;
            }
        }

        return (found, total, variables);
    }

    /// <summary>All variables, or the first of them.</summary>
    public IReadOnlyList<FoundNode> Variables(int limit)
    {
        lock (_gate)
        {
            return [.. Enumerable.Range(0, _nodes.Count).Where(i => _nodes[i].Class == NodeClass.Variable).Take(limit).Select(Found)];
        }
    }

    /// <summary>The variables that a search finds, or the first of them.</summary>
    public IReadOnlyList<FoundNode> Variables(string search, int limit) =>
        [.. Search(search, 0, int.MaxValue).Nodes.Where(node => node.Class == NodeClass.Variable).Take(limit)];

    private List<(int Index, NodeId Id)> NextToOpen()
    {
        lock (_gate)
        {
            var next = new List<(int, NodeId)>(OpenedAtOnce);
            for (var i = _opened; i < _nodes.Count && next.Count < OpenedAtOnce; i++)
                next.Add((i, _nodes[i].Class == NodeClass.Method ? NodeId.Null : _nodes[i].Id));
            return next;
        }
    }

    private void Add(int parent, ReferenceDescription[] references)
    {
        foreach (var reference in references)
        {
            if (reference.NodeId.ServerIndex != 0 || !reference.NodeId.TryResolve(client.NamespaceUris, out var id) || id == ObjectIds.Server)
                continue;
            if (NodeChildren.IsProperty(reference))
            {
                if (reference.BrowseName.Name == UnitsProperty)
                    _units[parent] = id;
                continue;
            }

            if (_seen.Count >= maxNodes)
            {
                _isCut = true;
                return;
            }

            if (!_seen.Add(id))
                continue;
            var name = reference.BrowseName.Name ?? "";
            var shown = reference.DisplayName.Text;
            _nodes.Add(new IndexedNode(id, parent, name, shown == name ? null : shown, reference.NodeClass));
        }
    }

    private FoundNode Found(int index)
    {
        var node = _nodes[index];
        return new FoundNode(node.Id, PathOf(index), node.Shown ?? node.Name, node.Class, _units.GetValueOrDefault(index, NodeId.Null));
    }

    private string PathOf(int index)
    {
        var names = new Stack<string>();
        for (var at = index; at >= 0; at = _nodes[at].Parent)
            names.Push(_nodes[at].Name);
        return string.Join('/', names);
    }

    /// <param name="Id">As the server numbers its namespaces in this session.</param>
    /// <param name="Parent">Its place; -1 for the root.</param>
    /// <param name="Name">Its browse name.</param>
    /// <param name="Shown">Its display name where that is another one.</param>
    /// <param name="Class">What it is.</param>
    private readonly record struct IndexedNode(NodeId Id, int Parent, string Name, string? Shown, NodeClass Class)
    {
        public bool Has(string word) =>
            Name.Contains(word, StringComparison.OrdinalIgnoreCase) || (Shown?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false)
            || (Id.Text?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false);
    }
}

/// <summary>A node of a tree that was looked through.</summary>
/// <param name="Id">As the server numbers its namespaces in this session.</param>
/// <param name="Path">Browse names from Objects on.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Class">What it is.</param>
/// <param name="Unit">Its EngineeringUnits property; null id where it has none.</param>
internal readonly record struct FoundNode(NodeId Id, string Path, string Name, NodeClass Class, NodeId Unit);
