using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>How a structure or union is made (OPC UA Part 3, 8.48).</summary>
public sealed record StructureDefinition : IIdentifiedStructure<StructureDefinition>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 122;

    /// <summary>The binary encoding; some servers give a wrong one or none.</summary>
    public NodeId DefaultEncodingId { get; init; }

    public NodeId BaseDataType { get; init; }

    public StructureType StructureType { get; init; }

    /// <summary>All fields in the order of the wire, those of the supertypes first.</summary>
    public StructureField[] Fields { get; init; } = [];

    /// <inheritdoc/>
    public static StructureDefinition Decode(ref UaReader reader) => new()
    {
        DefaultEncodingId = reader.ReadNodeId(),
        BaseDataType = reader.ReadNodeId(),
        StructureType = (StructureType)reader.ReadInt32(),
        Fields = reader.ReadStructures<StructureField>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteNodeId(DefaultEncodingId);
        writer.WriteNodeId(BaseDataType);
        writer.WriteInt32((int)StructureType);
        writer.WriteStructures(Fields);
    }
}

/// <summary>A field of a structure (OPC UA Part 3, 8.51).</summary>
public sealed record StructureField : IIdentifiedStructure<StructureField>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 14844;

    public string? Name { get; init; }

    public LocalizedText Description { get; init; }

    public NodeId DataType { get; init; }

    /// <summary>-1 for a single value, otherwise the number of dimensions.</summary>
    public int ValueRank { get; init; } = -1;

    public uint[] ArrayDimensions { get; init; } = [];

    public uint MaxStringLength { get; init; }

    /// <summary>The field may be absent; in structures with subtyped values, it may hold a subtype.</summary>
    public bool IsOptional { get; init; }

    /// <inheritdoc/>
    public static StructureField Decode(ref UaReader reader) => new()
    {
        Name = reader.ReadString(),
        Description = reader.ReadLocalizedText(),
        DataType = reader.ReadNodeId(),
        ValueRank = reader.ReadInt32(),
        ArrayDimensions = reader.ReadUInt32Array() ?? [],
        MaxStringLength = reader.ReadUInt32(),
        IsOptional = reader.ReadBoolean(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteString(Name);
        writer.WriteLocalizedText(Description);
        writer.WriteNodeId(DataType);
        writer.WriteInt32(ValueRank);
        writer.WriteUInt32Array(ArrayDimensions);
        writer.WriteUInt32(MaxStringLength);
        writer.WriteBoolean(IsOptional);
    }
}
