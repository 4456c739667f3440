using Dapr.Client;
using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.EdgeConsole.Guide;
using Jinan.IndustryBrain.EdgeConsole.Pages;
using Jinan.IndustryBrain.EdgeConsole.Parts.Connect;
using Jinan.IndustryBrain.EdgeConsole.Warnings;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Hosting;
using Jinan.IndustryBrain.Screens.Live;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using Microsoft.AspNetCore.Diagnostics;

namespace Jinan.IndustryBrain.EdgeConsole;

internal static class EdgeConsoleApplication
{
    private const string DefaultAddress = "http://127.0.0.1:8490";

    /// <param name="args">The command line.</param>
    /// <param name="replace">Puts other services in place of these, for tests.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        // Pages and styles lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(EdgeConsoleApplication).Assembly.GetName().Name,
        });
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null && builder.Configuration["https_ports"] is null)
            builder.Configuration["urls"] = DefaultAddress;
        // In a checkout the styles of libraries lie elsewhere, in Production too; a published console has no such list.
        builder.WebHost.UseStaticWebAssets();
        builder.AddServiceDefaults();

        var services = builder.Services;
        services.AddValidatedOptions<EdgeOptions>(EdgeOptions.Section);
        services.AddValidatedOptions<EdgeConsoleOptions>(EdgeConsoleOptions.Section);
        services.AddAccounts(builder.Configuration);
        services.AddWarnings();
        services.AddSingleton<IEdgeServices>(provider => new EdgeServices(provider.GetRequiredService<DaprClient>()));
        services.AddSingleton<IConnecting>(provider => new Connecting(provider.GetRequiredService<DaprClient>()));
        services.AddSingleton<SelectionDownloads>();
        services.AddSingleton<LiveFeeds>();
        services.AddSingleton(provider => new PlaceTime(
            PlaceTime.ZoneOf(provider.GetRequiredService<EdgeConsoleOptions>().TimeZone), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ConnectGuide>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        replace?.Invoke(services);

        var app = builder.Build().UseServiceDefaults(
            calledThroughSidecar: false, sidecarPaths: ["/dapr", InsightSubscription.Root]);
        app.UseStatusCodePagesWithReExecute("/fault", "?status={0}");
        app.Use((context, next) =>
        {
            // A form that is refused is not run again as another page: its answer is a problem document.
            if (!HttpMethods.IsGet(context.Request.Method))
                context.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
            return next(context);
        });
        app.UsePageHeaders();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapInsights();
        app.MapSubscribeHandler().AllowAnonymous();
        app.MapStaticAssets().AllowAnonymous();
        app.MapAccounts();
        app.MapPreferences();
        SelectionDownloads.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(circuit => circuit.ContentSecurityFrameAncestorsPolicy = null).RequireAuthorization();
        return app;
    }
}
