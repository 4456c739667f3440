using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.7.2: makes a session, not yet of use.</summary>
public sealed record CreateSessionRequest : IServiceRequest, IIdentifiedStructure<CreateSessionRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 461;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public ApplicationDescription ClientDescription { get; init; } = new();

    public string? ServerUri { get; init; }

    public string? EndpointUrl { get; init; }

    public string? SessionName { get; init; }

    public byte[]? ClientNonce { get; init; }

    public byte[]? ClientCertificate { get; init; }

    /// <summary>Milliseconds.</summary>
    public double RequestedSessionTimeout { get; init; }

    public uint MaxResponseMessageSize { get; init; }

    /// <inheritdoc/>
    public static CreateSessionRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        ClientDescription = ApplicationDescription.Decode(ref reader),
        ServerUri = reader.ReadString(),
        EndpointUrl = reader.ReadString(),
        SessionName = reader.ReadString(),
        ClientNonce = reader.ReadByteString(),
        ClientCertificate = reader.ReadByteString(),
        RequestedSessionTimeout = reader.ReadDouble(),
        MaxResponseMessageSize = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        ClientDescription.Encode(ref writer);
        writer.WriteString(ServerUri);
        writer.WriteString(EndpointUrl);
        writer.WriteString(SessionName);
        writer.WriteByteString(ClientNonce);
        writer.WriteByteString(ClientCertificate);
        writer.WriteDouble(RequestedSessionTimeout);
        writer.WriteUInt32(MaxResponseMessageSize);
    }
}

/// <summary>The answer to <see cref="CreateSessionRequest"/>.</summary>
public sealed record CreateSessionResponse : IServiceResponse, IIdentifiedStructure<CreateSessionResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 464;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public NodeId SessionId { get; init; }

    public NodeId AuthenticationToken { get; init; }

    /// <summary>Milliseconds.</summary>
    public double RevisedSessionTimeout { get; init; }

    public byte[]? ServerNonce { get; init; }

    public byte[]? ServerCertificate { get; init; }

    public EndpointDescription[] ServerEndpoints { get; init; } = [];

    public SignedSoftwareCertificate[] ServerSoftwareCertificates { get; init; } = [];

    public SignatureData ServerSignature { get; init; } = new();

    public uint MaxRequestMessageSize { get; init; }

    /// <inheritdoc/>
    public static CreateSessionResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        SessionId = reader.ReadNodeId(),
        AuthenticationToken = reader.ReadNodeId(),
        RevisedSessionTimeout = reader.ReadDouble(),
        ServerNonce = reader.ReadByteString(),
        ServerCertificate = reader.ReadByteString(),
        ServerEndpoints = reader.ReadStructures<EndpointDescription>(),
        ServerSoftwareCertificates = reader.ReadStructures<SignedSoftwareCertificate>(),
        ServerSignature = SignatureData.Decode(ref reader),
        MaxRequestMessageSize = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteNodeId(SessionId);
        writer.WriteNodeId(AuthenticationToken);
        writer.WriteDouble(RevisedSessionTimeout);
        writer.WriteByteString(ServerNonce);
        writer.WriteByteString(ServerCertificate);
        writer.WriteStructures(ServerEndpoints);
        writer.WriteStructures(ServerSoftwareCertificates);
        ServerSignature.Encode(ref writer);
        writer.WriteUInt32(MaxRequestMessageSize);
    }
}
