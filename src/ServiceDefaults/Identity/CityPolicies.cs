using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.ServiceDefaults.Identity;

/// <summary>Who may do what in the city. The gateway asks first and the brain asks again: either alone is enough to refuse.</summary>
public static class CityPolicies
{
    /// <summary>The edge of the factory that the route names, and nobody else.</summary>
    public const string FactoryMachine = "factory-machine";

    /// <summary>The edge or a person of the factory that the route names.</summary>
    public const string FactoryReader = "factory-reader";

    /// <summary>The industry bureau.</summary>
    public const string Bureau = "bureau";

    /// <summary>The route value that names a factory.</summary>
    public const string FactoryRouteValue = "factory";

    /// <summary>Adds the policies; an endpoint that names none is closed to everybody, and what is no endpoint stays a 404.</summary>
    public static IServiceCollection AddCityPolicies(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<IAuthorizationHandler, OwnFactoryHandler>();
        services.AddAuthorizationBuilder()
            .AddPolicy(FactoryMachine, policy => policy
                .RequireRole(CityIdentity.FactoryRole).AddRequirements(new OwnFactory()))
            .AddPolicy(FactoryReader, policy => policy
                .RequireRole(CityIdentity.FactoryRole, CityIdentity.FactoryUserRole).AddRequirements(new OwnFactory()))
            .AddPolicy(Bureau, policy => policy.RequireRole(CityIdentity.BureauRole))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder()
                // What answers 405 is an endpoint, but of no route.
                .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
                .Build());
        return services;
    }

    /// <returns>The only value of a claim, or null when it is missing or there are several.</returns>
    public static string? SingleClaim(this ClaimsPrincipal user, string type) =>
        user.FindAll(type).Take(2).ToList() is [var only] ? only.Value : null;

    private sealed class OwnFactory : IAuthorizationRequirement;

    private sealed class OwnFactoryHandler(IHttpContextAccessor accessor) : AuthorizationHandler<OwnFactory>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OwnFactory requirement)
        {
            var asked = accessor.HttpContext?.GetRouteValue(FactoryRouteValue) as string;
            if (asked is not null && asked == context.User.SingleClaim(CityIdentity.FactoryClaim))
                context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }
}
