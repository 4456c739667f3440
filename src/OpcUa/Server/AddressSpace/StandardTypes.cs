using System.Collections.Frozen;
using System.Globalization;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// The part of namespace 0 that is the same on every server: the folders below Types and the types that clients need to show
/// and filter nodes. Read once from StandardTypes.txt and shared by all servers of the process; never changed afterwards.
/// </summary>
internal static class StandardTypes
{
    private static readonly Lazy<FrozenDictionary<NodeId, Node>> All = new(Load);

    public static FrozenDictionary<NodeId, Node> Nodes => All.Value;

    /// <summary>True where a reference type is another or derives from it.</summary>
    public static bool IsSubtypeOf(NodeId type, NodeId ancestor)
    {
        for (var current = type; !current.IsNull; current = SupertypeOf(current))
        {
            if (current == ancestor)
                return true;
        }

        return false;
    }

    private static NodeId SupertypeOf(NodeId type)
    {
        if (!Nodes.TryGetValue(type, out var node))
            return NodeId.Null;
        foreach (var reference in node.References)
        {
            if (!reference.IsForward && reference.TypeId == ReferenceTypeIds.HasSubtype)
                return reference.TargetId;
        }

        return NodeId.Null;
    }

    private static FrozenDictionary<NodeId, Node> Load()
    {
        var nodes = new Dictionary<NodeId, Node>();
        using var stream = typeof(StandardTypes).Assembly.GetManifestResourceStream("StandardTypes.txt")
            ?? throw new InvalidOperationException("The resource StandardTypes.txt is missing from the assembly.");
        using var lines = new StreamReader(stream);
        var supertypes = new List<(Node Node, NodeId Supertype)>();
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var fields = line.Split(' ');
            var node = ReadType(fields);
            nodes.Add(node.Id, node);
            if (fields[3] != "-")
                supertypes.Add((node, NumberOf(fields[3])));
        }

        foreach (var (node, supertype) in supertypes)
            Link(nodes[supertype], ReferenceTypeIds.HasSubtype, node);
        AddFolders(nodes);
        return nodes.ToFrozenDictionary();
    }

    // class number name supertype [abstract] [symmetric] [inverse=Name] [type=number] [rank=number]
    private static TypeNode ReadType(string[] fields)
    {
        var flags = fields.AsSpan(4);
        string? inverse = null;
        var valueType = new NodeId(24);
        var rank = -1;
        foreach (var flag in flags)
        {
            var (name, value) = flag.Split('=') is [var left, var right] ? (left, right) : (flag, "");
            switch (name)
            {
                case "inverse":
                    inverse = value;
                    break;
                case "type":
                    valueType = NumberOf(value);
                    break;
                case "rank":
                    rank = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
            }
        }

        return new TypeNode(NumberOf(fields[1]), Enum.Parse<NodeClass>(fields[0]), new QualifiedName(fields[2]))
        {
            IsAbstract = flags.Contains("abstract"),
            IsSymmetric = flags.Contains("symmetric"),
            InverseName = inverse,
            ValueType = valueType,
            ValueRank = rank,
        };
    }

    private static void AddFolders(Dictionary<NodeId, Node> nodes)
    {
        var types = Folder(86, "Types", 58);
        Folder(88, "ObjectTypes", 58);
        Folder(89, "VariableTypes", 62);
        Folder(90, "DataTypes", 24);
        Folder(91, "ReferenceTypes", 31);
        Folder(3048, "EventTypes", 2041);

        ObjectNode Folder(uint id, string name, uint content)
        {
            var folder = new ObjectNode(new NodeId(id), new QualifiedName(name));
            folder.AddReference(new Reference(ReferenceTypeIds.HasTypeDefinition, true, ObjectIds.FolderType));
            nodes.Add(folder.Id, folder);
            if (id == 86)
                folder.AddReference(new Reference(ReferenceTypeIds.Organizes, false, ObjectIds.RootFolder));
            else
            {
                Link(nodes[new NodeId(86)], ReferenceTypeIds.Organizes, folder);
                Link(folder, ReferenceTypeIds.Organizes, nodes[new NodeId(content)]);
            }

            return folder;
        }
    }

    private static void Link(Node source, NodeId type, Node target)
    {
        source.AddReference(new Reference(type, true, target.Id));
        target.AddReference(new Reference(type, false, source.Id));
    }

    private static NodeId NumberOf(string text) => new(uint.Parse(text, CultureInfo.InvariantCulture));
}
