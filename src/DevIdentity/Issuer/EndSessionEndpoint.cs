using OpenIddict.Server.AspNetCore;

namespace Jinan.IndustryBrain.DevIdentity.Issuer;

/// <summary>There is no session to end: each sign-in asks for the password. What is left is to send the browser back.</summary>
internal static class EndSessionEndpoint
{
    public static IResult Handle() =>
        Results.SignOut(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
