using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>Writes structures field by field; the bytes are those that <see cref="StructureReader"/> reads.</summary>
static class StructureWriter
{
    const int MaxDepth = 100;

    public static void Write(StructureValue value, ref UaWriter writer, int depth)
    {
        // A structure that was put into itself would never end.
        if (depth > MaxDepth)
            throw new OpcUaException(StatusCodes.BadEncodingLimitsExceeded, $"'{value.Layout.Name}' is nested more than {MaxDepth} levels deep.");
        var fields = value.Layout.FieldSpan;
        switch (value.Layout.Kind)
        {
            case StructureType.StructureWithOptionalFields:
                WriteMask(value, fields, ref writer);
                for (var i = 0; i < fields.Length; i++)
                {
                    if (!fields[i].IsOptional || value[i].IsPresent) WriteField(value.Layout, fields[i], value[i], ref writer, depth);
                }

                break;
            case StructureType.Union or StructureType.UnionWithSubtypedValues:
                WriteUnion(value, fields, ref writer, depth);
                break;
            default:
                for (var i = 0; i < fields.Length; i++) WriteField(value.Layout, fields[i], value[i], ref writer, depth);
                break;
        }
    }

    static void WriteMask(StructureValue value, ReadOnlySpan<FieldLayout> fields, ref UaWriter writer)
    {
        var mask = 0u;
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].IsOptional && value[i].IsPresent) mask |= 1u << fields[i].OptionalBit;
        }

        writer.WriteUInt32(mask);
    }

    static void WriteUnion(StructureValue value, ReadOnlySpan<FieldLayout> fields, ref UaWriter writer, int depth)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (!value[i].IsPresent) continue;
            writer.WriteUInt32((uint)i + 1);
            WriteField(value.Layout, fields[i], value[i], ref writer, depth);
            return;
        }

        writer.WriteUInt32(0);
    }

    static void WriteField(StructureLayout layout, FieldLayout field, in FieldValue value, ref UaWriter writer, int depth)
    {
        if (field.Structure is not null) WriteStructures(layout, field, value, ref writer, depth);
        else if (value.Structure is { } structure && field.Type == BuiltInType.ExtensionObject)
            WriteScalarField(layout, field, structure.ToExtensionObject(depth + 1), ref writer);
        else if (value.Structures is { } structures && field.Type == BuiltInType.ExtensionObject)
            WriteArrayField(layout, field, Variant.FromArray(BuiltInType.ExtensionObject, structures.Select(one => one.ToExtensionObject(depth + 1)).ToArray()), ref writer);
        else if (field.IsArray) WriteArrayField(layout, field, value.Value, ref writer);
        else WriteScalarField(layout, field, value.Value, ref writer);
    }

    static void WriteStructures(StructureLayout layout, FieldLayout field, in FieldValue value, ref UaWriter writer, int depth)
    {
        if (!field.IsArray)
        {
            var one = value.Structure ?? (value.IsPresent ? null : new StructureValue(field.Structure!));
            Write(Checked(layout, field, one), ref writer, depth + 1);
            return;
        }

        if (value.IsPresent && value.Structures is null) throw Mismatch(layout, field, value.ToString());
        var structures = value.Structures ?? [];
        if (field.ValueRank == 1) writer.WriteInt32(structures.Count);
        else WriteDimensions(layout, field, value.Dimensions ?? [], structures.Count, ref writer);
        foreach (var structure in structures) Write(Checked(layout, field, structure), ref writer, depth + 1);
    }

    static StructureValue Checked(StructureLayout layout, FieldLayout field, StructureValue? value) =>
        value is not null && value.Layout.DataTypeId == field.Structure!.DataTypeId
            ? value
            : throw Mismatch(layout, field, value?.Layout.Name ?? "no structure");

    static void WriteScalarField(StructureLayout layout, FieldLayout field, in Variant value, ref UaWriter writer)
    {
        if (field.Type == BuiltInType.Variant)
        {
            writer.WriteVariant(value);
            return;
        }

        if (!value.IsNull && (value.Type != field.Type || value.IsArray)) throw Mismatch(layout, field, value.ToString());
        writer.WriteScalar(value.IsNull ? Defaults.Of(field.Type) : value);
    }

    static void WriteArrayField(StructureLayout layout, FieldLayout field, in Variant value, ref UaWriter writer)
    {
        if (!value.IsNull && (value.Type != field.Type || !value.IsArray)) throw Mismatch(layout, field, value.ToString());
        if (field.ValueRank == 1)
        {
            writer.WriteElements(field.Type, value.Elements);
            return;
        }

        var elements = value.Elements;
        WriteDimensions(layout, field, value.Dimensions, elements?.Length ?? 0, ref writer);
        for (var i = 0; i < elements?.Length; i++)
        {
            var element = ElementArrays.Get(elements, i);
            if (field.Type == BuiltInType.Variant) writer.WriteVariant(element);
            else writer.WriteScalar(element);
        }
    }

    static void WriteDimensions(StructureLayout layout, FieldLayout field, IReadOnlyList<int> dimensions, int count, ref UaWriter writer)
    {
        if (count == 0)
        {
            writer.WriteInt32Array(new int[field.ValueRank]);
            return;
        }

        if (dimensions.Count != field.ValueRank || dimensions.Aggregate(1L, (product, length) => product * length) != count)
            throw Mismatch(layout, field, $"a matrix of {dimensions.Count} dimensions");
        writer.WriteInt32Array([.. dimensions]);
    }

    static OpcUaException Mismatch(StructureLayout layout, FieldLayout field, string? held) => new(
        StatusCodes.BadTypeMismatch,
        $"Field '{field.Name}' of '{layout.Name}' holds {held}; {(field.Structure?.Name ?? field.Type.ToString())}{(field.IsArray ? "[]" : "")} is due.");

    static class Defaults
    {
        public static Variant Of(BuiltInType type) => type switch
        {
            BuiltInType.Boolean => false,
            BuiltInType.SByte => (sbyte)0,
            BuiltInType.Byte => (byte)0,
            BuiltInType.Int16 => (short)0,
            BuiltInType.UInt16 => (ushort)0,
            BuiltInType.Int32 => 0,
            BuiltInType.UInt32 => 0u,
            BuiltInType.Int64 => 0L,
            BuiltInType.UInt64 => 0ul,
            BuiltInType.Float => 0f,
            BuiltInType.Double => 0d,
            BuiltInType.String => (string?)null,
            BuiltInType.DateTime => DateTime.MinValue,
            BuiltInType.Guid => Guid.Empty,
            BuiltInType.ByteString => (byte[]?)null,
            BuiltInType.XmlElement => new XmlElement(null),
            BuiltInType.NodeId => NodeId.Null,
            BuiltInType.ExpandedNodeId => ExpandedNodeId.Null,
            BuiltInType.StatusCode => default(StatusCode),
            BuiltInType.QualifiedName => default(QualifiedName),
            BuiltInType.LocalizedText => default(LocalizedText),
            BuiltInType.ExtensionObject => ExtensionObject.Null,
            BuiltInType.DataValue => default(DataValue),
            _ => new Variant((DiagnosticInfo?)null),
        };
    }
}
