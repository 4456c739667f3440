using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.OpcUa.Certificates;

namespace Jinan.IndustryBrain.Collector.Security;

/// <summary>Lets the store decide on a server's certificate, and remembers it for <c>GET /connections</c>. Thread-safe.</summary>
internal sealed class ServerTrust(CertificateStore store, TimeProvider time) : ICertificateValidator
{
    private Seen? _last;

    public CertificateVerdict Validate(ReadOnlyMemory<byte> derChain, PeerExpectation expectation)
    {
        var verdict = store.Validate(derChain, expectation);
        Volatile.Write(ref _last, Look(derChain, verdict));
        return verdict;
    }

    /// <summary>The certificate that the server showed last; null while it has shown none.</summary>
    public ServerCertificateReport? Report()
    {
        if (Volatile.Read(ref _last) is not { } seen)
            return null;
        var verdict = seen.Verdict;
        var advice = verdict.Status == OpcUa.Encoding.StatusCodes.BadCertificateUntrusted
            ? CollectorSentences.CompareAndTrust.Of(seen.Fingerprint, store.Folder)
            : null;
        return new ServerCertificateReport
        {
            Fingerprint = seen.Fingerprint,
            Subject = seen.Subject,
            ValidUntil = seen.NotAfter,
            DaysLeft = (int)Math.Floor((seen.NotAfter - time.GetUtcNow()).TotalDays),
            IsTrusted = verdict.IsTrusted,
            Status = verdict.IsTrusted ? null : verdict.Status.ToString(),
            Reason = verdict.Message,
            Findings = CertificateWords.Of(verdict),
            WhatToDo = advice?.Text,
            WhatToDoCode = advice?.Code,
        };
    }

    private static Seen? Look(ReadOnlyMemory<byte> derChain, CertificateVerdict verdict)
    {
        try
        {
            // The leaf is the first of the chain (OPC 10000-6, 6.7.2.3).
            AsnDecoder.ReadEncodedValue(derChain.Span, AsnEncodingRules.DER, out _, out _, out var length);
            using var leaf = X509CertificateLoader.LoadCertificate(derChain.Span[..length]);
            return new Seen(
                Convert.ToHexString(SHA256.HashData(leaf.RawDataMemory.Span)), leaf.Subject, new DateTimeOffset(leaf.NotAfter.ToUniversalTime()), verdict);
        }
        catch (Exception malformed) when (malformed is CryptographicException or AsnContentException)
        {
            // The verdict on it is in the connection's last error.
            return null;
        }
    }

    private sealed record Seen(string Fingerprint, string Subject, DateTimeOffset NotAfter, CertificateVerdict Verdict);
}
