using System.Buffers;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>
/// A structure with named fields. Read from an ExtensionObject by <see cref="DataTypeCatalog.TryDecode"/>, or made field by
/// field to be written or given to a method:
/// <code>
/// var position = new StructureValue(layout).Set("X", 1.5).Set("Y", 2.0);
/// Variant value = position.ToExtensionObject();
/// </code>
/// </summary>
/// <remarks>Not for several threads while fields are set. Fields that are not set travel as zero, empty or absent.</remarks>
public sealed class StructureValue
{
    readonly FieldValue[] _fields;

    /// <summary>A structure whose fields are to be set.</summary>
    public StructureValue(StructureLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
        _fields = new FieldValue[layout.Fields.Count];
    }

    /// <summary>The type.</summary>
    public StructureLayout Layout { get; }

    /// <summary>A field by its position in the type.</summary>
    public FieldValue this[int index] => _fields[index];

    /// <summary>A field by its name. In a union, setting one takes the others away.</summary>
    /// <exception cref="KeyNotFoundException">The type has no such field; the message names those it has.</exception>
    public FieldValue this[string name]
    {
        get => _fields[Index(name)];
        set
        {
            var index = Index(name);
            if (Layout.IsUnion) Array.Clear(_fields);
            _fields[index] = value;
        }
    }

    /// <summary>Sets a field to a value or array of a built-in type.</summary>
    /// <exception cref="KeyNotFoundException">The type has no such field.</exception>
    public StructureValue Set(string name, Variant value)
    {
        this[name] = value;
        return this;
    }

    /// <summary>Sets a field to a structure.</summary>
    /// <exception cref="KeyNotFoundException">The type has no such field.</exception>
    public StructureValue Set(string name, StructureValue value)
    {
        this[name] = value;
        return this;
    }

    /// <summary>Sets a field to an array of structures.</summary>
    /// <exception cref="KeyNotFoundException">The type has no such field.</exception>
    public StructureValue Set(string name, StructureValue[] values)
    {
        this[name] = values;
        return this;
    }

    /// <summary>The structure as it travels.</summary>
    /// <exception cref="OpcUaException">A field holds another type than its own (BadTypeMismatch), or the type has no binary encoding.</exception>
    public ExtensionObject ToExtensionObject() => ToExtensionObject(0);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{{{string.Join(", ", Layout.Fields.Select((field, i) => (field.Name, Value: _fields[i])).Where(one => one.Value.IsPresent).Select(one => $"{one.Name}: {one.Value}"))}}}";

    internal void SetAt(int index, in FieldValue value) => _fields[index] = value;

    internal ExtensionObject ToExtensionObject(int depth)
    {
        if (Layout.EncodingId.IsNull)
            throw new OpcUaException(StatusCodes.BadEncodingError, $"The server names no binary encoding for '{Layout.Name}' ({Layout.DataTypeId}): it cannot be written.");
        var output = new ArrayBufferWriter<byte>();
        var writer = new UaWriter(output);
        StructureWriter.Write(this, ref writer, depth);
        writer.Flush();
        return new ExtensionObject(Layout.EncodingId, ExtensionObjectEncoding.Binary, output.WrittenMemory);
    }

    int Index(string name)
    {
        var index = Layout.IndexOf(name);
        return index >= 0
            ? index
            : throw new KeyNotFoundException($"'{Layout.Name}' has no field '{name}'; it has {string.Join(", ", Layout.Fields.Select(field => field.Name))}.");
    }
}
