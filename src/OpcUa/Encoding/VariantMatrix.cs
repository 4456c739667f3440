using System.Collections;

namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>The elements of a matrix in row-major order, and the lengths of its dimensions.</summary>
internal sealed class VariantMatrix : IEquatable<VariantMatrix>
{
    public VariantMatrix(BuiltInType type, Array elements, int[] dimensions)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(dimensions);
        RequireElementType(type, elements);
        if (dimensions.Length < 2 || dimensions.Aggregate(1L, (product, length) => product * length) != elements.Length)
            throw new ArgumentException($"Dimensions [{string.Join(", ", dimensions)}] do not hold {elements.Length} elements.", nameof(dimensions));
        Elements = elements;
        Dimensions = dimensions;
    }

    public Array Elements { get; }

    public int[] Dimensions { get; }

    public bool Equals(VariantMatrix? other) =>
        other is not null && Dimensions.AsSpan().SequenceEqual(other.Dimensions)
        && StructuralComparisons.StructuralEqualityComparer.Equals(Elements, other.Elements);

    public override bool Equals(object? obj) => Equals(obj as VariantMatrix);

    public override int GetHashCode() => HashCode.Combine(Elements.Length, Dimensions.Length);

    /// <summary>Held here so that an encoder can cast without looking again.</summary>
    public static void RequireElementType(BuiltInType type, Array elements)
    {
        // CLR arrays of int and uint (and the like) convert to each other under "is"; the exact type is asked for.
        if (elements.GetType().GetElementType() != ElementType(type))
            throw new ArgumentException($"An array of {elements.GetType().GetElementType()} does not hold {type}.", nameof(elements));
    }

    /// <summary>The .NET type of a built-in type, as an element of an array; void where there is none.</summary>
    public static Type ElementType(BuiltInType type) => type switch
    {
        BuiltInType.Boolean => typeof(bool),
        BuiltInType.SByte => typeof(sbyte),
        BuiltInType.Byte => typeof(byte),
        BuiltInType.Int16 => typeof(short),
        BuiltInType.UInt16 => typeof(ushort),
        BuiltInType.Int32 => typeof(int),
        BuiltInType.UInt32 => typeof(uint),
        BuiltInType.Int64 => typeof(long),
        BuiltInType.UInt64 => typeof(ulong),
        BuiltInType.Float => typeof(float),
        BuiltInType.Double => typeof(double),
        BuiltInType.String => typeof(string),
        BuiltInType.DateTime => typeof(DateTime),
        BuiltInType.Guid => typeof(Guid),
        BuiltInType.ByteString => typeof(byte[]),
        BuiltInType.XmlElement => typeof(XmlElement),
        BuiltInType.NodeId => typeof(NodeId),
        BuiltInType.ExpandedNodeId => typeof(ExpandedNodeId),
        BuiltInType.StatusCode => typeof(StatusCode),
        BuiltInType.QualifiedName => typeof(QualifiedName),
        BuiltInType.LocalizedText => typeof(LocalizedText),
        BuiltInType.ExtensionObject => typeof(ExtensionObject),
        BuiltInType.DataValue => typeof(DataValue),
        BuiltInType.Variant => typeof(Variant),
        BuiltInType.DiagnosticInfo => typeof(DiagnosticInfo),
        _ => typeof(void),
    };
}
