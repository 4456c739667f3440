using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

/// <summary>Certificates for tests, made once a process: keys take their time.</summary>
static class TestCertificates
{
    public const string ClientUri = "urn:test:client";
    public const string ServerUri = "urn:test:server";

    static readonly ConcurrentDictionary<(string Owner, int Bits), Lazy<ApplicationCertificate>> Made = new();

    /// <summary>A client's, with a key of its own for 2,048 bits only.</summary>
    public static ApplicationCertificate Client(int bits = 2_048) => Get("client", ClientUri, bits);

    public static ApplicationCertificate Server(int bits = 2_048) => Get("server", ServerUri, bits);

    /// <summary>The server's name with another key, as after a renewal of its certificate.</summary>
    public static ApplicationCertificate RenewedServer() => Get("renewed", ServerUri, 2_048);

    /// <summary>Somebody else.</summary>
    public static ApplicationCertificate Stranger() => Get("stranger", ClientUri, 2_048);

    public static ApplicationCertificate User() => Get("user", "urn:test:user", 2_048);

    public static ApplicationCertificate TooShort() => Get("short", ClientUri, 1_024);

    /// <summary>The client's certificate and key again, for whoever disposes it.</summary>
    public static X509Certificate2 CopyOfClient()
    {
        using var key = Client().Certificate.GetRSAPrivateKey()!;
        using var bare = X509CertificateLoader.LoadCertificate(Client().Certificate.RawData);
        return bare.CopyWithPrivateKey(key);
    }

    static ApplicationCertificate Get(string owner, string uri, int bits) =>
        Made.GetOrAdd((owner, bits), _ => new Lazy<ApplicationCertificate>(() => Make(uri, bits))).Value;

    static ApplicationCertificate Make(string uri, int bits)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest($"CN={uri}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(uri));
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return ApplicationCertificate.From(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30)));
    }
}

/// <summary>Trusts whom a test says, and remembers what it was asked.</summary>
sealed class FakeValidator(Func<ReadOnlyMemory<byte>, PeerExpectation, CertificateVerdict>? decide = null) : ICertificateValidator
{
    public ConcurrentQueue<(byte[] Chain, PeerExpectation Expectation)> Asked { get; } = new();

    /// <summary>Trusts these and nobody else; the application uri has to be right too, where it is known.</summary>
    public static FakeValidator Trusting(params ApplicationCertificate[] trusted) => new((chain, expectation) =>
    {
        var found = Array.Find(trusted, certificate => certificate.Certificate.RawData.AsSpan().SequenceEqual(chain.Span));
        if (found is null)
            return new CertificateVerdict(StatusCodes.BadCertificateUntrusted, "untrusted: brain opcua trust add it");
        return expectation.ApplicationUri is { } uri && uri != found.ApplicationUri
            ? new CertificateVerdict(StatusCodes.BadCertificateUriInvalid, $"{uri} is not {found.ApplicationUri}")
            : CertificateVerdict.Trusted;
    });

    public CertificateVerdict Validate(ReadOnlyMemory<byte> derChain, PeerExpectation expectation)
    {
        Asked.Enqueue((derChain.ToArray(), expectation));
        return decide?.Invoke(derChain, expectation) ?? CertificateVerdict.Trusted;
    }
}
