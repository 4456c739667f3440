using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>A field of a structure and how it lies on the wire (OPC 10000-6, 5.2.6). Immutable.</summary>
public sealed class FieldLayout
{
    const int Unknown = -2;
    const int Variable = -1;

    int _elementSize = Unknown;

    internal FieldLayout(string name, StructureField definition, in WireType type, int optionalBit)
    {
        Name = name;
        Description = definition.Description;
        DataType = definition.DataType;
        // -1 is a single value. Other numbers below 1 are not allowed here (8.51); servers that write 0 mean a single value.
        ValueRank = definition.ValueRank < 1 ? -1 : definition.ValueRank;
        OptionalBit = optionalBit;
        Type = type.Type;
        Structure = type.Structure;
        Enumeration = type.Enumeration;
    }

    /// <summary>The field's name.</summary>
    public string Name { get; }

    /// <summary>What it means; null text where the server does not say.</summary>
    public LocalizedText Description { get; }

    /// <summary>Its data type.</summary>
    public NodeId DataType { get; }

    /// <summary>
    /// The built-in type on the wire: Int32 for enumerations, Variant where any type is allowed, ExtensionObject for structures.
    /// Whether a structure is written in place or as an ExtensionObject of its own is told by <see cref="Structure"/>.
    /// </summary>
    public BuiltInType Type { get; }

    /// <summary>The structure that is written in place; null for other types, and where any structure may come.</summary>
    public StructureLayout? Structure { get; }

    /// <summary>The names of the values; null where the field is no enumeration.</summary>
    public EnumerationLayout? Enumeration { get; }

    /// <summary>-1 for a single value, otherwise the number of dimensions.</summary>
    public int ValueRank { get; }

    /// <summary>Whether the field may be absent.</summary>
    public bool IsOptional => OptionalBit >= 0;

    /// <summary>Whether the field is an array or a matrix.</summary>
    public bool IsArray => ValueRank >= 1;

    /// <summary>The field's bit of the mask in a structure with optional fields; -1 where it is always there.</summary>
    internal int OptionalBit { get; }

    /// <summary>Bytes of one element where that never changes; -1 otherwise.</summary>
    internal int ElementSize => SizeWithin(0);

    /// <summary><see cref="ElementSize"/>, asked for from so many structures around the field.</summary>
    internal int SizeWithin(int depth)
    {
        if (_elementSize == Unknown)
        {
            // A structure that holds itself asks for its own size here, and learns that it has none.
            _elementSize = Variable;
            _elementSize = Structure is { } inner ? inner.SizeWithin(depth) : SizeOf(Type);
        }

        return _elementSize;
    }

    static int SizeOf(BuiltInType type) => type switch
    {
        BuiltInType.Boolean or BuiltInType.SByte or BuiltInType.Byte => 1,
        BuiltInType.Int16 or BuiltInType.UInt16 => 2,
        BuiltInType.Int32 or BuiltInType.UInt32 or BuiltInType.Float or BuiltInType.StatusCode => 4,
        BuiltInType.Int64 or BuiltInType.UInt64 or BuiltInType.Double or BuiltInType.DateTime => 8,
        BuiltInType.Guid => 16,
        _ => Variable,
    };
}

/// <summary>What a data type is on the wire.</summary>
/// <param name="Type">The built-in type.</param>
/// <param name="Structure">The structure that is written in place, if it is one.</param>
/// <param name="Enumeration">The names, if it is an enumeration.</param>
readonly record struct WireType(BuiltInType Type, StructureLayout? Structure = null, EnumerationLayout? Enumeration = null);
