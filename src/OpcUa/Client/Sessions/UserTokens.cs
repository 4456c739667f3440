using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>How the user is told to a server.</summary>
/// <param name="Policy">The server's name for it.</param>
/// <param name="Protection">What encrypts the secret, or signs for the certificate; null where it travels as it is, or there is none.</param>
/// <param name="ServerChain">The certificate that the secret is for, on a channel without certificates.</param>
internal sealed record UserTokenChoice(UserTokenPolicy Policy, RsaPolicy? Protection, ReadOnlyMemory<byte> ServerChain);

/// <summary>Chooses how to tell a server who the user is, and says so (OPC 10000-4, 7.41).</summary>
static class UserTokens
{
    /// <summary>The server's policy that fits the identity; of several, the one that protects the secret best.</summary>
    /// <param name="options">Who the user is, and whether a password may travel unencrypted.</param>
    /// <param name="channel">The endpoint of the channel.</param>
    /// <param name="endpoints">What the server says of its endpoints in CreateSession.</param>
    /// <exception cref="OpcUaException">The server offers none, or only ones that this client must not or cannot use.</exception>
    public static UserTokenChoice Choose(ConnectionOptions options, ServerEndpoint channel, IReadOnlyList<EndpointDescription> endpoints)
    {
        var wanted = options.Identity.Kind;
        var here = endpoints.Where(endpoint =>
            endpoint.SecurityPolicyUri == channel.PolicyUri && (channel.Policy is null || endpoint.SecurityMode == channel.Mode)).ToList();
        var offered = here
            .SelectMany(endpoint => endpoint.UserIdentityTokens, (endpoint, policy) => (Endpoint: endpoint, Policy: policy))
            .Where(offer => offer.Policy.TokenType == wanted && (wanted is not UserTokenType.IssuedToken || IsJwt(offer.Policy)))
            .ToList();

        if (wanted is UserTokenType.Anonymous)
        {
            // Servers that list no endpoints, or none with this policy, still take anonymous users by its customary name.
            var policy = offered.Count > 0 ? offered[0].Policy : new UserTokenPolicy { PolicyId = "anonymous", TokenType = wanted };
            return new UserTokenChoice(policy, null, default);
        }

        if (offered.Count == 0) throw NotOffered(options, here);
        foreach (var (endpoint, policy) in offered.OrderByDescending(offer => SecurityPolicies.FindSecured(Effective(offer.Policy, channel))?.Choice))
        {
            if (SecurityPolicies.FindSecured(Effective(policy, channel)) is not { } protection) break;
            if (channel.Policy is not null) return new UserTokenChoice(policy, protection, default);
            if (options.Security.Validator is null && offered.Exists(offer => IsPlain(offer.Policy, channel)) && MayTravelInClear(options)) break;

            // The certificate that the secret is encrypted for came over an open line: whose it is has to be decided here.
            ServerEndpoint.Validate(options, endpoint.ServerCertificate, endpoint.Server.ApplicationUri);
            return new UserTokenChoice(policy, protection, endpoint.ServerCertificate);
        }

        return Plain(options, channel, offered.ConvertAll(offer => offer.Policy));
    }

    /// <summary>The token for ActivateSession, and the signature that goes with a certificate.</summary>
    /// <exception cref="OpcUaException">The server gave no nonce to tie the secret to, or its certificate cannot be used.</exception>
    public static (ExtensionObject Token, SignatureData Signature) Make(
        ConnectionOptions options, UserTokenChoice choice, ChannelCertificates channel, byte[]? serverNonce)
    {
        if (choice.Protection is not null) SessionProof.CheckNonce(options, serverNonce);
        var (identity, id) = (options.Identity, choice.Policy.PolicyId);
        switch (identity.Kind)
        {
            case UserTokenType.UserName:
                var (password, algorithm) = Protect(identity.Password!, choice, channel, serverNonce);
                return (new UserNameIdentityToken { PolicyId = id, UserName = identity.UserName, Password = password, EncryptionAlgorithm = algorithm }.ToExtensionObject(), new());
            case UserTokenType.IssuedToken:
                (var token, algorithm) = Protect(identity.IssuedToken!, choice, channel, serverNonce);
                return (new IssuedIdentityToken { PolicyId = id, TokenData = token, EncryptionAlgorithm = algorithm }.ToExtensionObject(), new());
            case UserTokenType.Certificate:
                var certificate = identity.Certificate!.Certificate;
                using (var key = certificate.GetRSAPrivateKey()!)
                {
                    var server = channel.IsNone ? DerChain.LeafOf(choice.ServerChain) : channel.Peers;
                    return (
                        new X509IdentityToken { PolicyId = id, CertificateData = certificate.RawData }.ToExtensionObject(),
                        SessionProof.Sign(choice.Protection!, key, server.Span, serverNonce));
                }

            default:
                return (new AnonymousIdentityToken { PolicyId = id }.ToExtensionObject(), new());
        }
    }

    static (byte[] Secret, string? Algorithm) Protect(string secret, UserTokenChoice choice, ChannelCertificates channel, byte[]? serverNonce)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(secret);
        if (choice.Protection is not { } protection) return (bytes, null);
        var own = channel.IsNone ? DerChain.PublicKeyOf(choice.ServerChain, "The server's") : null;
        try
        {
            return (UserSecret.Encrypt(protection, own ?? channel.PeersKey, bytes, serverNonce), protection.EncryptionAlgorithm);
        }
        finally
        {
            own?.Dispose();
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    static UserTokenChoice Plain(ConnectionOptions options, ServerEndpoint channel, List<UserTokenPolicy> offered)
    {
        if (options.Identity.Kind is UserTokenType.Certificate || offered.Find(policy => IsPlain(policy, channel)) is not { } plain)
        {
            var uri = Effective(offered[0], channel);
            throw new OpcUaException(
                StatusCodes.BadSecurityPolicyRejected,
                SecurityPolicies.WhyDeprecated(uri) is { } why
                    ? $"{options.EndpointUrl} protects {Subject(options)} only by {uri}, which is deprecated ({why}): enable a current policy at the server."
                    : $"{options.EndpointUrl} protects {Subject(options)} only by '{uri}', which this client does not speak: enable Basic256Sha256 or a newer policy at the server, and connect secured.");
        }

        // Inside an encrypted channel it does not travel in the clear (OPC 10000-4, 7.41.4).
        if (channel.Mode is MessageSecurityMode.SignAndEncrypt || MayTravelInClear(options)) return new UserTokenChoice(plain, null, default);
        throw new OpcUaException(
            StatusCodes.BadSecurityModeInsufficient,
            $"{Subject(options)} would travel to {options.EndpointUrl} unencrypted: choose a policy with mode SignAndEncrypt, "
            + "or set AllowPasswordInClear if the network may be trusted with it.");
    }

    static bool MayTravelInClear(ConnectionOptions options) =>
        options.AllowPasswordInClear || (EndpointAddress.TryParse(options.EndpointUrl, out var address) && address.IsLoopback);

    // OPC 10000-4, 7.42: without a policy of its own a token takes the endpoint's.
    static string Effective(UserTokenPolicy policy, ServerEndpoint channel) =>
        string.IsNullOrEmpty(policy.SecurityPolicyUri) ? channel.PolicyUri : policy.SecurityPolicyUri;

    static bool IsPlain(UserTokenPolicy policy, ServerEndpoint channel) => Effective(policy, channel) == NoSecurity.PolicyUri;

    static bool IsJwt(UserTokenPolicy policy) => string.IsNullOrEmpty(policy.IssuedTokenType) || policy.IssuedTokenType == IssuedIdentityToken.Jwt;

    static string Subject(ConnectionOptions options) => options.Identity.Kind switch
    {
        UserTokenType.UserName => "The password",
        UserTokenType.IssuedToken => "The issued token",
        _ => "The user's certificate",
    };

    static OpcUaException NotOffered(ConnectionOptions options, List<EndpointDescription> here)
    {
        var kinds = here.SelectMany(endpoint => endpoint.UserIdentityTokens).Select(policy => policy.TokenType).Distinct().ToList();
        return new OpcUaException(
            StatusCodes.BadIdentityTokenRejected,
            $"{options.EndpointUrl} does not take the user ({options.Identity}) on the endpoint that is used; it takes "
            + $"{(kinds.Count == 0 ? "nothing that it lists" : string.Join(", ", kinds))}: use one of these, another security policy, or enable it at the server.");
    }
}
