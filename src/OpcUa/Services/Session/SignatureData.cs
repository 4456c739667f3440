using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Services;

/// <summary>A signature and how it was made (OPC UA Part 4, 7.37).</summary>
public sealed record SignatureData : IUaStructure<SignatureData>
{
    public string? Algorithm { get; init; }

    public byte[]? Signature { get; init; }

    /// <inheritdoc/>
    public static SignatureData Decode(ref UaReader reader) => new()
    {
        Algorithm = reader.ReadString(),
        Signature = reader.ReadByteString(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteString(Algorithm);
        writer.WriteByteString(Signature);
    }
}

/// <summary>Kept for the layout of the session messages; always an empty list today (OPC UA Part 4, 7.38).</summary>
public sealed record SignedSoftwareCertificate : IUaStructure<SignedSoftwareCertificate>
{
    public byte[]? CertificateData { get; init; }

    public byte[]? Signature { get; init; }

    /// <inheritdoc/>
    public static SignedSoftwareCertificate Decode(ref UaReader reader) => new()
    {
        CertificateData = reader.ReadByteString(),
        Signature = reader.ReadByteString(),
    };

    /// <inheritdoc/>
    public void Encode(ref UaWriter writer)
    {
        writer.WriteByteString(CertificateData);
        writer.WriteByteString(Signature);
    }
}
