using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>Which events an item reports, and which of their fields (OPC UA Part 4, 7.22.3).</summary>
public sealed record EventFilter : IIdentifiedStructure<EventFilter>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 727;

    /// <summary>The fields, in the order in which they come.</summary>
    public SimpleAttributeOperand[] SelectClauses { get; init; } = [];

    /// <summary>Which events; without elements, all.</summary>
    public ContentFilter WhereClause { get; init; } = new();

    /// <inheritdoc/>
    public static EventFilter Decode(ref UaReader reader) => new()
    {
        SelectClauses = reader.ReadStructures<SimpleAttributeOperand>(),
        WhereClause = ContentFilter.Decode(ref reader),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStructures(SelectClauses);
        WhereClause.Encode(ref writer);
    }
}

/// <summary>What a server made of an <see cref="EventFilter"/> (OPC UA Part 4, 7.22.3).</summary>
public sealed record EventFilterResult : IIdentifiedStructure<EventFilterResult>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 736;

    public StatusCode[] SelectClauseResults { get; init; } = [];

    public DiagnosticInfo?[] SelectClauseDiagnosticInfos { get; init; } = [];

    public ContentFilterResult WhereClauseResult { get; init; } = new();

    /// <inheritdoc/>
    public static EventFilterResult Decode(ref UaReader reader) => new()
    {
        SelectClauseResults = reader.ReadStatusCodes(),
        SelectClauseDiagnosticInfos = reader.ReadDiagnosticInfos(),
        WhereClauseResult = ContentFilterResult.Decode(ref reader),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStatusCodes(SelectClauseResults);
        writer.WriteDiagnosticInfos(SelectClauseDiagnosticInfos);
        WhereClauseResult.Encode(ref writer);
    }
}
