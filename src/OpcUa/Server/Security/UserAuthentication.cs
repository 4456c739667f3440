using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;
using Utf8 = System.Text.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>Somebody who has signed in; null stands for anonymous.</summary>
/// <param name="Kind">How: the same name by another way is another user.</param>
/// <param name="Name">The user's name; for a certificate its SHA-256 in hex.</param>
internal sealed record SessionUser(UserTokenType Kind, string Name);

/// <summary>Finds out who the user is (OPC 10000-4, 7.41), and says how users can say so (7.42).</summary>
internal sealed class UserAuthentication(OpcUaServerOptions options, ServerSecurity security, LoginThrottle throttle)
{
    private const string AnonymousPolicy = "anonymous";
    private const string UserNamePolicy = "username";
    private const string CertificatePolicy = "certificate";
    private const string IssuedTokenPolicy = "jwt";

    // Bounds on the work that somebody who has not signed in can ask for, a private-key operation a block.
    private const int MaxPasswordBytes = 4 * 1_024;
    private const int MaxTokenBytes = 16 * 1_024;

    /// <summary>How users can sign in on an endpoint.</summary>
    public UserTokenPolicy[] PoliciesFor(OfferedSecurity endpoint)
    {
        // Null: the policy of the endpoint itself. An endpoint without one needs a policy for the secret alone.
        var secret = endpoint.Secured is null ? security.TokenPolicy?.Uri ?? NoSecurity.PolicyUri : null;
        var policies = new List<UserTokenPolicy>();
        if (options.AllowAnonymous)
            policies.Add(new UserTokenPolicy { PolicyId = AnonymousPolicy, TokenType = UserTokenType.Anonymous });
        if (options.ValidateUser is not null)
            policies.Add(new UserTokenPolicy { PolicyId = UserNamePolicy, TokenType = UserTokenType.UserName, SecurityPolicyUri = secret });
        if (options.ValidateUserCertificate is not null)
            policies.Add(new UserTokenPolicy { PolicyId = CertificatePolicy, TokenType = UserTokenType.Certificate, SecurityPolicyUri = secret });
        if (options.ValidateIssuedToken is not null)
        {
            policies.Add(new UserTokenPolicy
            {
                PolicyId = IssuedTokenPolicy,
                TokenType = UserTokenType.IssuedToken,
                IssuedTokenType = IssuedIdentityToken.Jwt,
                SecurityPolicyUri = secret,
            });
        }

        return [.. policies];
    }

    /// <summary>The user that a token names and proves.</summary>
    /// <exception cref="OpcUaException">The token is not of a kind that is taken, or proves nothing, or too many of this source did not.</exception>
    public SessionUser? Authenticate(ActivateSessionRequest request, ConnectionSecurity channel, byte[] serverNonce, IPAddress? source)
    {
        var token = request.UserIdentityToken;
        if (token.IsNull || token.TryDecode<AnonymousIdentityToken>(out _, options.Encoding))
        {
            return options.AllowAnonymous
                ? null
                : throw new OpcUaException(StatusCodes.BadIdentityTokenRejected, "The server admits named users only.");
        }

        throttle.Check(source);
        try
        {
            return AuthenticateNamed(request, channel.Policy ?? security.TokenPolicy, serverNonce);
        }
        catch (OpcUaException)
        {
            throttle.Failed(source);
            throw;
        }
    }

    private SessionUser AuthenticateNamed(ActivateSessionRequest request, RsaPolicy? protection, byte[] serverNonce)
    {
        var token = request.UserIdentityToken;
        if (options.ValidateUser is { } validateUser && token.TryDecode<UserNameIdentityToken>(out var named, options.Encoding))
        {
            var password = Reveal(protection, named!.Password, named.EncryptionAlgorithm, serverNonce, MaxPasswordBytes);
            if (named.UserName is not { Length: > 0 } name || !validateUser(name, password))
                throw new OpcUaException(StatusCodes.BadUserAccessDenied, "User name or password are wrong.");
            return new SessionUser(UserTokenType.UserName, name);
        }

        if (options.ValidateIssuedToken is { } validateToken && token.TryDecode<IssuedIdentityToken>(out var issued, options.Encoding))
        {
            var jwt = Reveal(protection, issued!.TokenData, issued.EncryptionAlgorithm, serverNonce, MaxTokenBytes);
            var subject = validateToken(jwt)
                ?? throw new OpcUaException(StatusCodes.BadIdentityTokenRejected, "The issued token is not accepted.");
            return new SessionUser(UserTokenType.IssuedToken, subject);
        }

        if (options.ValidateUserCertificate is { } validateCertificate && protection is not null
            && token.TryDecode<X509IdentityToken>(out var x509, options.Encoding))
        {
            return Holder(x509!, request.UserTokenSignature, protection, serverNonce, validateCertificate);
        }

        throw new OpcUaException(StatusCodes.BadIdentityTokenInvalid, "The server does not take this kind of identity token.");
    }

    // The one answer for whatever is wrong with an encrypted secret: key, padding, length, nonce or text.
    private static OpcUaException Illegible() =>
        new(StatusCodes.BadIdentityTokenInvalid, "The identity token's secret is not encrypted as the server's token policy says, or for another session.");

    private string Reveal(RsaPolicy? protection, byte[]? data, string? algorithm, byte[] serverNonce, int maxBytes)
    {
        if (protection is null)
            return string.IsNullOrEmpty(algorithm) ? Utf8.UTF8.GetString(data ?? []) : throw Illegible();
        var secret = security.Decrypt(protection, algorithm, data, serverNonce, maxBytes) ?? throw Illegible();
        try
        {
            return Utf8.UTF8.GetString(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private SessionUser Holder(
        X509IdentityToken token, SignatureData signature, RsaPolicy policy, byte[] serverNonce, Func<X509Certificate2, bool> validate)
    {
        X509Certificate2? certificate = null;
        RSA? key;
        try
        {
            certificate = X509CertificateLoader.LoadCertificate(DerChain.LeafOf(token.CertificateData).Span);
            // The key is read only here: a certificate may be well-formed around one that is not.
            key = certificate.GetRSAPublicKey();
        }
        catch (Exception e) when (e is CryptographicException or OpcUaException)
        {
            certificate?.Dispose();
            throw new OpcUaException(StatusCodes.BadIdentityTokenInvalid, "The user's certificate is malformed.", e);
        }

        using (certificate)
        using (key)
        {
            if (key is null || key.KeySize is < RsaPolicy.SmallestKeyBits or > RsaPolicy.LargestKeyBits)
                throw new OpcUaException(StatusCodes.BadIdentityTokenInvalid, "The user's certificate has no RSA key of 2048 to 4096 bits.");
            if (!security.Verify(policy, key, signature, serverNonce))
                throw new OpcUaException(StatusCodes.BadUserSignatureInvalid, "The user's signature is wrong.");
            if (!validate(certificate))
                throw new OpcUaException(StatusCodes.BadIdentityTokenRejected, "The user's certificate is not accepted.");
            return new SessionUser(UserTokenType.Certificate, certificate.GetCertHashString(HashAlgorithmName.SHA256));
        }
    }
}
