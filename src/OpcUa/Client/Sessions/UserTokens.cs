using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>Chooses how to tell a server who the user is, and says so (OPC 10000-4, 7.41).</summary>
static class UserTokens
{
    /// <summary>The server's policy that fits the identity.</summary>
    /// <exception cref="OpcUaException">The server offers none, or only ones that this client must not or cannot use.</exception>
    public static UserTokenPolicy Choose(ConnectionOptions options, IReadOnlyList<EndpointDescription> endpoints)
    {
        var wanted = options.Identity.UserName is null ? UserTokenType.Anonymous : UserTokenType.UserName;
        var offered = endpoints
            .Where(endpoint => endpoint.SecurityPolicyUri == NoSecurity.PolicyUri)
            .SelectMany(endpoint => endpoint.UserIdentityTokens)
            .Where(policy => policy.TokenType == wanted)
            .ToList();

        if (offered.Count == 0)
        {
            // Servers that list no endpoints, or none with this policy, still take anonymous users by its customary name.
            if (wanted is UserTokenType.Anonymous) return new UserTokenPolicy { PolicyId = "anonymous", TokenType = wanted };
            throw new OpcUaException(
                StatusCodes.BadIdentityTokenRejected,
                $"{options.EndpointUrl} offers no user name login without a secured channel: connect anonymously, or enable it at the server.");
        }

        if (wanted is UserTokenType.Anonymous) return offered[0];

        var plain = offered.Find(policy => policy.SecurityPolicyUri is null or "" or NoSecurity.PolicyUri)
            ?? throw new OpcUaException(
                StatusCodes.BadSecurityPolicyRejected,
                $"{options.EndpointUrl} takes passwords only encrypted by {offered[0].SecurityPolicyUri}, which this client does not speak.");
        CheckMayTravelInClear(options);
        return plain;
    }

    public static ExtensionObject Make(ConnectionOptions options, UserTokenPolicy policy) => options.Identity.UserName is { } name
        ? new UserNameIdentityToken
        {
            PolicyId = policy.PolicyId,
            UserName = name,
            Password = System.Text.Encoding.UTF8.GetBytes(options.Identity.Password ?? ""),
        }.ToExtensionObject()
        : new AnonymousIdentityToken { PolicyId = policy.PolicyId }.ToExtensionObject();

    static void CheckMayTravelInClear(ConnectionOptions options)
    {
        if (options.AllowPasswordInClear) return;
        if (EndpointAddress.TryParse(options.EndpointUrl, out var address) && address.IsLoopback) return;
        throw new OpcUaException(
            StatusCodes.BadSecurityModeInsufficient,
            $"The password for {options.EndpointUrl} would travel unencrypted: set AllowPasswordInClear if the network may be trusted with it.");
    }
}
