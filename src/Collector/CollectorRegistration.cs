using Jinan.IndustryBrain.Collector.Connecting;
using Jinan.IndustryBrain.Collector.Publishing;

namespace Jinan.IndustryBrain.Collector;

/// <summary>Registers the collector.</summary>
internal static class CollectorRegistration
{
    public static IServiceCollection AddCollector(this IServiceCollection services)
    {
        services.AddSingleton<Metrics>();
        services.AddSingleton<IFrameSink, DaprFrameSink>();
        services.AddSingleton<CollectorService>();
        services.AddHostedService(provider => provider.GetRequiredService<CollectorService>());
        services.AddSingleton(new ConnectingLimits());
        services.AddSingleton<ServerDiscovery>();
        services.AddSingleton<BrowseSessions>();
        services.AddHostedService(provider => provider.GetRequiredService<BrowseSessions>());
        services.AddSingleton<SignalLoad>();
        services.AddSingleton<ConfigurationFiles>();
        services.AddHealthChecks().AddCheck<CollectorHealthCheck>("collector");
        return services;
    }
}
