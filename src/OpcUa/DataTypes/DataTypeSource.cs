using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>What an address space says of one data type.</summary>
/// <param name="DataTypeId">The data type's node.</param>
/// <param name="Name">Its browse name.</param>
public sealed record DataTypeSource(NodeId DataTypeId, string Name)
{
    /// <summary>Values are of its subtypes only: a field of it carries ExtensionObjects.</summary>
    public bool IsAbstract { get; init; }

    /// <summary>The type that it derives from; null where that is not known.</summary>
    public NodeId Supertype { get; init; }

    /// <summary>The definition of a structure or union; null for others, and where the server has none.</summary>
    public StructureDefinition? Structure { get; init; }

    /// <summary>The definition of an enumeration or option set; null for others, and where the server has none.</summary>
    public EnumDefinition? Enumeration { get; init; }

    /// <summary>
    /// The "Default Binary" encoding that the HasEncoding references lead to; null where there is none. It counts before the
    /// <see cref="StructureDefinition.DefaultEncodingId"/>, which some servers give wrongly or leave out.
    /// </summary>
    public NodeId EncodingId { get; init; }
}
