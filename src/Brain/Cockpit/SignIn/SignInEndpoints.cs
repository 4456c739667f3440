using Jinan.IndustryBrain.Screens.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Jinan.IndustryBrain.Brain.Cockpit.SignIn;

/// <summary>To the issuer and back. Where it sends the browser to (/signin-oidc, /signout-callback-oidc) is answered by its handler.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription();

        // A parameter from the form is what has the form's token checked.
        app.MapPost("/sign-out", ([FromForm] string? returnUrl) => Results.SignOut(
                new AuthenticationProperties { RedirectUri = returnUrl is null ? "/signed-out" : Preferences.LocalPath(returnUrl) },
                [CitySignIn.Cookie, CitySignIn.Issuer]))
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task SignInAsync(HttpContext http, ILogger<CockpitOptions> logger, string? returnUrl)
    {
        try
        {
            await http.ChallengeAsync(CitySignIn.Issuer, new AuthenticationProperties { RedirectUri = Preferences.LocalPath(returnUrl) });
        }
        catch (InvalidOperationException fault) when (!http.Response.HasStarted)
        {
            // Its addresses and keys could not be read; they are asked for again with the next attempt.
            Log.SignInFailed(logger, fault.Message);
            http.Response.Redirect("/fault?status=503");
        }
    }
}
