using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>An argument of a method (OPC UA Part 3, 8.6).</summary>
public sealed record Argument : IIdentifiedStructure<Argument>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 298;

    public string? Name { get; init; }

    public NodeId DataType { get; init; }

    /// <summary>-1 scalar, 1 and more the number of dimensions.</summary>
    public int ValueRank { get; init; }

    public uint[] ArrayDimensions { get; init; } = [];

    public LocalizedText Description { get; init; }

    /// <inheritdoc/>
    public static Argument Decode(ref UaReader reader) => new()
    {
        Name = reader.ReadString(),
        DataType = reader.ReadNodeId(),
        ValueRank = reader.ReadInt32(),
        ArrayDimensions = reader.ReadUInt32Array() ?? [],
        Description = reader.ReadLocalizedText(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteString(Name);
        writer.WriteNodeId(DataType);
        writer.WriteInt32(ValueRank);
        writer.WriteUInt32Array(ArrayDimensions);
        writer.WriteLocalizedText(Description);
    }
}
