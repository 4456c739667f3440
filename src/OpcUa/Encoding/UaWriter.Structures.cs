namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <content>Structures (Part 6, 5.2.6).</content>
public ref partial struct UaWriter
{
    /// <summary>An array of structures.</summary>
    public void WriteStructures<T>(IReadOnlyList<T> items)
        where T : IUaStructure<T>
    {
        ArgumentNullException.ThrowIfNull(items);
        WriteInt32(items.Count);
        for (var i = 0; i < items.Count; i++)
            items[i].Encode(ref this);
    }

    public void WriteStatusCodes(StatusCode[]? items) => WriteBlittableArray(items);

    public void WriteDiagnosticInfos(DiagnosticInfo?[]? items) =>
        WriteEach(items, static (ref UaWriter w, DiagnosticInfo? item) => w.WriteDiagnosticInfo(item));

    public void WriteDataValues(DataValue[]? items) => WriteEach(items, static (ref UaWriter w, DataValue item) => w.WriteDataValue(item));

    public void WriteVariants(Variant[]? items) => WriteEach(items, static (ref UaWriter w, Variant item) => w.WriteVariant(item));

    public void WriteNodeIds(NodeId[]? items) => WriteEach(items, static (ref UaWriter w, NodeId item) => w.WriteNodeId(item));

    public void WriteQualifiedNames(QualifiedName[]? items) =>
        WriteEach(items, static (ref UaWriter w, QualifiedName item) => w.WriteQualifiedName(item));

    public void WriteByteStrings(byte[]?[]? items) => WriteEach(items, static (ref UaWriter w, byte[]? item) => w.WriteByteString(item));

    public void WriteExtensionObjects(ExtensionObject[]? items) =>
        WriteEach(items, static (ref UaWriter w, ExtensionObject? item) => w.WriteExtensionObject(item));
}
