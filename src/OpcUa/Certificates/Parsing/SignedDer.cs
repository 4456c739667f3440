using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// The frame that certificates (RFC 5280, 4.1) and revocation lists (5.1) share:
/// <code>SEQUENCE { content SEQUENCE, algorithm AlgorithmIdentifier, signature BIT STRING }</code>
/// </summary>
/// <param name="Whole">All of it.</param>
/// <param name="Content">The signed bytes, header included.</param>
/// <param name="AlgorithmIdentifier">The algorithm as encoded; RFC 5280 wants the same bytes within the content.</param>
/// <param name="Signature">The signature.</param>
sealed record SignedDer(
    ReadOnlyMemory<byte> Whole, ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> AlgorithmIdentifier, ReadOnlyMemory<byte> Signature)
{
    public SignatureAlgorithm Algorithm { get; } = SignatureAlgorithm.Read(AlgorithmIdentifier);

    /// <exception cref="AsnContentException">It is not well-formed, or something follows it.</exception>
    public static SignedDer Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var frame = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var content = frame.ReadEncodedValue();
        var algorithm = frame.ReadEncodedValue();
        var signature = frame.ReadBitString(out var unusedBits);
        frame.ThrowIfNotEmpty();
        return unusedBits == 0 ? new SignedDer(der, content, algorithm, signature) : throw new AsnContentException();
    }

    /// <summary>Null: this stack cannot tell, because it does not know the algorithm or the kind of key.</summary>
    public bool? IsSignedBy(RSAParameters? key) => Algorithm.Verify(key, Content.Span, Signature.Span);

    public static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    public static Asn1Tag Explicit(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);
}
