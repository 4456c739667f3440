namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <content>The built-in types that are made of others, Variants and arrays (Part 6, 5.2.2.9 to 5.2.5).</content>
public ref partial struct UaWriter
{
    private delegate void ElementWriter<in T>(ref UaWriter writer, T value);

    /// <summary>A NodeId in the shortest of its encodings.</summary>
    public void WriteNodeId(NodeId value) => WriteNodeId(value, flags: 0);

    public void WriteExpandedNodeId(ExpandedNodeId value)
    {
        var flags = (byte)((value.NamespaceUri is null ? 0 : 0x80) | (value.ServerIndex == 0 ? 0 : 0x40));
        // Where the URI is given the index shall be 0 (5.2.2.10).
        WriteNodeId(value.NamespaceUri is null ? value.Inner : value.Inner.WithNamespace(0), flags);
        if (value.NamespaceUri is not null)
            WriteString(value.NamespaceUri);
        if (value.ServerIndex != 0)
            WriteUInt32(value.ServerIndex);
    }

    public void WriteQualifiedName(QualifiedName value)
    {
        WriteUInt16(value.NamespaceIndex);
        WriteString(value.Name);
    }

    public void WriteLocalizedText(LocalizedText value)
    {
        WriteByte((byte)((value.Locale is null ? 0 : 0x01) | (value.Text is null ? 0 : 0x02)));
        if (value.Locale is not null)
            WriteString(value.Locale);
        if (value.Text is not null)
            WriteString(value.Text);
    }

    public void WriteXmlElement(XmlElement value) => WriteString(value.Xml);

    public void WriteExtensionObject(ExtensionObject? value)
    {
        value ??= ExtensionObject.Null;
        WriteNodeId(value.TypeId);
        WriteByte((byte)value.Encoding);
        if (value.Encoding != ExtensionObjectEncoding.None)
            WriteByteString(value.Body.Span);
    }

    public void WriteDataValue(in DataValue value)
    {
        var hasSource = value.SourceTimestamp != default;
        var hasServer = value.ServerTimestamp != default;
        var mask = (value.Value.IsNull ? 0 : 0x01) | (value.StatusCode.Code == 0 ? 0 : 0x02)
            | (hasSource ? 0x04 : 0) | (hasServer ? 0x08 : 0)
            | (value.SourcePicoseconds == 0 ? 0 : 0x10) | (value.ServerPicoseconds == 0 ? 0 : 0x20);
        WriteByte((byte)mask);
        if ((mask & 0x01) != 0)
            WriteVariant(value.Value);
        if ((mask & 0x02) != 0)
            WriteStatusCode(value.StatusCode);
        if (hasSource)
            WriteDateTime(value.SourceTimestamp);
        if ((mask & 0x10) != 0)
            WriteUInt16(value.SourcePicoseconds);
        if (hasServer)
            WriteDateTime(value.ServerTimestamp);
        if ((mask & 0x20) != 0)
            WriteUInt16(value.ServerPicoseconds);
    }

    public void WriteDiagnosticInfo(DiagnosticInfo? value)
    {
        if (value is null)
        {
            WriteByte(0);
            return;
        }

        WriteByte((byte)((value.SymbolicId is null ? 0 : 0x01) | (value.NamespaceUri is null ? 0 : 0x02)
            | (value.LocalizedText is null ? 0 : 0x04) | (value.Locale is null ? 0 : 0x08)
            | (value.AdditionalInfo is null ? 0 : 0x10) | (value.InnerStatusCode is null ? 0 : 0x20)
            | (value.InnerDiagnosticInfo is null ? 0 : 0x40)));
        if (value.SymbolicId is { } symbolicId)
            WriteInt32(symbolicId);
        if (value.NamespaceUri is { } namespaceUri)
            WriteInt32(namespaceUri);
        if (value.Locale is { } locale)
            WriteInt32(locale);
        if (value.LocalizedText is { } localizedText)
            WriteInt32(localizedText);
        if (value.AdditionalInfo is not null)
            WriteString(value.AdditionalInfo);
        if (value.InnerStatusCode is { } innerStatus)
            WriteStatusCode(innerStatus);
        if (value.InnerDiagnosticInfo is not null)
            WriteDiagnosticInfo(value.InnerDiagnosticInfo);
    }

    private void WriteNodeId(NodeId value, byte flags)
    {
        switch (value.Type)
        {
            case NodeIdType.Numeric when value.NamespaceIndex == 0 && value.Numeric <= byte.MaxValue:
                WriteByte(flags);
                WriteByte((byte)value.Numeric);
                return;
            case NodeIdType.Numeric when value.NamespaceIndex <= byte.MaxValue && value.Numeric <= ushort.MaxValue:
                WriteByte((byte)(flags | 0x01));
                WriteByte((byte)value.NamespaceIndex);
                WriteUInt16((ushort)value.Numeric);
                return;
        }

        WriteByte((byte)(flags | (0x02 + (int)value.Type)));
        WriteUInt16(value.NamespaceIndex);
        switch (value.Type)
        {
            case NodeIdType.Numeric:
                WriteUInt32(value.Numeric);
                break;
            case NodeIdType.String:
                WriteString(value.Text);
                break;
            case NodeIdType.Guid:
                WriteGuid(value.Guid);
                break;
            default:
                WriteByteString(value.Opaque);
                break;
        }
    }
}
