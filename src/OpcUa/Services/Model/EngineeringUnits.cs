using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>An engineering unit (OPC UA Part 8, 5.6.3).</summary>
public sealed record EUInformation : IIdentifiedStructure<EUInformation>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 889;

    public string? NamespaceUri { get; init; }

    public int UnitId { get; init; }

    public LocalizedText DisplayName { get; init; }

    public LocalizedText Description { get; init; }

    /// <inheritdoc/>
    public static EUInformation Decode(ref UaReader reader) => new()
    {
        NamespaceUri = reader.ReadString(),
        UnitId = reader.ReadInt32(),
        DisplayName = reader.ReadLocalizedText(),
        Description = reader.ReadLocalizedText(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteString(NamespaceUri);
        writer.WriteInt32(UnitId);
        writer.WriteLocalizedText(DisplayName);
        writer.WriteLocalizedText(Description);
    }
}

/// <summary>The range of a value (OPC UA Part 8, 5.6.2).</summary>
public sealed record Range : IIdentifiedStructure<Range>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 886;

    public double Low { get; init; }

    public double High { get; init; }

    /// <inheritdoc/>
    public static Range Decode(ref UaReader reader) => new()
    {
        Low = reader.ReadDouble(),
        High = reader.ReadDouble(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteDouble(Low);
        writer.WriteDouble(High);
    }
}
