using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>The names of an enumeration's values, or of the bits of an option set (OPC UA Part 3, 8.50).</summary>
public sealed record EnumDefinition : IIdentifiedStructure<EnumDefinition>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 123;

    public EnumField[] Fields { get; init; } = [];

    /// <inheritdoc/>
    public static EnumDefinition Decode(ref UaReader reader) => new()
    {
        Fields = reader.ReadStructures<EnumField>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStructures(Fields);
    }
}

/// <summary>A value of an enumeration (OPC UA Part 3, 8.52).</summary>
public sealed record EnumField : IIdentifiedStructure<EnumField>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 14845;

    /// <summary>The value; for an option set the number of the bit.</summary>
    public long Value { get; init; }

    public LocalizedText DisplayName { get; init; }

    public LocalizedText Description { get; init; }

    public string? Name { get; init; }

    /// <inheritdoc/>
    public static EnumField Decode(ref UaReader reader) => new()
    {
        Value = reader.ReadInt64(),
        DisplayName = reader.ReadLocalizedText(),
        Description = reader.ReadLocalizedText(),
        Name = reader.ReadString(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteInt64(Value);
        writer.WriteLocalizedText(DisplayName);
        writer.WriteLocalizedText(Description);
        writer.WriteString(Name);
    }
}
