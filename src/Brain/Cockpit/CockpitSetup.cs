using Jinan.IndustryBrain.Brain.Cockpit.Figures;
using Jinan.IndustryBrain.Brain.Cockpit.Pages;
using Jinan.IndustryBrain.Brain.Cockpit.SignIn;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Hosting;
using Jinan.IndustryBrain.Screens.Live;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace Jinan.IndustryBrain.Brain.Cockpit;

/// <summary>The bureau's pages, beside the API: what is of the API stays as it is without them.</summary>
internal static class CockpitSetup
{
    // Machines' addresses: answers are documents, and who calls has a token.
    private static readonly string[] NotPages = ["/api", "/openapi", "/docs", "/health", "/dapr"];

    public static IServiceCollection AddCockpit(this IServiceCollection services)
    {
        services.AddValidatedOptions<CockpitOptions>(CockpitOptions.Section);
        services.AddCitySignIn();
        services.AddCityFigures();
        services.AddSingleton<LiveFeeds>();
        services.AddSingleton(provider => new PlaceTime(
            PlaceTime.ZoneOf(provider.GetRequiredService<CockpitOptions>().TimeZone), provider.GetRequiredService<TimeProvider>()));
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        return services;
    }

    /// <returns>Whether somebody with a browser asks, and not a machine.</returns>
    public static bool IsPage(HttpContext context) => !NotPages.Any(path => context.Request.Path.StartsWithSegments(path));

    /// <summary>Before authentication: where the pages are, seen from outside, and how their refusals look.</summary>
    public static void UseCockpit(this WebApplication app)
    {
        app.UsePublicAddress();
        app.UseStatusCodePagesWithReExecute("/fault", "?status={0}");
        app.Use((context, next) =>
        {
            // The API's answer is a problem document, and so is that to a form: it is not run again as another page.
            if (!IsPage(context) || !HttpMethods.IsGet(context.Request.Method))
                context.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
            return next(context);
        });
        var issuer = new Uri(app.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme).Authority!);
        app.UseWhen(IsPage, pages => pages.UsePageHeaders(issuer.GetLeftPart(UriPartial.Authority)));
    }

    public static void MapCockpit(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapPreferences();
        app.MapSignIn();
        app.MapCityFigures();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(circuit => circuit.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization(CityPolicies.Bureau);
    }
}
