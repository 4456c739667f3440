using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>A condition in prefix order: the first element is the root (OPC UA Part 4, 7.7).</summary>
public sealed record ContentFilter : IIdentifiedStructure<ContentFilter>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 588;

    public ContentFilterElement[] Elements { get; init; } = [];

    /// <inheritdoc/>
    public static ContentFilter Decode(ref UaReader reader) => new()
    {
        Elements = reader.ReadStructures<ContentFilterElement>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStructures(Elements);
    }
}

/// <summary>An operator with its operands (OPC UA Part 4, 7.7.1).</summary>
public sealed record ContentFilterElement : IIdentifiedStructure<ContentFilterElement>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 585;

    public FilterOperator FilterOperator { get; init; }

    /// <summary><see cref="ElementOperand"/>, <see cref="LiteralOperand"/> or <see cref="SimpleAttributeOperand"/>.</summary>
    public ExtensionObject[] FilterOperands { get; init; } = [];

    /// <inheritdoc/>
    public static ContentFilterElement Decode(ref UaReader reader) => new()
    {
        FilterOperator = (FilterOperator)reader.ReadInt32(),
        FilterOperands = reader.ReadExtensionObjects(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteInt32((int)FilterOperator);
        writer.WriteExtensionObjects(FilterOperands);
    }
}

/// <summary>The result of another element (OPC UA Part 4, 7.7.4.2).</summary>
public sealed record ElementOperand : IIdentifiedStructure<ElementOperand>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 594;

    /// <summary>Position in the filter; larger than that of the element it belongs to.</summary>
    public uint Index { get; init; }

    /// <inheritdoc/>
    public static ElementOperand Decode(ref UaReader reader) => new()
    {
        Index = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteUInt32(Index);
    }
}

/// <summary>A constant (OPC UA Part 4, 7.7.4.3).</summary>
public sealed record LiteralOperand : IIdentifiedStructure<LiteralOperand>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 597;

    public Variant Value { get; init; }

    /// <inheritdoc/>
    public static LiteralOperand Decode(ref UaReader reader) => new()
    {
        Value = reader.ReadVariant(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteVariant(Value);
    }
}

/// <summary>A field of an event (OPC UA Part 4, 7.7.4.5).</summary>
public sealed record SimpleAttributeOperand : IIdentifiedStructure<SimpleAttributeOperand>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 603;

    /// <summary>The event type that declares the field.</summary>
    public NodeId TypeDefinitionId { get; init; }

    /// <summary>Names from the type to the field; empty for the condition itself.</summary>
    public QualifiedName[] BrowsePath { get; init; } = [];

    /// <summary>13, the value, for all fields but the node itself.</summary>
    public uint AttributeId { get; init; }

    public string? IndexRange { get; init; }

    /// <inheritdoc/>
    public static SimpleAttributeOperand Decode(ref UaReader reader) => new()
    {
        TypeDefinitionId = reader.ReadNodeId(),
        BrowsePath = reader.ReadQualifiedNames(),
        AttributeId = reader.ReadUInt32(),
        IndexRange = reader.ReadString(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteNodeId(TypeDefinitionId);
        writer.WriteQualifiedNames(BrowsePath);
        writer.WriteUInt32(AttributeId);
        writer.WriteString(IndexRange);
    }
}

/// <summary>What a server made of a <see cref="ContentFilter"/> (OPC UA Part 4, 7.7.2).</summary>
public sealed record ContentFilterResult : IIdentifiedStructure<ContentFilterResult>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 609;

    public ContentFilterElementResult[] ElementResults { get; init; } = [];

    public DiagnosticInfo?[] ElementDiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static ContentFilterResult Decode(ref UaReader reader) => new()
    {
        ElementResults = reader.ReadStructures<ContentFilterElementResult>(),
        ElementDiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStructures(ElementResults);
        writer.WriteDiagnosticInfos(ElementDiagnosticInfos);
    }
}

/// <summary>What a server made of one element (OPC UA Part 4, 7.7.2).</summary>
public sealed record ContentFilterElementResult : IIdentifiedStructure<ContentFilterElementResult>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 606;

    public StatusCode StatusCode { get; init; }

    public StatusCode[] OperandStatusCodes { get; init; } = [];

    public DiagnosticInfo?[] OperandDiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static ContentFilterElementResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        OperandStatusCodes = reader.ReadStatusCodes(),
        OperandDiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStatusCode(StatusCode);
        writer.WriteStatusCodes(OperandStatusCodes);
        writer.WriteDiagnosticInfos(OperandDiagnosticInfos);
    }
}
