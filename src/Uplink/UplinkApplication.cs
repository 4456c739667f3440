using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using Jinan.IndustryBrain.Uplink.Exchange;
using Jinan.IndustryBrain.Uplink.Intake;
using Jinan.IndustryBrain.Uplink.Outbox;
using Jinan.IndustryBrain.Uplink.Sending;
using Jinan.IndustryBrain.Uplink.Status;

namespace Jinan.IndustryBrain.Uplink;

internal static class UplinkApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args).AddServiceDefaults();
        var services = builder.Services;
        services.AddValidatedOptions<EdgeOptions>(EdgeOptions.Section);
        services.AddValidatedOptions<UplinkOptions>(UplinkOptions.Section);
        services.AddSingleton<UplinkMetrics>();
        services.AddSingleton<CityConnection>();
        services.AddSingleton<FactoryUplinks>();
        services.AddHostedService(provider => provider.GetRequiredService<FactoryUplinks>());

        var app = builder.Build().UseServiceDefaults();
        app.MapIntake();
        app.MapWarnings();
        app.MapExchange();
        app.MapStatus();
        app.MapSubscribeHandler();
        return app;
    }
}
