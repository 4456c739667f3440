using Jinan.IndustryBrain.Screens.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Jinan.IndustryBrain.EdgeConsole.Accounts;

/// <summary>Where the forms of the door and of the account page go. Each asks for the form's antiforgery token.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/accounts/sign-in", SignInAsync).AllowAnonymous();
        app.MapPost("/accounts/sign-out", SignOutAsync).RequireAuthorization();
        app.MapPost("/accounts/password", ChangePasswordAsync).RequireAuthorization();
        var engineers = new AuthorizeAttribute { Roles = Roles.Engineer };
        app.MapPost("/accounts/add", Add).RequireAuthorization(engineers);
        app.MapPost("/accounts/remove", Remove).RequireAuthorization(engineers);
    }

    private static async Task<IResult> SignInAsync(
        HttpContext http, AccountStore accounts, ILogger<AccountStore> logger,
        [FromForm] string? name, [FromForm] string? password, [FromForm] string? returnUrl)
    {
        var outcome = accounts.TrySignIn(name ?? "", password ?? "", out var account);
        if (outcome != SignInOutcome.Accepted)
        {
            Log.SignInRefused(logger, outcome.ToString());
            return Results.LocalRedirect(
                $"/sign-in?outcome={outcome}&returnUrl={Uri.EscapeDataString(Preferences.LocalPath(returnUrl))}");
        }

        await http.SignInAsync(AccountPrincipal.Of(account!));
        Log.SignedIn(logger, account!.Name);
        return Results.LocalRedirect(Preferences.LocalPath(returnUrl));
    }

    // A parameter from the form is what has the form's token checked.
    private static async Task<IResult> SignOutAsync(HttpContext http, [FromForm] string? returnUrl)
    {
        await http.SignOutAsync();
        return Results.LocalRedirect($"/sign-in?returnUrl={Uri.EscapeDataString(Preferences.LocalPath(returnUrl))}");
    }

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext http, AccountStore accounts, ILogger<AccountStore> logger, [FromForm] string? old, [FromForm] string? replacement)
    {
        var outcome = accounts.TryChangePassword(http.User.Identity!.Name!, old ?? "", replacement ?? "", out var account);
        if (outcome == AccountChange.Done)
        {
            await http.SignInAsync(AccountPrincipal.Of(account!));
            Log.PasswordChanged(logger, account!.Name);
        }

        return Results.LocalRedirect($"/account?outcome={outcome}");
    }

    private static IResult Add(
        HttpContext http, AccountStore accounts, Made made, ILogger<AccountStore> logger, [FromForm] string? name, [FromForm] string? role)
    {
        var outcome = accounts.TryAdd(name ?? "", role ?? "", out var password);
        if (outcome != AccountChange.Done)
            return Results.LocalRedirect($"/accounts?outcome={outcome}");
        Log.AccountMade(logger, http.User.Identity!.Name!, name!, role!);
        made.Keep(http.User.Identity!.Name!, name!, password);
        return Results.LocalRedirect("/accounts?outcome=Done");
    }

    private static IResult Remove(HttpContext http, AccountStore accounts, ILogger<AccountStore> logger, [FromForm] string? name)
    {
        var outcome = accounts.TryRemove(name ?? "");
        if (outcome == AccountChange.Done)
            Log.AccountRemoved(logger, http.User.Identity!.Name!, name!);
        return Results.LocalRedirect($"/accounts?outcome={outcome}");
    }
}
