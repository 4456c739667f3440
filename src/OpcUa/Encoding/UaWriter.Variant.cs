namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <content>Variants and arrays (Part 6, 5.2.2.16 and 5.2.5).</content>
public ref partial struct UaWriter
{
    public void WriteVariant(in Variant value)
    {
        if (!value.IsArray)
        {
            WriteByte((byte)value.Type);
            WriteScalar(value);
            return;
        }

        var matrix = value.RawReference as VariantMatrix;
        WriteByte((byte)((int)value.Type | 0x80 | (matrix is null ? 0 : 0x40)));
        WriteElements(value.Type, value.Elements);
        if (matrix is not null)
            WriteBlittableArray(matrix.Dimensions);
    }

    public void WriteStringArray(string?[]? value) => WriteEach(value, static (ref UaWriter w, string? item) => w.WriteString(item));

    public void WriteUInt32Array(uint[]? value) => WriteBlittableArray(value);

    public void WriteInt32Array(int[]? value) => WriteBlittableArray(value);

    /// <summary>A single value without its type.</summary>
    internal void WriteScalar(in Variant value)
    {
        switch (value.Type)
        {
            case BuiltInType.Null:
                break;
            case BuiltInType.Boolean or BuiltInType.SByte or BuiltInType.Byte:
                WriteByte((byte)value.RawBits);
                break;
            case BuiltInType.Int16 or BuiltInType.UInt16:
                WriteUInt16((ushort)value.RawBits);
                break;
            case BuiltInType.Int32 or BuiltInType.UInt32 or BuiltInType.Float or BuiltInType.StatusCode:
                WriteUInt32((uint)value.RawBits);
                break;
            case BuiltInType.Int64 or BuiltInType.UInt64 or BuiltInType.Double or BuiltInType.DateTime:
                WriteUInt64(value.RawBits);
                break;
            case BuiltInType.String or BuiltInType.XmlElement:
                WriteString((string?)value.RawReference);
                break;
            case BuiltInType.Guid:
                WriteGuid((Guid)value.RawReference!);
                break;
            case BuiltInType.ByteString:
                WriteByteString((byte[]?)value.RawReference);
                break;
            case BuiltInType.NodeId:
                WriteNodeId((NodeId)value.RawReference!);
                break;
            case BuiltInType.ExpandedNodeId:
                WriteExpandedNodeId((ExpandedNodeId)value.RawReference!);
                break;
            case BuiltInType.QualifiedName:
                WriteQualifiedName((QualifiedName)value.RawReference!);
                break;
            case BuiltInType.LocalizedText:
                WriteLocalizedText((LocalizedText)value.RawReference!);
                break;
            case BuiltInType.ExtensionObject:
                WriteExtensionObject((ExtensionObject?)value.RawReference);
                break;
            case BuiltInType.DataValue:
                WriteDataValue((DataValue)value.RawReference!);
                break;
            case BuiltInType.DiagnosticInfo:
                WriteDiagnosticInfo((DiagnosticInfo?)value.RawReference);
                break;
            default:
                throw new OpcUaException(StatusCodes.BadEncodingError, $"A Variant cannot hold a single {value.Type}.");
        }
    }

    /// <summary>An array of a built-in type, its length first.</summary>
    // The casts hold: Variant.FromArray has checked the element type.
    internal void WriteElements(BuiltInType type, Array? elements)
    {
        switch (type)
        {
            case BuiltInType.Boolean:
                WriteEach((bool[]?)elements, static (ref UaWriter w, bool item) => w.WriteBoolean(item));
                break;
            case BuiltInType.SByte:
                WriteBlittableArray((sbyte[]?)elements);
                break;
            case BuiltInType.Byte:
                WriteBlittableArray((byte[]?)elements);
                break;
            case BuiltInType.Int16:
                WriteBlittableArray((short[]?)elements);
                break;
            case BuiltInType.UInt16:
                WriteBlittableArray((ushort[]?)elements);
                break;
            case BuiltInType.Int32:
                WriteBlittableArray((int[]?)elements);
                break;
            case BuiltInType.UInt32:
                WriteBlittableArray((uint[]?)elements);
                break;
            case BuiltInType.Int64:
                WriteBlittableArray((long[]?)elements);
                break;
            case BuiltInType.UInt64:
                WriteBlittableArray((ulong[]?)elements);
                break;
            case BuiltInType.Float:
                WriteBlittableArray((float[]?)elements);
                break;
            case BuiltInType.Double:
                WriteBlittableArray((double[]?)elements);
                break;
            case BuiltInType.StatusCode:
                WriteBlittableArray((StatusCode[]?)elements);
                break;
            case BuiltInType.String:
                WriteStringArray((string?[]?)elements);
                break;
            case BuiltInType.DateTime:
                WriteEach((DateTime[]?)elements, static (ref UaWriter w, DateTime item) => w.WriteDateTime(item));
                break;
            case BuiltInType.Guid:
                WriteEach((Guid[]?)elements, static (ref UaWriter w, Guid item) => w.WriteGuid(item));
                break;
            case BuiltInType.ByteString:
                WriteEach((byte[]?[]?)elements, static (ref UaWriter w, byte[]? item) => w.WriteByteString(item));
                break;
            case BuiltInType.XmlElement:
                WriteEach((XmlElement[]?)elements, static (ref UaWriter w, XmlElement item) => w.WriteXmlElement(item));
                break;
            case BuiltInType.NodeId:
                WriteEach((NodeId[]?)elements, static (ref UaWriter w, NodeId item) => w.WriteNodeId(item));
                break;
            case BuiltInType.ExpandedNodeId:
                WriteEach((ExpandedNodeId[]?)elements, static (ref UaWriter w, ExpandedNodeId item) => w.WriteExpandedNodeId(item));
                break;
            case BuiltInType.QualifiedName:
                WriteEach((QualifiedName[]?)elements, static (ref UaWriter w, QualifiedName item) => w.WriteQualifiedName(item));
                break;
            case BuiltInType.LocalizedText:
                WriteEach((LocalizedText[]?)elements, static (ref UaWriter w, LocalizedText item) => w.WriteLocalizedText(item));
                break;
            case BuiltInType.ExtensionObject:
                WriteEach((ExtensionObject?[]?)elements, static (ref UaWriter w, ExtensionObject? item) => w.WriteExtensionObject(item));
                break;
            case BuiltInType.DataValue:
                WriteEach((DataValue[]?)elements, static (ref UaWriter w, DataValue item) => w.WriteDataValue(item));
                break;
            case BuiltInType.Variant:
                WriteEach((Variant[]?)elements, static (ref UaWriter w, Variant item) => w.WriteVariant(item));
                break;
            default:
                WriteEach((DiagnosticInfo?[]?)elements, static (ref UaWriter w, DiagnosticInfo? item) => w.WriteDiagnosticInfo(item));
                break;
        }
    }

    private void WriteEach<T>(T[]? items, ElementWriter<T> write)
    {
        if (items is null)
        {
            WriteInt32(-1);
            return;
        }

        WriteInt32(items.Length);
        foreach (var item in items)
            write(ref this, item);
    }
}
