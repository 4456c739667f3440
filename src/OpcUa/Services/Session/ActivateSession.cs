using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.7.3: says who the user is and binds the session to the channel.</summary>
public sealed record ActivateSessionRequest : IServiceRequest, IIdentifiedStructure<ActivateSessionRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 467;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public SignatureData ClientSignature { get; init; } = new();

    public SignedSoftwareCertificate[] ClientSoftwareCertificates { get; init; } = [];

    public string?[] LocaleIds { get; init; } = [];

    public ExtensionObject UserIdentityToken { get; init; } = ExtensionObject.Null;

    public SignatureData UserTokenSignature { get; init; } = new();

    /// <inheritdoc/>
    public static ActivateSessionRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        ClientSignature = SignatureData.Decode(ref reader),
        ClientSoftwareCertificates = reader.ReadStructures<SignedSoftwareCertificate>(),
        LocaleIds = reader.ReadStringArray() ?? [],
        UserIdentityToken = reader.ReadExtensionObject(),
        UserTokenSignature = SignatureData.Decode(ref reader),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        ClientSignature.Encode(ref writer);
        writer.WriteStructures(ClientSoftwareCertificates);
        writer.WriteStringArray(LocaleIds);
        writer.WriteExtensionObject(UserIdentityToken);
        UserTokenSignature.Encode(ref writer);
    }
}

/// <summary>The answer to <see cref="ActivateSessionRequest"/>.</summary>
public sealed record ActivateSessionResponse : IServiceResponse, IIdentifiedStructure<ActivateSessionResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 470;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public byte[]? ServerNonce { get; init; }

    public StatusCode[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    /// <inheritdoc/>
    public static ActivateSessionResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        ServerNonce = reader.ReadByteString(),
        Results = reader.ReadStatusCodes(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteByteString(ServerNonce);
        writer.WriteStatusCodes(Results);
        writer.WriteDiagnosticInfos(DiagnosticInfos);
    }
}
