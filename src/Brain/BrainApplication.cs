using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Brain.Cockpit;
using Jinan.IndustryBrain.Brain.Factories;
using Jinan.IndustryBrain.Brain.Ingest;
using Jinan.IndustryBrain.Brain.Policy;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Reports;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Brain.Tasks;
using Jinan.IndustryBrain.Brain.Warnings;
using Jinan.IndustryBrain.Screens.Hosting;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using Scalar.AspNetCore;

namespace Jinan.IndustryBrain.Brain;

internal static class BrainApplication
{
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        // Pages and styles lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(BrainApplication).Assembly.GetName().Name,
        });
        builder.UseScreenAssets();
        builder.AddServiceDefaults();
        var services = builder.Services;
        services.AddValidatedOptions<BrainOptions>(BrainOptions.Section);
        services.AddKeycloakJwt(builder.Configuration).AddCityPolicies();
        services.AddOpenApi(ApiDescription.Configure);
        services.AddSingleton<BrainMetrics>();
        services.AddSingleton(provider => FactoryRegistry.Read(provider.GetRequiredService<BrainOptions>().Registry));
        services.AddBrainStorage();
        services.AddIngest();
        services.AddAggregation();
        services.AddWarnings();
        services.AddTasks();
        services.AddPolicy();
        services.AddReports();
        services.AddAuditing();
        services.AddCockpit();
        replace?.Invoke(services);

        var app = builder.Build().UseServiceDefaults();
        app.UseCockpit();
        app.UseAuthentication();
        app.UseMiddleware<ViewAudit>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapIngest();
        app.MapFactories();
        app.MapFigures();
        app.MapWarnings();
        app.MapTasks();
        app.MapTargets();
        app.MapReports();
        app.MapAudit();
        app.MapCockpit();
        app.MapReportFiles();
        app.MapTargetTemplate();
        app.MapAuditFile();
        app.MapOpenApi().AllowAnonymous();
        app.MapScalarApiReference("/docs", scalar => scalar
            .WithTitle("Jinan Industry Brain")
            .WithOpenApiRoutePattern("/openapi/v1.json")).AllowAnonymous();
        return app;
    }
}
