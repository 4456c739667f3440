using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.DataTypes;

/// <summary>Arrays of the .NET types of the built-in types, element by element.</summary>
static class ElementArrays
{
    public static Array Make(BuiltInType type, int count) => type switch
    {
        BuiltInType.Boolean => new bool[count],
        BuiltInType.SByte => new sbyte[count],
        BuiltInType.Byte => new byte[count],
        BuiltInType.Int16 => new short[count],
        BuiltInType.UInt16 => new ushort[count],
        BuiltInType.Int32 => new int[count],
        BuiltInType.UInt32 => new uint[count],
        BuiltInType.Int64 => new long[count],
        BuiltInType.UInt64 => new ulong[count],
        BuiltInType.Float => new float[count],
        BuiltInType.Double => new double[count],
        BuiltInType.String => new string?[count],
        BuiltInType.DateTime => new DateTime[count],
        BuiltInType.Guid => new Guid[count],
        BuiltInType.ByteString => new byte[]?[count],
        BuiltInType.XmlElement => new XmlElement[count],
        BuiltInType.NodeId => new NodeId[count],
        BuiltInType.ExpandedNodeId => new ExpandedNodeId[count],
        BuiltInType.StatusCode => new StatusCode[count],
        BuiltInType.QualifiedName => new QualifiedName[count],
        BuiltInType.LocalizedText => new LocalizedText[count],
        BuiltInType.ExtensionObject => new ExtensionObject[count],
        BuiltInType.DataValue => new DataValue[count],
        BuiltInType.Variant => new Variant[count],
        _ => new DiagnosticInfo?[count],
    };

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
