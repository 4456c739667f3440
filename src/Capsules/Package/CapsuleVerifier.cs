using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Jinan.IndustryBrain.Capsules.Format;

namespace Jinan.IndustryBrain.Capsules.Package;

/// <summary>What a verification found.</summary>
public abstract record CapsuleVerdict
{
    private CapsuleVerdict()
    {
    }

    public sealed record Accepted(VerifiedCapsule Capsule) : CapsuleVerdict;

    /// <param name="Message">For a person: what is wrong and what to do.</param>
    public sealed record Refused(RefusalReason Reason, string Message) : CapsuleVerdict;
}

/// <summary>A capsule whose signature, files and declaration are in order.</summary>
/// <param name="Digest">SHA-256 of the signed manifest, lower-case hex: names exactly this content.</param>
/// <param name="PublisherFingerprint">SHA-256 of the signing certificate, lower-case hex.</param>
public sealed record VerifiedCapsule(
    CapsuleDeclaration Declaration, CapsuleFiles Files, string Digest, string PublisherFingerprint)
{
    /// <summary>What it is called, by language tag; empty where it does not say.</summary>
    public IReadOnlyDictionary<string, CapsuleTexts> Texts { get; init; } = new Dictionary<string, CapsuleTexts>();
}

/// <summary>
/// Decides whether a capsule may run: signed, by a publisher that this edge trusts, with exactly the files that were signed, and
/// declared as the format asks. Nothing of it is looked at before its signature holds.
/// </summary>
public static class CapsuleVerifier
{
    private const string SigningTime = "1.2.840.113549.1.9.5";

    public static CapsuleVerdict Verify(Stream stream, PublisherTrust trust)
    {
        CapsuleFiles files;
        try
        {
            files = CapsuleFiles.ReadZip(stream);
        }
        catch (CapsuleFormatException e)
        {
            return new CapsuleVerdict.Refused(e.Reason, e.Message);
        }

        return Verify(files, trust);
    }

    private static CapsuleVerdict Verify(CapsuleFiles files, PublisherTrust trust)
    {
        if (!files.Contains(DigestManifest.Path) || !files.Contains(DigestManifest.SignaturePath))
            return new CapsuleVerdict.Refused(
                RefusalReason.Unsigned, "It is not signed. Sign it with: brain capsule sign <file>.");
        var manifest = files[DigestManifest.Path].ToArray();
        if (SignerOf(manifest, files[DigestManifest.SignaturePath].ToArray()) is not { } signer)
            return new CapsuleVerdict.Refused(
                RefusalReason.BadSignature, "Its signature does not fit its manifest: it was altered, or damaged on the way. Get it again from its publisher.");
        using (signer)
        {
            var fingerprint = Convert.ToHexStringLower(SHA256.HashData(signer.RawData));
            if (!trust.Trusts(signer))
                return new CapsuleVerdict.Refused(
                    RefusalReason.UntrustedPublisher,
                    $"Its publisher '{NameOf(signer)}' (SHA-256 {fingerprint}) is not trusted here. "
                    + $"If you trust it, put its certificate into {trust.Folder}.");
            return VerifyContent(files, manifest, NameOf(signer), fingerprint);
        }
    }

    private static CapsuleVerdict VerifyContent(CapsuleFiles files, byte[] manifest, string signer, string fingerprint)
    {
        try
        {
            var differences = DigestManifest.FromJson(manifest).Differences(files).ToList();
            if (differences.Count > 0)
                return new CapsuleVerdict.Refused(
                    differences[0].Reason,
                    $"Its files are not those that were signed: {string.Join(", ", differences.Select(d => d.What))}. Get it again from its publisher.");
            var declaration = CapsuleReader.ReadDeclaration(files);
            if (declaration.Publisher != signer)
                return new CapsuleVerdict.Refused(
                    RefusalReason.WrongPublisher,
                    $"It names the publisher '{declaration.Publisher}' but is signed by '{signer}'.");
            return GoldenFault(declaration, files) is { } fault
                ? new CapsuleVerdict.Refused(RefusalReason.BadGoldenVectors, fault)
                : new CapsuleVerdict.Accepted(new VerifiedCapsule(
                    declaration, files, Convert.ToHexStringLower(SHA256.HashData(manifest)), fingerprint)
                {
                    Texts = CapsuleReader.ReadTexts(files, declaration),
                });
        }
        catch (CapsuleFormatException e)
        {
            return new CapsuleVerdict.Refused(e.Reason, e.Message);
        }
        catch (JsonException e)
        {
            return new CapsuleVerdict.Refused(RefusalReason.BadDeclaration, e.Message);
        }
    }

    private static string? GoldenFault(CapsuleDeclaration declaration, CapsuleFiles files)
    {
        foreach (var model in declaration.Models)
        {
            var golden = JsonSerializer.Deserialize(files[model.Golden].Span, CapsuleJson.Default.GoldenVectors);
            if (golden is null || golden.Vectors.Count == 0 || golden.Tolerance is not (>= 0 and < double.PositiveInfinity))
                return $"The golden vectors of model '{model.Id}' ({model.Golden}) are empty or have no tolerance.";
            if (golden.Vectors.Any(v => v.Features.Count != model.Features.Count))
                return $"A golden vector of model '{model.Id}' ({model.Golden}) does not have {model.Features.Count} features.";
        }

        return null;
    }

    // Returns the one signer's certificate if its signature over the manifest holds and was made while the certificate was valid.
    private static X509Certificate2? SignerOf(byte[] manifest, byte[] signature)
    {
        try
        {
            var cms = new SignedCms(new ContentInfo(manifest), detached: true);
            cms.Decode(signature);
            cms.CheckSignature(verifySignatureOnly: true);
            if (cms.SignerInfos is not [{ Certificate: { } certificate } signer])
                return null;
            return WasValid(certificate, signer) ? certificate : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // The signer's own word for the time: an edge that is offline for years must still start with the capsules it has.
    private static bool WasValid(X509Certificate2 certificate, SignerInfo signer)
    {
        foreach (var attribute in signer.SignedAttributes)
        {
            if (attribute.Oid.Value == SigningTime && attribute.Values is [Pkcs9SigningTime time])
                return time.SigningTime.ToUniversalTime() >= certificate.NotBefore.ToUniversalTime()
                    && time.SigningTime.ToUniversalTime() <= certificate.NotAfter.ToUniversalTime();
        }

        return false;
    }

    private static string NameOf(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
}
