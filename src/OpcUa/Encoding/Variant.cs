using System.Collections;
using System.Runtime.InteropServices;

namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>
/// A value of any built-in type, an array or a matrix of one (OPC UA Part 6, 5.1.6). Numbers, Booleans, times and status codes
/// are held without boxing. Arrays are held, not copied: who makes a Variant of an array gives the array away.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct Variant : IEquatable<Variant>
{
    private readonly object? _reference; // what does not fit into _bits, an array, or a VariantMatrix
    private readonly ulong _bits;

    private Variant(BuiltInType type, ulong bits)
    {
        Type = type;
        _bits = bits;
    }

    private Variant(BuiltInType type, object? reference, bool isArray = false)
    {
        Type = type;
        _reference = reference;
        IsArray = isArray;
    }

    /// <summary>A DiagnosticInfo as a value.</summary>
    public Variant(DiagnosticInfo? value)
        : this(BuiltInType.DiagnosticInfo, value)
    {
    }

    /// <summary>No value.</summary>
    public static Variant Null => default;

    /// <summary>The type of the value or of each element.</summary>
    public BuiltInType Type { get; }

    /// <summary>True for arrays and matrices.</summary>
    public bool IsArray { get; }

    /// <summary>True where there is no value at all.</summary>
    public bool IsNull => Type == BuiltInType.Null;

    /// <summary>
    /// The elements of an array or, in row-major order, of a matrix; null for scalars and null arrays. The array's element type
    /// is the .NET type of <see cref="Type"/>; ByteString elements are <c>byte[]</c>.
    /// </summary>
    public Array? Elements => IsArray ? (_reference as VariantMatrix)?.Elements ?? _reference as Array : null;

    /// <summary>The lengths of a matrix's dimensions; empty for scalars and plain arrays.</summary>
    public IReadOnlyList<int> Dimensions => (_reference as VariantMatrix)?.Dimensions ?? [];

    public static implicit operator Variant(bool value) => new(BuiltInType.Boolean, value ? 1UL : 0);

    public static implicit operator Variant(sbyte value) => new(BuiltInType.SByte, (ulong)value);

    public static implicit operator Variant(byte value) => new(BuiltInType.Byte, value);

    public static implicit operator Variant(short value) => new(BuiltInType.Int16, (ulong)value);

    public static implicit operator Variant(ushort value) => new(BuiltInType.UInt16, value);

    public static implicit operator Variant(int value) => new(BuiltInType.Int32, (ulong)value);

    public static implicit operator Variant(uint value) => new(BuiltInType.UInt32, value);

    public static implicit operator Variant(long value) => new(BuiltInType.Int64, (ulong)value);

    public static implicit operator Variant(ulong value) => new(BuiltInType.UInt64, value);

    public static implicit operator Variant(float value) => new(BuiltInType.Float, BitConverter.SingleToUInt32Bits(value));

    public static implicit operator Variant(double value) => new(BuiltInType.Double, BitConverter.DoubleToUInt64Bits(value));

    public static implicit operator Variant(string? value) => new(BuiltInType.String, value);

    public static implicit operator Variant(DateTime value) => new(BuiltInType.DateTime, (ulong)OpcUaTime.ToWireTicks(value));

    public static implicit operator Variant(Guid value) => new(BuiltInType.Guid, (object)value);

    /// <summary>A ByteString; an array of Byte is made by <see cref="FromArray"/>.</summary>
    public static implicit operator Variant(byte[]? value) => new(BuiltInType.ByteString, value);

    public static implicit operator Variant(XmlElement value) => new(BuiltInType.XmlElement, value.Xml);

    public static implicit operator Variant(NodeId value) => new(BuiltInType.NodeId, (object)value);

    public static implicit operator Variant(ExpandedNodeId value) => new(BuiltInType.ExpandedNodeId, (object)value);

    public static implicit operator Variant(StatusCode value) => new(BuiltInType.StatusCode, value.Code);

    public static implicit operator Variant(QualifiedName value) => new(BuiltInType.QualifiedName, (object)value);

    public static implicit operator Variant(LocalizedText value) => new(BuiltInType.LocalizedText, (object)value);

    public static implicit operator Variant(ExtensionObject value) => new(BuiltInType.ExtensionObject, value);

    public static implicit operator Variant(DataValue value) => new(BuiltInType.DataValue, (object)value);

    public static implicit operator Variant(double[]? value) => FromArray(BuiltInType.Double, value);

    public static implicit operator Variant(int[]? value) => FromArray(BuiltInType.Int32, value);

    public static implicit operator Variant(uint[]? value) => FromArray(BuiltInType.UInt32, value);

    public static implicit operator Variant(string?[]? value) => FromArray(BuiltInType.String, value);

    public static implicit operator Variant(Variant[]? value) => FromArray(BuiltInType.Variant, value);

    /// <summary>An array. Null is the null array of the type.</summary>
    /// <exception cref="ArgumentException">The array's elements are not of the type.</exception>
    public static Variant FromArray(BuiltInType type, Array? elements)
    {
        if (elements is not null)
            VariantMatrix.RequireElementType(type, elements);
        return new Variant(type, elements, isArray: true);
    }

    /// <summary>A matrix of two or more dimensions with its elements in row-major order.</summary>
    /// <exception cref="ArgumentException">The element type or the dimensions do not fit.</exception>
    public static Variant FromMatrix(BuiltInType type, Array elements, params int[] dimensions) =>
        new(type, new VariantMatrix(type, elements, dimensions), isArray: true);

    public bool AsBoolean() => Bits(BuiltInType.Boolean) != 0;

    public string? AsString() => (string?)Reference(BuiltInType.String);

    public byte[]? AsByteString() => (byte[]?)Reference(BuiltInType.ByteString);

    public DateTime AsDateTime() => OpcUaTime.ToDateTime((long)Bits(BuiltInType.DateTime));

    public StatusCode AsStatusCode() => new((uint)Bits(BuiltInType.StatusCode));

    public ExtensionObject AsExtensionObject() => (ExtensionObject?)Reference(BuiltInType.ExtensionObject) ?? ExtensionObject.Null;

    /// <summary>Any scalar number or Boolean as a double; large 64-bit integers lose their last digits.</summary>
    /// <returns>False for arrays and for what is no number.</returns>
    public bool TryGetDouble(out double value)
    {
        value = Type switch
        {
            BuiltInType.Float => BitConverter.UInt32BitsToSingle((uint)_bits),
            BuiltInType.Double => BitConverter.UInt64BitsToDouble(_bits),
            BuiltInType.UInt64 => _bits,
            _ => (long)_bits,
        };
        return !IsArray && Type is >= BuiltInType.Boolean and <= BuiltInType.Double;
    }

    /// <summary>Any scalar integer or Boolean that fits an int64.</summary>
    /// <returns>False for arrays, fractions, and unsigned values above the largest int64.</returns>
    public bool TryGetInt64(out long value)
    {
        value = (long)_bits;
        return !IsArray && Type is >= BuiltInType.Boolean and <= BuiltInType.UInt64 && (Type != BuiltInType.UInt64 || value >= 0);
    }

    /// <summary>The value as an object: boxed scalars, the typed array, null for no value. For messages and tests.</summary>
    public object? ToObject() => IsArray ? Elements : Type switch
    {
        BuiltInType.Boolean => _bits != 0,
        BuiltInType.SByte => (sbyte)_bits,
        BuiltInType.Byte => (byte)_bits,
        BuiltInType.Int16 => (short)_bits,
        BuiltInType.UInt16 => (ushort)_bits,
        BuiltInType.Int32 => (int)_bits,
        BuiltInType.UInt32 => (uint)_bits,
        BuiltInType.Int64 => (long)_bits,
        BuiltInType.UInt64 => _bits,
        BuiltInType.Float => BitConverter.UInt32BitsToSingle((uint)_bits),
        BuiltInType.Double => BitConverter.UInt64BitsToDouble(_bits),
        BuiltInType.DateTime => AsDateTime(),
        BuiltInType.StatusCode => AsStatusCode(),
        BuiltInType.XmlElement => new XmlElement((string?)_reference),
        _ => _reference,
    };

    /// <inheritdoc/>
    public bool Equals(Variant other)
    {
        if (Type != other.Type || IsArray != other.IsArray || _bits != other._bits)
            return false;
        if (_reference is VariantMatrix matrix)
            return matrix.Equals(other._reference as VariantMatrix);
        return StructuralComparisons.StructuralEqualityComparer.Equals(_reference, other._reference);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Variant other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, IsArray, _bits, IsArray ? Elements?.Length : _reference?.GetHashCode());

    public static bool operator ==(Variant left, Variant right) => left.Equals(right);

    public static bool operator !=(Variant left, Variant right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => IsNull ? "null" : IsArray ? $"{Type}[{Elements?.Length}]" : $"{ToObject()}";

    internal ulong RawBits => _bits;

    internal object? RawReference => _reference;

    private ulong Bits(BuiltInType type) => Type == type && !IsArray ? _bits : throw NotA(type);

    private object? Reference(BuiltInType type) => Type == type && !IsArray ? _reference : throw NotA(type);

    private InvalidCastException NotA(BuiltInType type) => new($"The variant holds {Type}{(IsArray ? "[]" : "")}, not {type}.");
}
