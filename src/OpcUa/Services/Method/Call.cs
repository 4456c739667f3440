using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.12.2: calls methods.</summary>
public sealed record CallRequest : IServiceRequest, IIdentifiedStructure<CallRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 712;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public CallMethodRequest[] MethodsToCall { get; init; } = [];

    /// <inheritdoc/>
    public static CallRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        MethodsToCall = reader.ReadStructures<CallMethodRequest>(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteStructures(MethodsToCall);
    }
}

/// <summary>The answer to <see cref="CallRequest"/>.</summary>
public sealed record CallResponse : IServiceResponse, IIdentifiedStructure<CallResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 715;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public CallMethodResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static CallResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadStructures<CallMethodResult>(),
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

/// <summary>One method to call (OPC UA Part 4, 5.12.2).</summary>
public sealed record CallMethodRequest : IUaStructure<CallMethodRequest>
{
    public NodeId ObjectId { get; init; }

    public NodeId MethodId { get; init; }

    public Variant[] InputArguments { get; init; } = [];

    /// <inheritdoc/>
    public static CallMethodRequest Decode(ref UaReader reader) => new()
    {
        ObjectId = reader.ReadNodeId(),
        MethodId = reader.ReadNodeId(),
        InputArguments = reader.ReadVariants(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteNodeId(ObjectId);
        writer.WriteNodeId(MethodId);
        writer.WriteVariants(InputArguments);
    }
}

/// <summary>What one method returned (OPC UA Part 4, 5.12.2).</summary>
public sealed record CallMethodResult : IUaStructure<CallMethodResult>
{
    public StatusCode StatusCode { get; init; }

    public StatusCode[] InputArgumentResults { get; init; } = [];

    public DiagnosticInfo?[] InputArgumentDiagnosticInfos { get; init; } = [];

    public Variant[] OutputArguments { get; init; } = [];

    /// <inheritdoc/>
    public static CallMethodResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        InputArgumentResults = reader.ReadStatusCodes(),
        InputArgumentDiagnosticInfos = reader.ReadDiagnosticInfos(),
        OutputArguments = reader.ReadVariants(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteStatusCode(StatusCode);
        writer.WriteStatusCodes(InputArgumentResults);
        writer.WriteDiagnosticInfos(InputArgumentDiagnosticInfos);
        writer.WriteVariants(OutputArguments);
    }
}
