using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// Fills a session's catalog from the server: the definitions of data types, of all that their fields are of, and of what they
/// derive from. Encodings are taken from the HasEncoding references where a server has them (OPC 10000-3, 5.8.4).
/// </summary>
sealed class DataTypeLoader(NodeServices services, Func<ClientSession> session)
{
    static readonly uint[] Attributes = [AttributeIds.BrowseName, AttributeIds.IsAbstract, AttributeIds.DataTypeDefinition];

    public async Task<DataTypeCatalog> LoadAsync(IEnumerable<NodeId> dataTypes, CancellationToken cancellationToken)
    {
        var current = session();
        var catalog = current.DataTypes;
        var seen = new HashSet<NodeId>();
        // Types whose subtypes may come in their place: those are loaded, too.
        var open = new HashSet<NodeId>();
        var wanted = new List<NodeId>();
        var found = new List<DataTypeSource>();
        Want(dataTypes);
        while (wanted.Count > 0)
        {
            if (seen.Count > DataTypeCatalog.MaxTypes)
                throw new OpcUaException(StatusCodes.BadEncodingLimitsExceeded, $"The structures lead to more than {DataTypeCatalog.MaxTypes} data types.");
            NodeId[] batch = [.. wanted];
            wanted.Clear();
            var sources = await ReadAsync(current, batch, cancellationToken).ConfigureAwait(false);
            found.AddRange(sources);
            foreach (var source in sources)
            {
                Want([source.Supertype]);
                if (source.Structure is not { } structure) continue;
                if (source.IsAbstract) open.Add(source.DataTypeId);
                if (structure.StructureType is StructureType.StructureWithSubtypedValues or StructureType.UnionWithSubtypedValues)
                    open.UnionWith(structure.Fields.Where(field => field.IsOptional && !IsStandard(field.DataType)).Select(field => field.DataType));
                Want(structure.Fields.Select(field => field.DataType));
            }

            var above = sources.Where(source => open.Contains(source.DataTypeId)).Select(source => source.DataTypeId).ToArray();
            var below = await BrowseAsync(current, above, ReferenceTypeIds.HasSubtype, BrowseDirection.Forward, cancellationToken).ConfigureAwait(false);
            foreach (var subtype in below.SelectMany(references => references).Select(reference => reference.Id))
            {
                open.Add(subtype);
                Want([subtype]);
            }
        }

        if (found.Count > 0) catalog.Add(found);
        return catalog;

        void Want(IEnumerable<NodeId> types)
        {
            foreach (var type in types)
            {
                if (!type.IsNull && !IsStandard(type) && seen.Add(type) && !catalog.Knows(type)) wanted.Add(type);
            }
        }
    }

    /// <summary>As the other, for the data types of variables.</summary>
    public async Task<DataTypeCatalog> LoadOfAsync(IReadOnlyList<NodeId> variables, CancellationToken cancellationToken)
    {
        ReadValueId[] what = [.. variables.Select(variable => new ReadValueId { NodeId = variable, AttributeId = AttributeIds.DataType })];
        var read = await services.ReadAsync(what, TimestampsToReturn.Neither, cancellationToken).ConfigureAwait(false);
        var types = read.Where(one => !one.StatusCode.IsBad && one.Value.ToObject() is NodeId).Select(one => (NodeId)one.Value.ToObject()!);
        return await LoadAsync(types, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As the other, for the data types that encodings belong to: of values whose type is not known beforehand.</summary>
    public async Task<DataTypeCatalog> LoadEncodingsAsync(IReadOnlyList<NodeId> encodings, CancellationToken cancellationToken)
    {
        var current = session();
        var types = await BrowseAsync(current, encodings, ReferenceTypeIds.HasEncoding, BrowseDirection.Inverse, cancellationToken).ConfigureAwait(false);
        return await LoadAsync(types.SelectMany(references => references).Select(reference => reference.Id), cancellationToken).ConfigureAwait(false);
    }

    async Task<DataTypeSource[]> ReadAsync(ClientSession current, NodeId[] types, CancellationToken cancellationToken)
    {
        ReadValueId[] what = [.. types.SelectMany(type => Attributes, (type, attribute) => new ReadValueId { NodeId = type, AttributeId = attribute })];
        var values = await services.ReadAsync(what, TimestampsToReturn.Neither, cancellationToken).ConfigureAwait(false);
        var supertypes = await BrowseAsync(current, types, ReferenceTypeIds.HasSubtype, BrowseDirection.Inverse, cancellationToken).ConfigureAwait(false);
        var encodings = await BrowseAsync(current, types, ReferenceTypeIds.HasEncoding, BrowseDirection.Forward, cancellationToken).ConfigureAwait(false);
        var sources = new DataTypeSource[types.Length];
        for (var i = 0; i < sources.Length; i++)
        {
            var name = Of(values[i * 3]).ToObject() is QualifiedName browseName ? browseName.Name : null;
            var isAbstract = Of(values[(i * 3) + 1]).ToObject() is true;
            var (structure, enumeration) = DefinitionOf(Of(values[(i * 3) + 2]));
            sources[i] = new DataTypeSource(types[i], name ?? types[i].ToString())
            {
                IsAbstract = isAbstract,
                Structure = structure,
                Enumeration = enumeration,
                Supertype = supertypes[i].Select(reference => reference.Id).FirstOrDefault(),
                EncodingId = encodings[i].Where(reference => reference.Name == "Default Binary").Select(reference => reference.Id).FirstOrDefault(),
            };
        }

        return sources;

        static Variant Of(DataValue value) => value.StatusCode.IsBad ? Variant.Null : value.Value;
    }

    // A definition that cannot be read is as one that is missing: values of the type stay bytes, the others do not.
    static (StructureDefinition?, EnumDefinition?) DefinitionOf(Variant value)
    {
        if (value.ToObject() is not ExtensionObject definition) return default;
        try
        {
            if (definition.TryDecode<StructureDefinition>(out var structure)) return (structure, null);
            return definition.TryDecode<EnumDefinition>(out var enumeration) ? (null, enumeration) : default;
        }
        catch (OpcUaException)
        {
            return default;
        }
    }

    async Task<(NodeId Id, string? Name)[][]> BrowseAsync(
        ClientSession current, IReadOnlyList<NodeId> nodes, NodeId referenceType, BrowseDirection direction, CancellationToken cancellationToken)
    {
        if (nodes.Count == 0) return [];
        BrowseDescription[] what = [.. nodes.Select(node => new BrowseDescription
        {
            NodeId = node,
            BrowseDirection = direction,
            ReferenceTypeId = referenceType,
            IncludeSubtypes = true,
            ResultMask = (uint)BrowseResultMask.BrowseName,
        })];
        var results = await services.BrowseAsync(what, 0, cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(results, result => result.References
            .Select(reference => (Found: reference.NodeId.TryResolve(current.Profile.NamespaceUris, out var id), Id: id, reference.BrowseName.Name))
            .Where(reference => reference.Found)
            .Select(reference => (reference.Id, (string?)reference.Name))
            .ToArray());
    }

    /// <summary>Built-in types and the abstract ones above them: there is nothing to load.</summary>
    static bool IsStandard(NodeId type) => type is { NamespaceIndex: 0, Type: NodeIdType.Numeric, Numeric: <= 29 };
}
