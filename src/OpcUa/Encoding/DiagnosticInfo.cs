namespace Jinan.IndustryBrain.OpcUa.Encoding;

/// <summary>
/// Vendor diagnostics (OPC UA Part 4, 7.12). The integers index the string table of the response header; null where absent.
/// </summary>
public sealed record DiagnosticInfo
{
    public int? SymbolicId { get; init; }

    public int? NamespaceUri { get; init; }

    public int? Locale { get; init; }

    public int? LocalizedText { get; init; }

    public string? AdditionalInfo { get; init; }

    public StatusCode? InnerStatusCode { get; init; }

    public DiagnosticInfo? InnerDiagnosticInfo { get; init; }
}
