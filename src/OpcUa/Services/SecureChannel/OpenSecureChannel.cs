using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>OPC UA Part 4, 5.6.2: opens a channel or renews its token.</summary>
public sealed record OpenSecureChannelRequest : IServiceRequest, IIdentifiedStructure<OpenSecureChannelRequest>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 446;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public RequestHeader RequestHeader { get; set; } = new();

    public uint ClientProtocolVersion { get; init; }

    public SecurityTokenRequestType RequestType { get; init; }

    public MessageSecurityMode SecurityMode { get; init; }

    public byte[]? ClientNonce { get; init; }

    /// <summary>Milliseconds.</summary>
    public uint RequestedLifetime { get; init; }

    /// <inheritdoc/>
    public static OpenSecureChannelRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        ClientProtocolVersion = reader.ReadUInt32(),
        RequestType = (SecurityTokenRequestType)reader.ReadInt32(),
        SecurityMode = (MessageSecurityMode)reader.ReadInt32(),
        ClientNonce = reader.ReadByteString(),
        RequestedLifetime = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        RequestHeader.Encode(ref writer);
        writer.WriteUInt32(ClientProtocolVersion);
        writer.WriteInt32((int)RequestType);
        writer.WriteInt32((int)SecurityMode);
        writer.WriteByteString(ClientNonce);
        writer.WriteUInt32(RequestedLifetime);
    }
}

/// <summary>The answer to <see cref="OpenSecureChannelRequest"/>.</summary>
public sealed record OpenSecureChannelResponse : IServiceResponse, IIdentifiedStructure<OpenSecureChannelResponse>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 449;

    /// <inheritdoc/>
    public uint EncodingId => BinaryEncodingId;

    /// <inheritdoc/>
    public ResponseHeader ResponseHeader { get; set; } = new();

    public uint ServerProtocolVersion { get; init; }

    public ChannelSecurityToken SecurityToken { get; init; } = new();

    public byte[]? ServerNonce { get; init; }

    /// <inheritdoc/>
    public static OpenSecureChannelResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        ServerProtocolVersion = reader.ReadUInt32(),
        SecurityToken = ChannelSecurityToken.Decode(ref reader),
        ServerNonce = reader.ReadByteString(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        ResponseHeader.Encode(ref writer);
        writer.WriteUInt32(ServerProtocolVersion);
        SecurityToken.Encode(ref writer);
        writer.WriteByteString(ServerNonce);
    }
}

/// <summary>The token that messages of a channel name (OPC UA Part 4, 5.6.2).</summary>
public sealed record ChannelSecurityToken : IUaStructure<ChannelSecurityToken>
{
    public uint ChannelId { get; init; }

    public uint TokenId { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <summary>Milliseconds.</summary>
    public uint RevisedLifetime { get; init; }

    /// <inheritdoc/>
    public static ChannelSecurityToken Decode(ref UaReader reader) => new()
    {
        ChannelId = reader.ReadUInt32(),
        TokenId = reader.ReadUInt32(),
        CreatedAt = reader.ReadDateTime(),
        RevisedLifetime = reader.ReadUInt32(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteUInt32(ChannelId);
        writer.WriteUInt32(TokenId);
        writer.WriteDateTime(CreatedAt);
        writer.WriteUInt32(RevisedLifetime);
    }
}
