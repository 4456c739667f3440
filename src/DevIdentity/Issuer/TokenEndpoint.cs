using System.Security.Claims;
using Jinan.IndustryBrain.DevIdentity.Realm;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Jinan.IndustryBrain.DevIdentity.Issuer;

internal static class TokenEndpoint
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static async Task<IResult> HandleAsync(HttpContext http, Principals principals, ReplayGuard replays, TimeProvider time)
    {
        var request = http.GetOpenIddictServerRequest()
                      ?? throw new InvalidOperationException("The token request was not handled by OpenIddict.");
        var client = principals.Client(request.ClientId)!;
        if (request.IsClientCredentialsGrantType())
            return principals.ServiceAccount(client) is { } account
                ? Results.SignIn(principals.Create(client, account, ["profile", "email"], Scheme), authenticationScheme: Scheme)
                : Refuse("The client's service account is not among the realm's users.");

        var ticket = (await http.AuthenticateAsync(Scheme)).Principal;
        if (ticket?.GetClaim(Principals.ReplayId) is not { } id
            || !replays.TryRedeem(id, ticket.GetExpirationDate() ?? time.GetUtcNow().AddHours(1)))
            return Refuse("The code or refresh token was used before.");
        return principals.User(ticket.GetClaim(Claims.PreferredUsername)) is { } user
            ? Results.SignIn(Renew(principals, client, user, ticket), authenticationScheme: Scheme)
            : Refuse("The user is gone or disabled.");
    }

    // Roles and claims are read again, so that what was taken away is gone with the next refresh.
    private static ClaimsPrincipal Renew(Principals principals, RealmClient client, RealmUser user, ClaimsPrincipal ticket) =>
        principals.Create(client, user, ticket.GetScopes(), Scheme);

    private static IResult Refuse(string why) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = why,
        }),
        [Scheme]);
}
