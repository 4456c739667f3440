namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <content>Variants and arrays (Part 6, 5.2.2.16 and 5.2.5).</content>
public ref partial struct UaReader
{
    private delegate T ElementReader<out T>(ref UaReader reader);

    /// <summary>
    /// A Variant:
    /// <code>
    /// | 7 array | 6 dimensions | 5..0 type | [length] | value(s) | [dimensions: Int32 array] |
    /// </code>
    /// </summary>
    public Variant ReadVariant() => ReadVariant(ReadByte());

    /// <summary>The rest of a Variant whose encoding byte was read before.</summary>
    internal Variant ReadVariant(byte encoding)
    {
        var code = encoding & 0x3F;
        if (code == 0)
            return Variant.Null;
        // Types 26 to 31 are to be read as ByteStrings (5.2.2.16), so that later built-in types do not break today's decoders.
        if (code > 31)
            Malformed.Value($"Variant type {code} is not known.");
        var type = code > (int)BuiltInType.DiagnosticInfo ? BuiltInType.ByteString : (BuiltInType)code;
        Enter();
        var variant = (encoding & 0x80) == 0 ? ReadScalar(type) : ReadVariantArray(type, hasDimensions: (encoding & 0x40) != 0);
        Leave();
        return variant;
    }

    /// <summary>An array of strings; null where the wire says null.</summary>
    public string?[]? ReadStringArray() => ReadElements(4, static (ref UaReader r) => r.ReadString());

    /// <summary>An array of UInt32; null where the wire says null.</summary>
    public uint[]? ReadUInt32Array() => ReadBlittableArray<uint>();

    /// <summary>An array of Int32; null where the wire says null.</summary>
    public int[]? ReadInt32Array() => ReadBlittableArray<int>();

    /// <summary>A single value of a built-in type other than Variant, without its type.</summary>
    internal Variant ReadScalar(BuiltInType type) => type switch
    {
        BuiltInType.Boolean => ReadBoolean(),
        BuiltInType.SByte => ReadSByte(),
        BuiltInType.Byte => ReadByte(),
        BuiltInType.Int16 => ReadInt16(),
        BuiltInType.UInt16 => ReadUInt16(),
        BuiltInType.Int32 => ReadInt32(),
        BuiltInType.UInt32 => ReadUInt32(),
        BuiltInType.Int64 => ReadInt64(),
        BuiltInType.UInt64 => ReadUInt64(),
        BuiltInType.Float => ReadFloat(),
        BuiltInType.Double => ReadDouble(),
        BuiltInType.String => ReadString(),
        BuiltInType.DateTime => ReadDateTime(),
        BuiltInType.Guid => ReadGuid(),
        BuiltInType.ByteString => ReadByteString(),
        BuiltInType.XmlElement => ReadXmlElement(),
        BuiltInType.NodeId => ReadNodeId(),
        BuiltInType.ExpandedNodeId => ReadExpandedNodeId(),
        BuiltInType.StatusCode => ReadStatusCode(),
        BuiltInType.QualifiedName => ReadQualifiedName(),
        BuiltInType.LocalizedText => ReadLocalizedText(),
        BuiltInType.ExtensionObject => ReadExtensionObject(),
        BuiltInType.DataValue => ReadDataValue(),
        BuiltInType.DiagnosticInfo => new Variant(ReadDiagnosticInfo()),
        _ => ReadNestedVariant(),
    };

    // A Variant within a Variant is allowed in arrays only (5.1.6).
    private static Variant ReadNestedVariant()
    {
        Malformed.Value("A Variant holds a single Variant; only arrays of Variants are allowed.");
        return default;
    }

    private Variant ReadVariantArray(BuiltInType type, bool hasDimensions)
    {
        var elements = ReadArrayElements(type);
        var dimensions = hasDimensions ? ReadInt32Array() : null;
        if (dimensions is not { Length: > 1 })
            return Variant.FromArray(type, elements);
        if (elements is null || Product(dimensions) != elements.Length)
            Malformed.Value("The dimensions of a matrix do not multiply to the number of its elements.");
        return Variant.FromMatrix(type, elements!, dimensions);
    }

    /// <summary>An array of a built-in type, its length first; null where the wire says null.</summary>
    internal Array? ReadArrayElements(BuiltInType type) => type switch
    {
        BuiltInType.Boolean => ReadElements(1, static (ref UaReader r) => r.ReadBoolean()),
        BuiltInType.SByte => ReadBlittableArray<sbyte>(),
        BuiltInType.Byte => ReadBlittableArray<byte>(),
        BuiltInType.Int16 => ReadBlittableArray<short>(),
        BuiltInType.UInt16 => ReadBlittableArray<ushort>(),
        BuiltInType.Int32 => ReadBlittableArray<int>(),
        BuiltInType.UInt32 => ReadBlittableArray<uint>(),
        BuiltInType.Int64 => ReadBlittableArray<long>(),
        BuiltInType.UInt64 => ReadBlittableArray<ulong>(),
        BuiltInType.Float => ReadBlittableArray<float>(),
        BuiltInType.Double => ReadBlittableArray<double>(),
        BuiltInType.String => ReadStringArray(),
        BuiltInType.DateTime => ReadElements(8, static (ref UaReader r) => r.ReadDateTime()),
        BuiltInType.Guid => ReadElements(16, static (ref UaReader r) => r.ReadGuid()),
        BuiltInType.ByteString => ReadElements(4, static (ref UaReader r) => r.ReadByteString()),
        BuiltInType.XmlElement => ReadElements(4, static (ref UaReader r) => r.ReadXmlElement()),
        BuiltInType.NodeId => ReadElements(2, static (ref UaReader r) => r.ReadNodeId()),
        BuiltInType.ExpandedNodeId => ReadElements(2, static (ref UaReader r) => r.ReadExpandedNodeId()),
        BuiltInType.StatusCode => ReadBlittableArray<StatusCode>(),
        BuiltInType.QualifiedName => ReadElements(6, static (ref UaReader r) => r.ReadQualifiedName()),
        BuiltInType.LocalizedText => ReadElements(1, static (ref UaReader r) => r.ReadLocalizedText()),
        BuiltInType.ExtensionObject => ReadElements(3, static (ref UaReader r) => r.ReadExtensionObject()),
        BuiltInType.DataValue => ReadElements(1, static (ref UaReader r) => r.ReadDataValue()),
        BuiltInType.Variant => ReadElements(1, static (ref UaReader r) => r.ReadVariant()),
        _ => ReadElements(1, static (ref UaReader r) => r.ReadDiagnosticInfo()),
    };

    private T[]? ReadElements<T>(int minimumBytes, ElementReader<T> read)
    {
        var length = ReadArrayLength(minimumBytes);
        if (length <= 0)
            return length < 0 ? null : [];
        var array = new T[length];
        for (var i = 0; i < array.Length; i++)
            array[i] = read(ref this);
        return array;
    }

    // Saturates, so that dimensions which overflow can never equal a real length.
    private static long Product(int[] dimensions)
    {
        long product = 1;
        foreach (var dimension in dimensions)
        {
            if (dimension < 0)
                return -1;
            product *= dimension;
            if (product > int.MaxValue)
                return long.MaxValue;
        }

        return product;
    }
}
