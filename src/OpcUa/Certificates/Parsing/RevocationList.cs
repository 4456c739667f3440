using System.Formats.Asn1;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// A revocation list (RFC 5280, 5.1).
/// <code>
/// TBSCertList ::= SEQUENCE { version OPTIONAL, signature, issuer, thisUpdate, nextUpdate OPTIONAL,
///                            SEQUENCE OF SEQUENCE { serialNumber, date, extensions OPTIONAL } OPTIONAL, [0] extensions }
/// </code>
/// </summary>
sealed class RevocationList
{
    readonly HashSet<string> _serialNumbers = [];

    RevocationList(SignedDer signed)
    {
        Signed = signed;
        var content = new AsnReader(signed.Content, AsnEncodingRules.DER).ReadSequence();
        if (content.PeekTag() == Asn1Tag.Integer) content.ReadIntegerBytes();
        if (!content.ReadEncodedValue().Span.SequenceEqual(signed.AlgorithmIdentifier.Span)) throw new AsnContentException();
        var issuer = content.ReadEncodedValue();
        IssuerName = Convert.ToHexString(issuer.Span);
        Issuer = DisplayText.OfName(issuer);
        ThisUpdate = SignedDer.ReadTime(content);
        if (content.HasData && (content.PeekTag() == Asn1Tag.UtcTime || content.PeekTag() == Asn1Tag.GeneralizedTime))
            NextUpdate = SignedDer.ReadTime(content);
        if (content.HasData && content.PeekTag() == Asn1Tag.Sequence)
            ReadEntries(content.ReadSequence());
        if (content.HasData && content.PeekTag() == SignedDer.Explicit(0))
            ReadExtensions(content.ReadSequence(SignedDer.Explicit(0)).ReadSequence());
    }

    public SignedDer Signed { get; }

    /// <summary>Hex of the encoded name of the authority.</summary>
    public string IssuerName { get; }

    /// <summary>The authority, for people.</summary>
    public string Issuer { get; }

    public DateTimeOffset ThisUpdate { get; }

    public DateTimeOffset? NextUpdate { get; }

    public int Count => _serialNumbers.Count;

    /// <summary>
    /// False for a list with a critical extension (a delta, a list of one distribution point): it proves that a certificate is
    /// revoked, but its silence proves nothing (RFC 5280, 5.2).
    /// </summary>
    public bool IsComplete { get; private set; } = true;

    public bool Revokes(string serialNumber) => _serialNumbers.Contains(serialNumber);

    public bool IsOverdue(DateTimeOffset now) => NextUpdate is { } next && next < now;

    /// <summary>The list, or null where the bytes are none.</summary>
    public static RevocationList? TryRead(ReadOnlyMemory<byte> der)
    {
        try
        {
            return new RevocationList(SignedDer.Read(der));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    void ReadEntries(AsnReader entries)
    {
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            _serialNumbers.Add(Convert.ToHexString(entry.ReadIntegerBytes().Span));
        }
    }

    void ReadExtensions(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            extension.ReadObjectIdentifier();
            if (extension.HasData && extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean()) IsComplete = false;
        }
    }
}
