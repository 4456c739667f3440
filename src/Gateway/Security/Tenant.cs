using Jinan.IndustryBrain.ServiceDefaults.Identity;

namespace Jinan.IndustryBrain.Gateway.Security;

/// <summary>Who a request belongs to, for limits and audit.</summary>
internal static class Tenant
{
    public static string SideOf(HttpContext context) => context.User switch
    {
        { Identity.IsAuthenticated: not true } => "anonymous",
        var user when user.IsInRole(CityIdentity.FactoryRole) => "machine",
        _ => "people",
    };

    /// <returns>The factory of a machine, the name of a person, or the address when there is no valid token.</returns>
    public static string NameOf(HttpContext context) => SideOf(context) switch
    {
        "machine" => context.User.SingleClaim(CityIdentity.FactoryClaim) ?? "unknown factory",
        "people" => context.User.Identity?.Name ?? context.User.SingleClaim("sub") ?? "unknown",
        _ => context.Connection.RemoteIpAddress?.ToString() ?? "unknown address",
    };
}
