using Jinan.IndustryBrain.DevIdentity.Issuer;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Jinan.IndustryBrain.DevIdentity.SignIn;

/// <summary>Asks for name and password, then lets OpenIddict send the code to the (already checked) redirect address.</summary>
internal static class AuthorizationEndpoint
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;
    private const string UserField = "username";
    private const string PasswordField = "password";

    public static IResult HandleAsync(HttpContext http, Principals principals)
    {
        var request = http.GetOpenIddictServerRequest()
                      ?? throw new InvalidOperationException("The authorization request was not handled by OpenIddict.");
        var name = (string?)request[UserField];
        if (name is null || !HttpMethods.IsPost(http.Request.Method))
            return SignInPage.Show(Carried(request), failed: false);

        var user = principals.User(name);
        var password = user?.Credentials.FirstOrDefault(credential => credential.Type == "password")?.Value;
        if (user is null || !Secrets.Same(password, (string?)request[PasswordField]))
            return SignInPage.Show(Carried(request), failed: true);

        // Keycloak gives a refresh token with every sign-in; OpenIddict asks for this scope first.
        var scopes = request.GetScopes().Append(Scopes.OfflineAccess).Distinct();
        var client = principals.Client(request.ClientId)!;
        return Results.SignIn(principals.Create(client, user, scopes, Scheme), authenticationScheme: Scheme);
    }

    private static IEnumerable<KeyValuePair<string, string>> Carried(OpenIddictRequest request) =>
        from parameter in request.GetParameters()
        where parameter.Key is not UserField and not PasswordField
        select new KeyValuePair<string, string>(parameter.Key, (string?)parameter.Value ?? "");
}
