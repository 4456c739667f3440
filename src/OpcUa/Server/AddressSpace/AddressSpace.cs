using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// The nodes of one server. Hosts add their objects, variables and methods below <see cref="Objects"/>, before the server
/// starts or while it runs.
/// </summary>
/// <remarks>Safe for several threads.</remarks>
public sealed partial class AddressSpace
{
    private readonly ConcurrentDictionary<NodeId, Node> _nodes = new();

    // References from the types of namespace 0, which all servers of the process share, to this server's own.
    private readonly ConcurrentDictionary<NodeId, Reference[]> _ownReferences = new();
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private string[] _namespaceUris;

    internal AddressSpace(string applicationUri, TimeProvider time)
    {
        _time = time;
        _namespaceUris = ["http://opcfoundation.org/UA/", applicationUri];
        var root = Register(new ObjectNode(ObjectIds.RootFolder, new QualifiedName("Root")));
        root.AddReference(new Reference(ReferenceTypeIds.HasTypeDefinition, true, ObjectIds.FolderType));
        Objects = AddFolder(root, ObjectIds.ObjectsFolder, new QualifiedName("Objects"));
        root.AddReference(new Reference(ReferenceTypeIds.Organizes, true, ObjectIds.TypesFolder));
        AddFolder(root, ObjectIds.ViewsFolder, new QualifiedName("Views"));
    }

    /// <summary>The folder that everything a host adds hangs under.</summary>
    public ObjectNode Objects { get; }

    /// <summary>Namespace URIs by index: 0 is OPC UA's own, 1 this server's, the others the host's.</summary>
    public IReadOnlyList<string> NamespaceUris => Volatile.Read(ref _namespaceUris);

    /// <summary>The index of a namespace, which is added if it is new.</summary>
    public ushort RegisterNamespace(string uri)
    {
        ArgumentException.ThrowIfNullOrEmpty(uri);
        lock (_gate)
        {
            var index = Array.IndexOf(_namespaceUris, uri);
            if (index < 0)
            {
                index = _namespaceUris.Length;
                Volatile.Write(ref _namespaceUris, [.. _namespaceUris, uri]);
            }

            return checked((ushort)index);
        }
    }

    /// <summary>Finds a node; the types of namespace 0 are found too.</summary>
    public bool TryFind(NodeId id, [NotNullWhen(true)] out Node? node) =>
        _nodes.TryGetValue(id, out node) || StandardTypes.Nodes.TryGetValue(id, out node);

    /// <summary>Adds a folder that its parent organizes.</summary>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    public ObjectNode AddFolder(Node parent, NodeId id, QualifiedName name) =>
        Add(parent, ReferenceTypeIds.Organizes, new ObjectNode(id, name), ObjectIds.FolderType);

    /// <summary>Adds an object as a component of its parent, or organized by it where the parent is a folder.</summary>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    public ObjectNode AddObject(Node parent, NodeId id, QualifiedName name, NodeId? typeDefinition = null)
    {
        ArgumentNullException.ThrowIfNull(parent);
        var type = parent.TypeDefinition == ObjectIds.FolderType ? ReferenceTypeIds.Organizes : ReferenceTypeIds.HasComponent;
        return Add(parent, type, new ObjectNode(id, name), typeDefinition ?? ObjectIds.BaseObjectType);
    }

    /// <summary>Adds a variable as a component of its parent, or organized by it where the parent is a folder.</summary>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    public VariableNode AddVariable(
        Node parent, NodeId id, QualifiedName name, VariableSettings settings, string? description = null, NodeId? typeDefinition = null)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(settings);
        var type = parent.TypeDefinition == ObjectIds.FolderType ? ReferenceTypeIds.Organizes : ReferenceTypeIds.HasComponent;
        var variable = new VariableNode(id, name, settings, _time) { Description = new LocalizedText(description) };
        return Add(parent, type, variable, typeDefinition ?? VariableIds.BaseDataVariableType);
    }

    /// <summary>Adds a property: a variable that says something about its parent.</summary>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    public VariableNode AddProperty(Node parent, NodeId id, QualifiedName name, VariableSettings settings) =>
        Add(parent, ReferenceTypeIds.HasProperty, new VariableNode(id, name, settings, _time), VariableIds.PropertyType);

    /// <summary>Adds a method of an object.</summary>
    /// <param name="parent">The object that the method is called on.</param>
    /// <param name="id">Id of the method; those of its argument properties are made from it.</param>
    /// <param name="name">Name of the method.</param>
    /// <param name="inputs">What a caller gives. Number and types are checked before the handler is called.</param>
    /// <param name="outputs">What a caller gets.</param>
    /// <param name="handler">Does the work, on the thread that serves the client's connection: it must not wait.</param>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    public MethodNode AddMethod(
        Node parent,
        NodeId id,
        QualifiedName name,
        IReadOnlyList<MethodArgument> inputs,
        IReadOnlyList<MethodArgument> outputs,
        Func<IReadOnlyList<Variant>, MethodOutcome> handler)
    {
        var method = Add(parent, ReferenceTypeIds.HasComponent, new MethodNode(id, name, inputs, handler), NodeId.Null);
        MethodArguments.Describe(this, method, "InputArguments", inputs);
        MethodArguments.Describe(this, method, "OutputArguments", outputs);
        return method;
    }

    /// <summary>A node's references, those of a shared type to this server's own nodes included.</summary>
    internal Reference[] ReferencesOf(Node node) =>
        _ownReferences.TryGetValue(node.Id, out var own) ? [.. node.ReferenceSnapshot, .. own] : node.ReferenceSnapshot;

    /// <summary>Whether a type, of the standard or the host's own, is another or derives from it.</summary>
    internal bool IsSubtypeOf(NodeId type, NodeId ancestor)
    {
        for (var depth = 0; depth < 100; depth++)
        {
            if (type == ancestor)
                return true;
            if (!TryFind(type, out var node) || SupertypeOf(node) is not { IsNull: false } above)
                return false;
            type = above;
        }

        return false;
    }

    private static NodeId SupertypeOf(Node node)
    {
        foreach (var reference in node.References)
        {
            if (!reference.IsForward && reference.TypeId == ReferenceTypeIds.HasSubtype)
                return reference.TargetId;
        }

        return NodeId.Null;
    }

    private void Link(Node source, NodeId referenceType, Node target)
    {
        target.AddReference(new Reference(referenceType, false, source.Id));
        var reference = new Reference(referenceType, true, target.Id);
        if (StandardTypes.Nodes.ContainsKey(source.Id))
            _ownReferences.AddOrUpdate(source.Id, [reference], (_, before) => [.. before, reference]);
        else
            source.AddReference(reference);
    }

    private T Add<T>(Node parent, NodeId referenceType, T node, NodeId typeDefinition)
        where T : Node
    {
        ArgumentNullException.ThrowIfNull(parent);
        if (!typeDefinition.IsNull)
            node.AddReference(new Reference(ReferenceTypeIds.HasTypeDefinition, true, typeDefinition));
        node.AddReference(new Reference(referenceType, false, parent.Id));
        Register(node);
        parent.AddReference(new Reference(referenceType, true, node.Id));
        return node;
    }

    private T Register<T>(T node)
        where T : Node
    {
        if (StandardTypes.Nodes.ContainsKey(node.Id) || !_nodes.TryAdd(node.Id, node))
            throw new ArgumentException($"There is a node {node.Id} already; give '{node.BrowseName}' an id of its own.");
        return node;
    }
}
