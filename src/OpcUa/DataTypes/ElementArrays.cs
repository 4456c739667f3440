using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>Arrays of the .NET types of the built-in types, element by element.</summary>
static class ElementArrays
{
    public static Array Make(BuiltInType type, int count) => Array.CreateInstance(VariantMatrix.ElementType(type), count);

    public static void Set(Array elements, int index, in Variant value)
    {
        if (elements is Variant[] variants) variants[index] = value;
        else elements.SetValue(value.ToObject(), index);
    }

    /// <summary>One element as a value of its own; those of Variant arrays are what they hold.</summary>
    public static Variant Get(Array elements, int index) => elements switch
    {
        bool[] array => array[index],
        sbyte[] array when elements.GetType() == typeof(sbyte[]) => array[index],
        byte[] array => array[index],
        short[] array when elements.GetType() == typeof(short[]) => array[index],
        ushort[] array => array[index],
        int[] array when elements.GetType() == typeof(int[]) => array[index],
        uint[] array => array[index],
        long[] array when elements.GetType() == typeof(long[]) => array[index],
        ulong[] array => array[index],
        float[] array => array[index],
        double[] array => array[index],
        string?[] array => array[index],
        DateTime[] array => array[index],
        Guid[] array => array[index],
        byte[]?[] array => array[index],
        XmlElement[] array => array[index],
        NodeId[] array => array[index],
        ExpandedNodeId[] array => array[index],
        StatusCode[] array => array[index],
        QualifiedName[] array => array[index],
        LocalizedText[] array => array[index],
        ExtensionObject[] array => array[index],
        DataValue[] array => array[index],
        Variant[] array => array[index],
        DiagnosticInfo?[] array => new Variant(array[index]),
        _ => throw new ArgumentException($"{elements.GetType()} holds no built-in type.", nameof(elements)),
    };
}
