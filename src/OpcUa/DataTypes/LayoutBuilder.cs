using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>What a catalog finds things in; replaced as a whole.</summary>
sealed record LayoutSet(
    Dictionary<NodeId, StructureLayout> Structures, Dictionary<NodeId, EnumerationLayout> Enumerations, Dictionary<NodeId, StructureLayout> ByEncoding)
{
    public static LayoutSet Empty { get; } = new([], [], []);
}

/// <summary>Makes layouts of what an address space says of its data types. Types may name each other in circles.</summary>
sealed class LayoutBuilder(DataTypeCatalog catalog, IReadOnlyDictionary<NodeId, DataTypeSource> sources)
{
    const int MaxSupertypes = 100;
    const int MaxOptionalFields = 32;

    readonly Dictionary<NodeId, StructureLayout> _structures = [];
    readonly Dictionary<NodeId, EnumerationLayout> _enumerations = [];

    public LayoutSet Build()
    {
        foreach (var source in sources.Values)
        {
            if (source.Enumeration is { } enumeration && IntegerOf(source) is { } type)
                _enumerations[source.DataTypeId] = new EnumerationLayout(source.DataTypeId, source.Name, type, enumeration);
            else if (source is { Structure: { } structure, IsAbstract: false })
                _structures[source.DataTypeId] = new StructureLayout(catalog, source.DataTypeId, source.Name, structure.StructureType, EncodingOf(source));
        }

        foreach (var layout in _structures.Values.ToArray())
        {
            if (FieldsOf(sources[layout.DataTypeId].Structure!) is { } fields) layout.SetFields(fields);
            else _structures.Remove(layout.DataTypeId);
        }

        // Who holds a structure in place that could not be made cannot be made either.
        while (_structures.Values.FirstOrDefault(HoldsUnreadable) is { } broken) _structures.Remove(broken.DataTypeId);
        foreach (var layout in _structures.Values) layout.Measure();
        return new LayoutSet(_structures, _enumerations, ByEncoding());
    }

    // A structure of no bytes is refused in place, too: ten of them in each of ten in each of ten would be made of nothing.
    bool HoldsUnreadable(StructureLayout layout) =>
        layout.Fields.Any(field => field.Structure is { } inner && (!_structures.ContainsKey(inner.DataTypeId) || inner.FixedSize == 0));

    // The references count before the definitions, and those before servers that send the data type itself instead of its encoding.
    Dictionary<NodeId, StructureLayout> ByEncoding()
    {
        var found = new Dictionary<NodeId, StructureLayout>();
        foreach (var layout in _structures.Values)
        {
            if (!sources[layout.DataTypeId].EncodingId.IsNull) found.TryAdd(sources[layout.DataTypeId].EncodingId, layout);
        }

        // An id that several definitions claim tells none of them.
        var claims = _structures.Values.ToLookup(layout => sources[layout.DataTypeId].Structure!.DefaultEncodingId);
        foreach (var claim in claims)
        {
            if (!claim.Key.IsNull && claim.Count() == 1) found.TryAdd(claim.Key, claim.Single());
        }

        foreach (var layout in _structures.Values) found.TryAdd(layout.DataTypeId, layout);
        return found;
    }

    static NodeId EncodingOf(DataTypeSource source) => source.EncodingId.IsNull ? source.Structure!.DefaultEncodingId : source.EncodingId;

    FieldLayout[]? FieldsOf(StructureDefinition definition)
    {
        if (definition.StructureType is < StructureType.Structure or > StructureType.UnionWithSubtypedValues) return null;
        var fields = new FieldLayout[definition.Fields.Length];
        var optional = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            var field = definition.Fields[i];
            if (TypeOf(field.DataType) is not { } type) return null;
            var allowsSubtypes = field.IsOptional
                && definition.StructureType is StructureType.StructureWithSubtypedValues or StructureType.UnionWithSubtypedValues;
            if (field.IsOptional && allowsSubtypes) type = new WireType(type.Type == BuiltInType.ExtensionObject ? BuiltInType.ExtensionObject : BuiltInType.Variant);
            var isOptional = field.IsOptional && definition.StructureType == StructureType.StructureWithOptionalFields;
            fields[i] = new FieldLayout(string.IsNullOrEmpty(field.Name) ? $"Field{i + 1}" : field.Name, field, type, isOptional ? optional++ : -1);
        }

        return optional <= MaxOptionalFields ? fields : null;
    }

    /// <summary>What a data type is on the wire; null where that cannot be told.</summary>
    WireType? TypeOf(NodeId id)
    {
        for (var i = 0; i < MaxSupertypes; i++)
        {
            if (BuiltIn(id) is { } builtIn) return new WireType(builtIn);
            if (_structures.TryGetValue(id, out var structure)) return new WireType(BuiltInType.ExtensionObject, structure);
            if (_enumerations.TryGetValue(id, out var enumeration)) return new WireType(enumeration.Type, null, enumeration);
            if (!sources.TryGetValue(id, out var source) || source.Supertype.IsNull) return null;
            // A structure that is abstract comes as an ExtensionObject; one whose definition is missing cannot be read in place.
            var above = BuiltIn(source.Supertype);
            if (source.Structure is not null || above == BuiltInType.ExtensionObject)
                return source.IsAbstract ? new WireType(BuiltInType.ExtensionObject) : null;
            if (_structures.ContainsKey(source.Supertype)) return null;
            id = source.Supertype;
        }

        return null;
    }

    BuiltInType? IntegerOf(DataTypeSource source)
    {
        var id = source.Supertype;
        for (var i = 0; i < MaxSupertypes; i++)
        {
            if (id.IsNull) return BuiltInType.Int32;
            if (BuiltIn(id) is { } type) return type is >= BuiltInType.SByte and <= BuiltInType.UInt64 ? type : null;
            id = sources.TryGetValue(id, out var above) ? above.Supertype : NodeId.Null;
        }

        return null;
    }

    /// <summary>The built-in types and the abstract ones above them (OPC 10000-6, 5.1.2; OPC 10000-3, 8).</summary>
    static BuiltInType? BuiltIn(NodeId id) => id is not { NamespaceIndex: 0, Type: NodeIdType.Numeric } ? null : id.Numeric switch
    {
        // BaseDataType, Number, Integer, UInteger: a value says itself what it is.
        24 or 26 or 27 or 28 => BuiltInType.Variant,
        29 => BuiltInType.Int32,
        >= 1 and <= 25 => (BuiltInType)id.Numeric,
        12756 => BuiltInType.ExtensionObject, // Union, abstract as Structure is
        _ => null,
    };
}
