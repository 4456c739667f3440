using Jinan.IndustryBrain.Gateway.Routes;
using Jinan.IndustryBrain.Gateway.Security;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Gateway;

internal static class GatewayApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args).AddServiceDefaults();
        var services = builder.Services;
        services.AddValidatedOptions<GatewayOptions>(GatewayOptions.Section);
        services.AddKeycloakJwt(builder.Configuration).AddCityPolicies();
        services.AddSingleton<GatewayMetrics>();
        services.AddTenantRateLimits();
        services.AddBrainProxy(builder.Configuration);

        // It is called by people and machines from outside, who have tokens of their own and not the sidecar's.
        var app = builder.Build().UseServiceDefaults(calledThroughSidecar: false);
        app.UseMiddleware<Audit>();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<RequestChecks>();
        app.UseMiddleware<CircuitEnd>();
        app.MapReverseProxy();
        return app;
    }
}
