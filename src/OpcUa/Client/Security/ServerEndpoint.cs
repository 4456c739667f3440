using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>The endpoint that a channel goes to: policy and mode, and for a secured one what discovery said of the server.</summary>
/// <param name="Policy">Null without security.</param>
/// <param name="Mode">None without security.</param>
/// <param name="Description">As discovered.</param>
/// <param name="Discovered">All endpoints that were discovered, to be compared with what the server says once it is authenticated.</param>
internal sealed record ServerEndpoint(
    RsaPolicy? Policy, MessageSecurityMode Mode, EndpointDescription Description, IReadOnlyList<EndpointDescription> Discovered)
{
    public static ServerEndpoint Unsecured { get; } = new(null, MessageSecurityMode.None, new EndpointDescription(), []);

    public ReadOnlyMemory<byte> CertificateChain => Description.ServerCertificate;

    public string PolicyUri => Policy?.Uri ?? NoSecurity.PolicyUri;

    /// <summary>Certificates for one channel, whose owner disposes them.</summary>
    /// <exception cref="OpcUaException">The server's certificate is not trusted, or cannot be used.</exception>
    public ChannelCertificates Certificates(ConnectionOptions options)
    {
        if (Policy is null) return ChannelCertificates.None;
        Validate(options, CertificateChain, Description.Server.ApplicationUri);
        return ChannelCertificates.Between(options.Security.Certificate!, CertificateChain);
    }

    /// <summary>Asks whether the server's certificate is trusted, for the host that was dialled (OPC 10000-4, 6.1.3).</summary>
    /// <exception cref="OpcUaException">It is not.</exception>
    public static void Validate(ConnectionOptions options, ReadOnlyMemory<byte> chain, string? applicationUri)
    {
        _ = EndpointAddress.TryParse(options.EndpointUrl, out var address);
        if (options.Security.Validator is not { } validator)
        {
            throw new OpcUaException(
                StatusCodes.BadCertificateUntrusted,
                $"Nobody decides whether {options.EndpointUrl} is trusted: set Security.Validator.");
        }

        var verdict = validator.Validate(chain, new PeerExpectation
        {
            Role = PeerRole.Server,
            // An empty uri must not pass as "not known yet": a server always has one.
            ApplicationUri = applicationUri ?? "",
            HostName = address?.Host,
            Source = options.EndpointUrl,
        });
        if (!verdict.IsTrusted)
            throw new OpcUaException(verdict.Status, $"{options.EndpointUrl}: {verdict.Message ?? $"the server's certificate is refused ({verdict.Status})."}");
    }
}
