namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <content>Structures (Part 6, 5.2.6).</content>
public ref partial struct UaReader
{
    /// <summary>An array of structures. Null comes as empty: the services make no difference (Part 4, 7).</summary>
    public T[] ReadStructures<T>(int minimumBytes = 1)
        where T : IUaStructure<T>
    {
        var length = ReadArrayLength(minimumBytes);
        if (length <= 0)
            return [];
        var array = new T[length];
        for (var i = 0; i < array.Length; i++)
            array[i] = T.Decode(ref this);
        return array;
    }

    /// <summary>An array of status codes; null comes as empty.</summary>
    public StatusCode[] ReadStatusCodes() => ReadBlittableArray<StatusCode>() ?? [];

    /// <summary>An array of diagnostic infos; null comes as empty.</summary>
    public DiagnosticInfo?[] ReadDiagnosticInfos() => ReadElements(1, static (ref UaReader r) => r.ReadDiagnosticInfo()) ?? [];

    /// <summary>An array of data values; null comes as empty.</summary>
    public DataValue[] ReadDataValues() => ReadElements(1, static (ref UaReader r) => r.ReadDataValue()) ?? [];

    /// <summary>An array of variants; null comes as empty.</summary>
    public Variant[] ReadVariants() => ReadElements(1, static (ref UaReader r) => r.ReadVariant()) ?? [];

    /// <summary>An array of node ids; null comes as empty.</summary>
    public NodeId[] ReadNodeIds() => ReadElements(2, static (ref UaReader r) => r.ReadNodeId()) ?? [];

    /// <summary>An array of qualified names; null comes as empty.</summary>
    public QualifiedName[] ReadQualifiedNames() => ReadElements(6, static (ref UaReader r) => r.ReadQualifiedName()) ?? [];

    /// <summary>An array of byte strings; null comes as empty.</summary>
    public byte[]?[] ReadByteStrings() => ReadElements(4, static (ref UaReader r) => r.ReadByteString()) ?? [];

    /// <summary>An array of extension objects; null comes as empty.</summary>
    public ExtensionObject[] ReadExtensionObjects() => ReadElements(3, static (ref UaReader r) => r.ReadExtensionObject()) ?? [];
}
