using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <content>The host's own structures, enumerations and event types (OPC 10000-3, 5.8.3 and 8.47 to 8.52).</content>
public sealed partial class AddressSpace
{
    /// <summary>The structures and enumerations that were added here, to make and read values of them.</summary>
    public DataTypeCatalog DataTypes { get; } = new();

    /// <summary>
    /// Adds a structure or union with its "Default Binary" encoding. Variables of it have the settings
    /// <c>new VariableSettings(BuiltInType.ExtensionObject) { DataType = id }</c>.
    /// </summary>
    /// <param name="id">Id of the data type; that of its encoding is made from it.</param>
    /// <param name="name">Name of the type.</param>
    /// <param name="definition">
    /// The fields, whose own types must have been added before. A null DefaultEncodingId becomes the id of the encoding; another is
    /// served as it is, as some servers in the field do it.
    /// </param>
    /// <exception cref="ArgumentException">An id is taken, or the type of a field is unknown.</exception>
    public StructureLayout AddStructureType(NodeId id, QualifiedName name, StructureDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var isUnion = definition.StructureType is StructureType.Union or StructureType.UnionWithSubtypedValues;
        var supertype = definition.BaseDataType.IsNull ? (isUnion ? DataTypeIds.Union : DataTypeIds.Structure) : definition.BaseDataType;
        var encodingId = new NodeId($"{id.Text ?? id.ToString()}.DefaultBinary", id.NamespaceIndex);
        var served = definition with
        {
            BaseDataType = supertype,
            DefaultEncodingId = definition.DefaultEncodingId.IsNull ? encodingId : definition.DefaultEncodingId,
        };
        AddType(new TypeNode(id, NodeClass.DataType, name) { Definition = served.ToExtensionObject() }, supertype);
        var encoding = new ObjectNode(encodingId, new QualifiedName("Default Binary"));
        encoding.AddReference(new Reference(ReferenceTypeIds.HasTypeDefinition, true, ObjectIds.DataTypeEncodingType));
        Register(encoding);
        Link(_nodes[id], ReferenceTypeIds.HasEncoding, encoding);
        DataTypes.Add(new DataTypeSource(id, name.Name ?? "") { Supertype = supertype, Structure = served, EncodingId = encodingId });
        return DataTypes.FindStructure(id)
            ?? throw new ArgumentException($"The structure '{name}' has a field of a type that was not added before, or more than 32 optional fields.", nameof(definition));
    }

    /// <summary>Adds an enumeration. Variables of it have the settings <c>new VariableSettings(BuiltInType.Int32) { DataType = id }</c>.</summary>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    public EnumerationLayout AddEnumerationType(NodeId id, QualifiedName name, EnumDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        AddType(new TypeNode(id, NodeClass.DataType, name) { Definition = definition.ToExtensionObject() }, DataTypeIds.Enumeration);
        DataTypes.Add(new DataTypeSource(id, name.Name ?? "") { Supertype = DataTypeIds.Enumeration, Enumeration = definition });
        return DataTypes.FindEnumeration(id)!;
    }

    /// <summary>Adds a type of events.</summary>
    /// <param name="id">Id of the type.</param>
    /// <param name="name">Name of the type.</param>
    /// <param name="supertype">The type that it derives from; BaseEventType by default.</param>
    /// <exception cref="ArgumentException">The id is taken, or the supertype is unknown.</exception>
    public void AddEventType(NodeId id, QualifiedName name, NodeId? supertype = null) =>
        AddType(new TypeNode(id, NodeClass.ObjectType, name), supertype ?? ObjectIds.BaseEventType);

    /// <summary>Adds a variable of AnalogItemType (OPC 10000-8, 5.3.2): a number with the range that percent deadbands are of.</summary>
    /// <param name="parent">What it is a part of.</param>
    /// <param name="id">Id of the variable; those of its properties are made from it.</param>
    /// <param name="name">Name of the variable.</param>
    /// <param name="settings">Type and sampling.</param>
    /// <param name="range">The range that values are normally within.</param>
    /// <param name="unit">The unit; null where there is none.</param>
    /// <exception cref="ArgumentException">An id is taken.</exception>
    public VariableNode AddAnalogItem(
        Node parent, NodeId id, QualifiedName name, VariableSettings settings, Services.Range range, EUInformation? unit = null)
    {
        ArgumentNullException.ThrowIfNull(range);
        var variable = AddVariable(parent, id, name, settings, typeDefinition: VariableIds.AnalogItemType);
        AddProperty(variable, PropertyId(id, "EURange"), new QualifiedName("EURange"),
            new VariableSettings(BuiltInType.ExtensionObject) { DataType = DataTypeIds.Range, InitialValue = range.ToExtensionObject() });
        if (unit is not null)
        {
            AddProperty(variable, PropertyId(id, "EngineeringUnits"), new QualifiedName("EngineeringUnits"),
                new VariableSettings(BuiltInType.ExtensionObject) { DataType = DataTypeIds.EUInformation, InitialValue = unit.ToExtensionObject() });
        }

        return variable;
    }

    /// <summary>The value of a variable's property; null where it has none of this name.</summary>
    internal Variant? PropertyOf(Node node, string name)
    {
        foreach (var reference in node.References)
        {
            if (reference.IsForward && reference.TypeId == ReferenceTypeIds.HasProperty
                && TryFind(reference.TargetId, out var target) && target is VariableNode property && target.BrowseName == new QualifiedName(name))
            {
                return property.Value.Value;
            }
        }

        return null;
    }

    private static NodeId PropertyId(NodeId owner, string name) => new($"{owner.Text ?? owner.ToString()}.{name}", owner.NamespaceIndex);

    private void AddType(TypeNode type, NodeId supertype)
    {
        if (!TryFind(supertype, out var above))
            throw new ArgumentException($"The supertype {supertype} of '{type.BrowseName}' is not there: add it first.", nameof(supertype));
        Register(type);
        Link(above, ReferenceTypeIds.HasSubtype, type);
    }
}
