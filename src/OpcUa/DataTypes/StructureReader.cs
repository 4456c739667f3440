using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>
/// Reads structures field by field, or passes over them (OPC 10000-6, 5.2.6 to 5.2.8):
/// <code>
/// structure                        | field | field | ...
/// structure with optional fields   | mask: UInt32, bit n for the n-th optional field | fields that are there ...
/// union                            | number of the field from 1, or 0: UInt32 | the field
/// array / matrix                   | length or dimensions: Int32, or Int32 array | elements ...
/// </code>
/// </summary>
/// <remarks>Nesting counts against <see cref="EncodingLimits.MaxNestingDepth"/>, and so do the levels of ExtensionObjects within.</remarks>
static class StructureReader
{
    public static StructureValue Read(StructureLayout layout, ref UaReader reader)
    {
        reader.Enter();
        var value = new StructureValue(layout);
        var presence = Presence.Read(layout, ref reader);
        var fields = layout.FieldSpan;
        for (var i = 0; i < fields.Length; i++)
        {
            if (presence.Has(fields[i], i)) value.SetAt(i, ReadField(layout, fields[i], ref reader));
        }

        reader.Leave();
        return value;
    }

    public static void Skip(StructureLayout layout, ref UaReader reader)
    {
        if (layout.FixedSize >= 0)
        {
            reader.Skip(layout.FixedSize);
            return;
        }

        reader.Enter();
        var presence = Presence.Read(layout, ref reader);
        var fields = layout.FieldSpan;
        for (var i = 0; i < fields.Length; i++)
        {
            if (presence.Has(fields[i], i)) Skip(fields[i], ref reader);
        }

        reader.Leave();
    }

    public static void Skip(FieldLayout field, ref UaReader reader)
    {
        var count = field.IsArray ? Count(field, ref reader, out _) : 1;
        SkipElements(field, count, ref reader);
    }

    public static void SkipElements(FieldLayout field, int count, ref UaReader reader)
    {
        if (field.ElementSize >= 0)
        {
            reader.Skip((long)field.ElementSize * Math.Max(count, 0));
            return;
        }

        for (var i = 0; i < count; i++)
        {
            if (field.Structure is { } inner) Skip(inner, ref reader);
            else SkipOne(field.Type, ref reader);
        }
    }

    /// <summary>Elements of an array or matrix that follow; -1 for null.</summary>
    /// <remarks>An element counts as one byte at least: an array of structures without fields cannot be longer than its message.</remarks>
    public static int Count(FieldLayout field, ref UaReader reader, out int[]? dimensions)
    {
        dimensions = null;
        if (field.ValueRank == 1) return reader.ReadArrayLength(Math.Max(1, field.ElementSize));
        dimensions = reader.ReadInt32Array();
        if (dimensions is null) return -1;
        if (dimensions.Length != field.ValueRank)
            Malformed.Value($"Field '{field.Name}' has {dimensions.Length} dimensions; its type says {field.ValueRank}.");
        var count = 1L;
        foreach (var dimension in dimensions)
        {
            count = dimension <= 0 ? 0 : count * dimension;
            // Checked at each step, so that the product cannot overflow.
            if (count > reader.Limits.MaxArrayLength) Malformed.Limit("Number of elements of a matrix", count, reader.Limits.MaxArrayLength);
        }

        reader.CheckArrayLength(count, Math.Max(1, field.ElementSize));
        return (int)count;
    }

    /// <summary>One value of a built-in type, Variants included.</summary>
    public static Variant ReadOne(BuiltInType type, ref UaReader reader) =>
        type == BuiltInType.Variant ? reader.ReadVariant() : reader.ReadScalar(type);

    /// <summary>A whole array or matrix of a built-in type.</summary>
    public static Variant ReadArray(FieldLayout field, ref UaReader reader)
    {
        if (field.ValueRank == 1) return Variant.FromArray(field.Type, reader.ReadArrayElements(field.Type));
        var count = Count(field, ref reader, out var dimensions);
        if (count < 0) return Variant.FromArray(field.Type, null);
        var elements = ElementArrays.Make(field.Type, count);
        for (var i = 0; i < count; i++) ElementArrays.Set(elements, i, ReadOne(field.Type, ref reader));
        return count == 0 ? Variant.FromArray(field.Type, elements) : Variant.FromMatrix(field.Type, elements, dimensions!);
    }

    static FieldValue ReadField(StructureLayout layout, FieldLayout field, ref UaReader reader)
    {
        if (field.Structure is { } inner)
        {
            if (!field.IsArray) return new FieldValue(Read(inner, ref reader));
            var count = Count(field, ref reader, out var dimensions);
            var structures = new StructureValue[Math.Max(count, 0)];
            for (var i = 0; i < structures.Length; i++) structures[i] = Read(inner, ref reader);
            return new FieldValue(structures, dimensions);
        }

        var value = field.IsArray ? ReadArray(field, ref reader) : ReadOne(field.Type, ref reader);
        return field.Type == BuiltInType.ExtensionObject ? Subtyped(layout.Catalog, value, ref reader) : new FieldValue(value);
    }

    // A field that any structure may come in carries ExtensionObjects: those of known types become structures.
    static FieldValue Subtyped(DataTypeCatalog catalog, in Variant value, ref UaReader reader)
    {
        if (!value.IsArray)
            return catalog.TryDecode(value.AsExtensionObject(), ref reader, out var one) ? new FieldValue(one) : new FieldValue(value);
        if (value.Elements is not ExtensionObject[] { Length: > 0 } elements || value.Dimensions.Count > 0) return new FieldValue(value);
        var structures = new StructureValue[elements.Length];
        for (var i = 0; i < elements.Length; i++)
        {
            // One that is unknown leaves all of them as they came: an array holds one kind of thing.
            if (!catalog.TryDecode(elements[i], ref reader, out var structure)) return new FieldValue(value);
            structures[i] = structure;
        }

        return new FieldValue(structures);
    }

    static void SkipOne(BuiltInType type, ref UaReader reader)
    {
        if (type is BuiltInType.String or BuiltInType.ByteString or BuiltInType.XmlElement)
            reader.Skip(Math.Max(0, reader.ReadInt32()));
        else
            ReadOne(type, ref reader);
    }
}

/// <summary>Which fields of a structure are there.</summary>
readonly ref struct Presence
{
    readonly StructureType _kind;
    readonly uint _mask;

    Presence(StructureType kind, uint mask)
    {
        _kind = kind;
        _mask = mask;
    }

    public static Presence Read(StructureLayout layout, ref UaReader reader)
    {
        if (layout.IsSequence) return default;
        var mask = reader.ReadUInt32();
        if (layout.IsUnion && mask > layout.Fields.Count)
            Malformed.Value($"The union '{layout.Name}' has {layout.Fields.Count} fields; number {mask} was sent.");
        return new Presence(layout.Kind, mask);
    }

    /// <param name="field">The field.</param>
    /// <param name="index">Its position.</param>
    public bool Has(FieldLayout field, int index) => _kind switch
    {
        StructureType.StructureWithOptionalFields => field.OptionalBit < 0 || (_mask & (1u << field.OptionalBit)) != 0,
        StructureType.Union or StructureType.UnionWithSubtypedValues => _mask == index + 1,
        _ => true,
    };
}
