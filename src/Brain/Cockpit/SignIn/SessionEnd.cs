using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Jinan.IndustryBrain.Brain.Cockpit.SignIn;

/// <summary>A page that stays open for days learns within a minute that its session is over.</summary>
internal sealed class SessionEnd(ILoggerFactory logging, TimeProvider time) : RevalidatingServerAuthenticationStateProvider(logging)
{
    private const string UntilClaim = "signed-in-until";

    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    public static Claim ClaimOf(DateTimeOffset until) => new(UntilClaim, until.UtcTicks.ToString(CultureInfo.InvariantCulture));

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(
            long.TryParse(authenticationState.User.FindFirst(UntilClaim)?.Value, CultureInfo.InvariantCulture, out var ticks)
            && time.GetUtcNow().UtcTicks < ticks);
}
