using Jinan.IndustryBrain.DevIdentity.Realm;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Jinan.IndustryBrain.DevIdentity.Issuer;

/// <summary>
/// What OpenIddict would look up in its database and in degraded mode leaves to us: which client may do what, with which
/// secret, and where to it may be sent back. PKCE verifiers, expiry and the binding of a code to its client are its own.
/// </summary>
internal sealed class ClientChecks(Principals principals)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>,
      IOpenIddictServerHandler<ValidateTokenRequestContext>,
      IOpenIddictServerHandler<ValidateEndSessionRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (principals.Client(context.ClientId) is not { StandardFlowEnabled: true } client)
            context.Reject(Errors.InvalidClient, "No client of this name may sign people in: see standardFlowEnabled in the realm file.");
        else if (context.RedirectUri is null || !RedirectUris.Allows(client.RedirectUris, context.RedirectUri))
            context.Reject(Errors.InvalidRequest, "redirect_uri is not among the client's redirectUris in the realm file.");
        else if (context.Request.CodeChallengeMethod is not CodeChallengeMethods.Sha256)
            context.Reject(Errors.InvalidRequest, "PKCE is required: send code_challenge with code_challenge_method=S256.");
        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (principals.Client(context.ClientId) is not { BearerOnly: false } client || !Authenticates(client, context.ClientSecret))
            context.Reject(Errors.InvalidClient, "The client is not known or its secret is wrong.");
        else if (context.Request.IsClientCredentialsGrantType() && !client.ServiceAccountsEnabled)
            context.Reject(Errors.UnauthorizedClient, "The client has no service account: see serviceAccountsEnabled.");
        else if (!context.Request.IsClientCredentialsGrantType() && !client.StandardFlowEnabled)
            context.Reject(Errors.UnauthorizedClient, "The client may not sign people in: see standardFlowEnabled.");
        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(ValidateEndSessionRequestContext context)
    {
        var client = principals.Client(context.Request.ClientId);
        if (context.PostLogoutRedirectUri is { } target && !(client is not null && RedirectUris.Allows(client.RedirectUris, target)))
            context.Reject(Errors.InvalidRequest, "post_logout_redirect_uri needs a client_id whose redirectUris hold it.");
        return ValueTask.CompletedTask;
    }

    private static bool Authenticates(RealmClient client, string? secret) =>
        client.PublicClient ? string.IsNullOrEmpty(secret) : Secrets.Same(client.Secret, secret);
}
