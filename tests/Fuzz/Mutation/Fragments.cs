using System.Buffers;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Fuzz.Mutation;

/// <summary>Well-formed pieces: built-in values of every type, nested in each other, that the writer of this stack makes.</summary>
internal static class Fragments
{
    static readonly string?[] Texts = [null, "", "a", "温度", "\ud83d\ude00", "http://opcfoundation.org/UA/", new string('x', 300)];

    public static byte[] Make(FuzzRandom random)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new UaWriter(output);
        switch (random.Below(8))
        {
            case 0:
                writer.WriteVariant(Value(random, 0));
                break;
            case 1:
                writer.WriteDataValue(Data(random, 0));
                break;
            case 2:
                writer.WriteNodeId(Node(random));
                break;
            case 3:
                writer.WriteExpandedNodeId(Expanded(random));
                break;
            case 4:
                writer.WriteExtensionObject(Extension(random));
                break;
            case 5:
                writer.WriteDiagnosticInfo(Diagnostic(random, 0));
                break;
            case 6:
                writer.WriteString(random.Of(Texts));
                break;
            default:
                Nested(ref writer, random);
                break;
        }

        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A Variant of the type, or an array or matrix of it.</summary>
    public static Variant Of(BuiltInType type, FuzzRandom random, int depth)
    {
        if (type is BuiltInType.Null) return Variant.Null;
        var mustBeArray = type is BuiltInType.Variant;
        if (!mustBeArray && random.Chance(60)) return Scalar(type, random, depth);
        var length = random.Chance(10) ? 0 : random.Between(1, 6);
        var isMatrix = random.Chance(25);
        if (isMatrix) length = 6;
        var elements = ElementArrays.Make(type, length);
        for (var i = 0; i < length; i++)
            elements.SetValue(type is BuiltInType.Variant ? Value(random, depth + 1) : Element(type, random, depth), i);
        return isMatrix ? Variant.FromMatrix(type, elements, 2, 3) : Variant.FromArray(type, elements);
    }

    public static Variant Value(FuzzRandom random, int depth)
    {
        var type = (BuiltInType)random.Below(26);
        if (depth > 3 && type is BuiltInType.Variant or BuiltInType.DataValue or BuiltInType.DiagnosticInfo) type = BuiltInType.Double;
        return Of(type, random, depth);
    }

    public static DataValue Data(FuzzRandom random, int depth) => new(
        Value(random, depth + 1), new StatusCode((uint)random.Next()), Time(random), random.Chance(50) ? Time(random) : default)
    {
        SourcePicoseconds = random.Chance(20) ? (ushort)random.Next() : (ushort)0,
    };

    static Variant Scalar(BuiltInType type, FuzzRandom random, int depth) => type switch
    {
        BuiltInType.Boolean => random.Chance(50),
        BuiltInType.SByte => (sbyte)random.Next(),
        BuiltInType.Byte => (byte)random.Next(),
        BuiltInType.Int16 => (short)random.Next(),
        BuiltInType.UInt16 => (ushort)random.Next(),
        BuiltInType.Int32 => (int)random.Next(),
        BuiltInType.UInt32 => (uint)random.Next(),
        BuiltInType.Int64 => (long)random.Next(),
        BuiltInType.UInt64 => random.Next(),
        BuiltInType.Float => BitConverter.UInt32BitsToSingle((uint)random.Next()),
        BuiltInType.Double => BitConverter.UInt64BitsToDouble(random.Next()),
        BuiltInType.String => random.Of(Texts),
        BuiltInType.DateTime => Time(random),
        BuiltInType.Guid => Unique(random),
        BuiltInType.ByteString => Raw(random),
        BuiltInType.XmlElement => new XmlElement(random.Of(Texts)),
        BuiltInType.NodeId => Node(random),
        BuiltInType.ExpandedNodeId => Expanded(random),
        BuiltInType.StatusCode => new StatusCode((uint)random.Next()),
        BuiltInType.QualifiedName => new QualifiedName((ushort)random.Below(4), random.Of(Texts)),
        BuiltInType.LocalizedText => new LocalizedText(random.Of(Texts), random.Of(Texts)),
        BuiltInType.ExtensionObject => Extension(random),
        BuiltInType.DataValue => Data(random, depth + 1),
        _ => new Variant(Diagnostic(random, depth)),
    };

    static object? Element(BuiltInType type, FuzzRandom random, int depth) =>
        type is BuiltInType.DiagnosticInfo ? Diagnostic(random, depth) : Scalar(type, random, depth).ToObject();

    // Values within values to about the depth that is allowed: a little less, just as much, a little more.
    static void Nested(ref UaWriter writer, FuzzRandom random)
    {
        var depth = random.Between(FuzzLimits.NestingDepth - 3, FuzzLimits.NestingDepth + 2);
        switch (random.Below(3))
        {
            case 0:
                for (var i = 0; i < depth; i++)
                {
                    writer.WriteByte((byte)BuiltInType.Variant | 0x80);
                    writer.WriteInt32(1);
                }

                writer.WriteVariant(1.5);
                break;
            case 1:
                for (var i = 0; i < depth; i++) writer.WriteByte(0x40);
                writer.WriteByte(0);
                break;
            default:
                for (var i = 0; i < depth; i++)
                {
                    writer.WriteByte((byte)BuiltInType.DataValue);
                    writer.WriteByte(1);
                }

                writer.WriteVariant("end");
                break;
        }
    }

    static NodeId Node(FuzzRandom random) => random.Below(4) switch
    {
        0 => new NodeId((uint)random.Next(), (ushort)random.Below(3)),
        1 => new NodeId(random.Of(Texts) ?? "", (ushort)random.Next()),
        2 => new NodeId(Unique(random), 2),
        _ => new NodeId(Raw(random) ?? [], 1),
    };

    static ExpandedNodeId Expanded(FuzzRandom random) =>
        new(Node(random), random.Chance(50) ? random.Of(Texts) : null, random.Chance(30) ? (uint)random.Next() : 0);

    static ExtensionObject Extension(FuzzRandom random) =>
        new(Node(random), random.Chance(80) ? ExtensionObjectEncoding.Binary : ExtensionObjectEncoding.Xml, Raw(random));

    static DiagnosticInfo Diagnostic(FuzzRandom random, int depth) => new()
    {
        SymbolicId = random.Chance(50) ? (int)random.Next() : null,
        AdditionalInfo = random.Of(Texts),
        InnerStatusCode = random.Chance(50) ? new StatusCode((uint)random.Next()) : null,
        InnerDiagnosticInfo = depth < 3 && random.Chance(50) ? Diagnostic(random, depth + 1) : null,
    };

    static DateTime Time(FuzzRandom random) => random.Below(4) switch
    {
        0 => default,
        1 => DateTime.MaxValue,
        _ => DateTime.UnixEpoch.AddSeconds(random.Below(int.MaxValue)),
    };

    static Guid Unique(FuzzRandom random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.Fill(bytes);
        return new Guid(bytes);
    }

    static byte[]? Raw(FuzzRandom random)
    {
        if (random.Chance(15)) return null;
        var bytes = new byte[random.Below(40)];
        random.Fill(bytes);
        return bytes;
    }
}
