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
