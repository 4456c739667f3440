namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <content>The built-in types that are made of others (Part 6, 5.2.2.9 to 5.2.2.17).</content>
public ref partial struct UaReader
{
    private const byte UriFlag = 0x80;
    private const byte ServerIndexFlag = 0x40;
    private static readonly DiagnosticInfo Nothing = new();

    /// <summary>
    /// A NodeId (5.2.2.9): <c>00 id</c>, <c>01 ns id16</c>, <c>02 ns16 id32</c>, <c>03 ns16 string</c>, <c>04 ns16 guid</c>, <c>05 ns16 bytes</c>.
    /// </summary>
    public NodeId ReadNodeId() => ReadNodeId(ReadByte());

    /// <summary>An ExpandedNodeId (5.2.2.10): a NodeId whose first byte may say that a URI (80) and a server index (40) follow.</summary>
    public ExpandedNodeId ReadExpandedNodeId()
    {
        var encoding = ReadByte();
        var id = ReadNodeId((byte)(encoding & ~(UriFlag | ServerIndexFlag)));
        var uri = (encoding & UriFlag) != 0 ? ReadString() : null;
        var server = (encoding & ServerIndexFlag) != 0 ? ReadUInt32() : 0;
        return new ExpandedNodeId(id, uri, server);
    }

    public QualifiedName ReadQualifiedName()
    {
        var index = ReadUInt16();
        return new QualifiedName(index, ReadString());
    }

    /// <summary>A LocalizedText (5.2.2.14): a mask byte, then locale (01) and text (02) where given.</summary>
    public LocalizedText ReadLocalizedText()
    {
        var mask = ReadByte();
        var locale = (mask & 0x01) != 0 ? ReadString() : null;
        var text = (mask & 0x02) != 0 ? ReadString() : null;
        return new LocalizedText(locale, text);
    }

    public XmlElement ReadXmlElement() => new(ReadString());

    /// <summary>An ExtensionObject (5.2.2.15): type id, one byte that says how the body is encoded, and the body with its length.</summary>
    public ExtensionObject ReadExtensionObject()
    {
        var typeId = ReadNodeId();
        var encoding = ReadByte();
        switch (encoding)
        {
            case 0:
                return typeId.IsNull ? ExtensionObject.Null : new ExtensionObject(typeId, ExtensionObjectEncoding.None, default);
            case 1 or 2:
                return new ExtensionObject(typeId, (ExtensionObjectEncoding)encoding, ReadByteString());
            default:
                Malformed.Value($"ExtensionObject encoding {encoding} is none of 0, 1 and 2.");
                return ExtensionObject.Null;
        }
    }

    /// <summary>A DataValue (5.2.2.17): a mask byte, then what the mask names, in the order value, status, source, server.</summary>
    public DataValue ReadDataValue()
    {
        Enter();
        var mask = ReadByte();
        var value = (mask & 0x01) != 0 ? ReadVariant() : default;
        var status = (mask & 0x02) != 0 ? ReadStatusCode() : default;
        var source = (mask & 0x04) != 0 ? ReadDateTime() : default;
        var sourcePicoseconds = (mask & 0x10) != 0 ? ReadUInt16() : (ushort)0;
        var server = (mask & 0x08) != 0 ? ReadDateTime() : default;
        var serverPicoseconds = (mask & 0x20) != 0 ? ReadUInt16() : (ushort)0;
        Leave();
        return new DataValue(value, status, source, server) { SourcePicoseconds = sourcePicoseconds, ServerPicoseconds = serverPicoseconds };
    }

    /// <summary>A DiagnosticInfo (5.2.2.12); null where it says nothing, itself or by an inner one that says nothing.</summary>
    public DiagnosticInfo? ReadDiagnosticInfo()
    {
        var mask = ReadByte();
        if (mask == 0)
            return null;
        Enter();
        var info = new DiagnosticInfo
        {
            SymbolicId = (mask & 0x01) != 0 ? ReadInt32() : null,
            NamespaceUri = (mask & 0x02) != 0 ? ReadInt32() : null,
            Locale = (mask & 0x08) != 0 ? ReadInt32() : null,
            LocalizedText = (mask & 0x04) != 0 ? ReadInt32() : null,
            AdditionalInfo = (mask & 0x10) != 0 ? ReadString() : null,
            InnerStatusCode = (mask & 0x20) != 0 ? ReadStatusCode() : null,
            InnerDiagnosticInfo = (mask & 0x40) != 0 ? ReadDiagnosticInfo() : null,
        };
        Leave();
        // Else it would be encoded as an empty mask, and decoded as null the next time.
        return info == Nothing ? null : info;
    }

    private NodeId ReadNodeId(byte encoding)
    {
        switch (encoding)
        {
            case 0x00:
                return new NodeId(ReadByte());
            case 0x01:
                var shortIndex = ReadByte();
                return new NodeId(ReadUInt16(), shortIndex);
        }

        if (encoding > 0x05)
            Malformed.Value($"NodeId encoding 0x{encoding:X2} is not known.");
        var index = ReadUInt16();
        return encoding switch
        {
            0x02 => new NodeId(ReadUInt32(), index),
            0x03 => new NodeId(ReadString() ?? "", index),
            0x04 => new NodeId(ReadGuid(), index),
            _ => new NodeId(ReadByteString() ?? [], index),
        };
    }
}
