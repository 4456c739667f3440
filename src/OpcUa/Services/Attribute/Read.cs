using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.11.2: reads attributes.</summary>
public sealed record ReadRequest : IServiceRequest, IIdentifiedStructure<ReadRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 631;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    /// <summary>Milliseconds; 0 asks the device.</summary>
    public double MaxAge { get; init; }

    public TimestampsToReturn TimestampsToReturn { get; init; }

    public ReadValueId[] NodesToRead { get; init; } = [];

    /// <inheritdoc/>
    public static ReadRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        MaxAge = reader.ReadDouble(),
        TimestampsToReturn = (TimestampsToReturn)reader.ReadInt32(),
        NodesToRead = reader.ReadStructures<ReadValueId>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteDouble(MaxAge);
        writer.WriteInt32((int)TimestampsToReturn);
        writer.WriteStructures(NodesToRead);
    }
}

/// <summary>The answer to <see cref="ReadRequest"/>.</summary>
public sealed record ReadResponse : IServiceResponse, IIdentifiedStructure<ReadResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 634;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public DataValue[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static ReadResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadDataValues(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteDataValues(Results);
        writer.WriteDiagnosticInfos(DiagnosticInfos);
    }
}
