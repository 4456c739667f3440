using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Jinan.IndustryBrain.EdgeConsole.Accounts;

/// <summary>A page that stays open for days learns within a minute that its account is gone.</summary>
internal sealed class AccountRevalidation(ILoggerFactory logging, AccountStore accounts)
    : RevalidatingServerAuthenticationStateProvider(logging)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(accounts.IsCurrent(authenticationState.User));
}
