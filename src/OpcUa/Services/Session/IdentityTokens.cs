using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>No user (OPC UA Part 4, 7.41.3).</summary>
public sealed record AnonymousIdentityToken : IIdentifiedStructure<AnonymousIdentityToken>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 321;

    public string? PolicyId { get; init; }

    /// <inheritdoc/>
    public static AnonymousIdentityToken Decode(ref UaReader reader) => new()
    {
        PolicyId = reader.ReadString(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteString(PolicyId);
    }
}

/// <summary>A user name with a password (OPC UA Part 4, 7.41.4).</summary>
public sealed record UserNameIdentityToken : IIdentifiedStructure<UserNameIdentityToken>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 324;

    public string? PolicyId { get; init; }

    public string? UserName { get; init; }

    /// <summary>UTF-8 bytes, encrypted as <see cref="EncryptionAlgorithm"/> says.</summary>
    public byte[]? Password { get; init; }

    /// <summary>Null or empty: not encrypted.</summary>
    public string? EncryptionAlgorithm { get; init; }

    /// <inheritdoc/>
    public static UserNameIdentityToken Decode(ref UaReader reader) => new()
    {
        PolicyId = reader.ReadString(),
        UserName = reader.ReadString(),
        Password = reader.ReadByteString(),
        EncryptionAlgorithm = reader.ReadString(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteString(PolicyId);
        writer.WriteString(UserName);
        writer.WriteByteString(Password);
        writer.WriteString(EncryptionAlgorithm);
    }
}

/// <summary>A certificate whose key signs the server's nonce (OPC UA Part 4, 7.41.5).</summary>
public sealed record X509IdentityToken : IIdentifiedStructure<X509IdentityToken>
{
    /// <inheritdoc/>
    public static uint BinaryEncodingId => 327;

    public string? PolicyId { get; init; }

    /// <summary>DER.</summary>
    public byte[]? CertificateData { get; init; }

    /// <inheritdoc/>
    public static X509IdentityToken Decode(ref UaReader reader) => new()
    {
        PolicyId = reader.ReadString(),
        CertificateData = reader.ReadByteString(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteString(PolicyId);
        writer.WriteByteString(CertificateData);
    }
}

/// <summary>A token that an authorization service issued (OPC UA Part 4, 7.41.6).</summary>
public sealed record IssuedIdentityToken : IIdentifiedStructure<IssuedIdentityToken>
{
    /// <summary>The issued token type of a JSON Web Token (OPC UA Part 6, 6.5.2.1).</summary>
    public const string Jwt = "http://opcfoundation.org/UA/UserToken#JWT";

    /// <inheritdoc/>
    public static uint BinaryEncodingId => 940;

    public string? PolicyId { get; init; }

    /// <summary>The token's bytes, encrypted as <see cref="EncryptionAlgorithm"/> says.</summary>
    public byte[]? TokenData { get; init; }

    /// <summary>Null or empty: not encrypted.</summary>
    public string? EncryptionAlgorithm { get; init; }

    /// <inheritdoc/>
    public static IssuedIdentityToken Decode(ref UaReader reader) => new()
    {
        PolicyId = reader.ReadString(),
        TokenData = reader.ReadByteString(),
        EncryptionAlgorithm = reader.ReadString(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteString(PolicyId);
        writer.WriteByteString(TokenData);
        writer.WriteString(EncryptionAlgorithm);
    }
}
