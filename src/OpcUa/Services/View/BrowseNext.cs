using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.9.3: the references that a Browse could not return.</summary>
public sealed record BrowseNextRequest : IServiceRequest, IIdentifiedStructure<BrowseNextRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 533;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    /// <summary>True gives the points back without an answer.</summary>
    public bool ReleaseContinuationPoints { get; init; }

    public byte[]?[] ContinuationPoints { get; init; } = [];

    /// <inheritdoc/>
    public static BrowseNextRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        ReleaseContinuationPoints = reader.ReadBoolean(),
        ContinuationPoints = reader.ReadByteStrings(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteBoolean(ReleaseContinuationPoints);
        writer.WriteByteStrings(ContinuationPoints);
    }
}

/// <summary>The answer to <see cref="BrowseNextRequest"/>.</summary>
public sealed record BrowseNextResponse : IServiceResponse, IIdentifiedStructure<BrowseNextResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 536;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public BrowseResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static BrowseNextResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadStructures<BrowseResult>(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteStructures(Results);
        writer.WriteDiagnosticInfos(DiagnosticInfos);
    }
}
