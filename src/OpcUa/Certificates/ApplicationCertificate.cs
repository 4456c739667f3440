using System.Security.Cryptography.X509Certificates;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// Our own certificate with its RSA private key and, where there is one, the chain of its issuers. Owns the certificate:
/// dispose it when no channel signs with it any more. Safe for use from several threads. Says its name, never its key.
/// </summary>
public sealed class ApplicationCertificate : IDisposable
{
    ApplicationCertificate(X509Certificate2 certificate, byte[] chain)
    {
        Certificate = certificate;
        Chain = chain;
        ApplicationUri = SubjectAlternativeNames.Of(certificate).ApplicationUri ?? "";
        Fingerprint = CertificateFingerprint.Of(certificate.RawDataMemory.Span);
    }

    /// <summary>The certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>DER of the certificate, followed by those of its issuers, as an OPN chunk carries them (OPC 10000-6, 6.7.2.3).</summary>
    public ReadOnlyMemory<byte> Chain { get; }

    /// <summary>The first uri of its subjectAltName; empty for a user's certificate, which has none.</summary>
    public string ApplicationUri { get; }

    /// <summary>SHA-256 of the DER in upper-case hex: the name of the certificate for people.</summary>
    public string Fingerprint { get; }

    /// <summary>Whole days until it expires; negative when it has.</summary>
    public int DaysLeft(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return (int)Math.Floor((Certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime).TotalDays);
    }

    /// <summary>Takes over a certificate with its private key.</summary>
    /// <param name="withPrivateKey">Owned by the result from now on.</param>
    /// <param name="issuers">Its issuers, the nearest first; only their DER is kept.</param>
    /// <exception cref="ArgumentException">There is no RSA private key: OPC UA's policies of this stack know no other.</exception>
    public static ApplicationCertificate From(X509Certificate2 withPrivateKey, IReadOnlyList<X509Certificate2>? issuers = null)
    {
        ArgumentNullException.ThrowIfNull(withPrivateKey);
        using (var key = withPrivateKey.HasPrivateKey ? withPrivateKey.GetRSAPrivateKey() : null)
        {
            if (key is null)
            {
                throw new ArgumentException(
                    $"The certificate {withPrivateKey.Subject} has no RSA private key: give a certificate together with its key.",
                    nameof(withPrivateKey));
            }
        }

        byte[] chain = [.. withPrivateKey.RawDataMemory.Span, .. (issuers ?? []).SelectMany(issuer => issuer.RawData)];
        return new ApplicationCertificate(withPrivateKey, chain);
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    /// <inheritdoc/>
    public override string ToString() => $"{Certificate.Subject} ({Fingerprint})";
}
