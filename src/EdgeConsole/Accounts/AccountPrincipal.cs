using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Jinan.IndustryBrain.EdgeConsole.Accounts;

/// <summary>An account as the claims of a cookie.</summary>
internal static class AccountPrincipal
{
    private const string Stamp = "stamp";

    public static ClaimsPrincipal Of(Account account) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, account.Name), new(ClaimTypes.Role, account.Role), new(Stamp, account.Stamp)],
        CookieAuthenticationDefaults.AuthenticationScheme));

    public static bool IsCurrent(this AccountStore accounts, ClaimsPrincipal? principal) =>
        accounts.IsCurrent(principal?.Identity?.Name, principal?.FindFirst(Stamp)?.Value);
}
