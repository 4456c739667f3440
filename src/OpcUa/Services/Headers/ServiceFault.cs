using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>The response of a service that failed as a whole (OPC UA Part 4, 7.35).</summary>
public sealed record ServiceFault : IServiceResponse, IIdentifiedStructure<ServiceFault>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 397;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    /// <inheritdoc/>
    public static ServiceFault Decode(ref UaReader reader) => new() { ResponseHeader = ResponseHeader.Decode(ref reader) };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer) => ResponseHeader.Encode(ref writer);
}
