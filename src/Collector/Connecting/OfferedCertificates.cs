using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.Collector.Connections;
using Jinan.IndustryBrain.Collector.Security;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>The certificates that a server's endpoints show, as a person compares them, with the store's word on each.</summary>
internal static class OfferedCertificates
{
    public static IReadOnlyList<OfferedCertificate> Of(IReadOnlyList<EndpointDescription> endpoints, string url, CertificateStore store) =>
    [
        .. endpoints.Where(endpoint => endpoint.ServerCertificate is { Length: > 0 }).DistinctBy(endpoint => FingerprintOf(endpoint.ServerCertificate))
            .Select(endpoint => Look(endpoint, url, store)),
    ];

    /// <returns>SHA-256 of the first certificate in hex; null where there is none.</returns>
    public static string? FingerprintOf(byte[]? chain) =>
        chain is { Length: > 0 } ? Convert.ToHexString(SHA256.HashData(LeafOf(chain))) : null;

    private static OfferedCertificate Look(EndpointDescription endpoint, string url, CertificateStore store)
    {
        var chain = endpoint.ServerCertificate!;
        var verdict = store.Validate(chain, new PeerExpectation
        {
            Role = PeerRole.Server, ApplicationUri = endpoint.Server.ApplicationUri ?? "", HostName = new Uri(url).Host, Source = url,
        });
        var certificate = Describe(chain);
        return verdict.IsTrusted
            ? certificate with { IsTrusted = true }
            : certificate with
            {
                Status = verdict.Status.ToString(), Reason = verdict.Message, Findings = CertificateWords.Of(verdict),
                WhatToDo = Advice.On(verdict.Status).Text, WhatToDoCode = Advice.On(verdict.Status).Code,
            };
    }

    private static OfferedCertificate Describe(byte[] chain)
    {
        try
        {
            using var leaf = X509CertificateLoader.LoadCertificate(LeafOf(chain));
            return new OfferedCertificate(
                FingerprintOf(chain)!, leaf.Subject, leaf.Issuer, leaf.NotBefore.ToUniversalTime(), leaf.NotAfter.ToUniversalTime())
            {
                HostNames =
                [
                    .. leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                        .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()))),
                ],
            };
        }
        catch (CryptographicException)
        {
            // What is wrong with it is in the verdict.
            return new OfferedCertificate(FingerprintOf(chain)!, "", "", default, default);
        }
    }

    // The leaf is the first of the chain (OPC 10000-6, 6.7.2.3).
    private static ReadOnlySpan<byte> LeafOf(byte[] chain)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(chain, AsnEncodingRules.DER, out _, out _, out var length);
            return chain.AsSpan(0, length);
        }
        catch (AsnContentException)
        {
            return chain;
        }
    }
}
