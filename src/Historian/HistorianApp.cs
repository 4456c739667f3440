using Dapr.Client;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Historian.Ingest;
using Jinan.IndustryBrain.Historian.Query;
using Jinan.IndustryBrain.Historian.Retention;
using Jinan.IndustryBrain.Historian.Segments;
using Jinan.IndustryBrain.Historian.Trends;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Jinan.IndustryBrain.Historian;

/// <summary>Registration of the historian's features.</summary>
internal static class HistorianApp
{
    /// <summary>The folder of its state below the data folder.</summary>
    public const string Name = AppIds.Historian;

    public static IServiceCollection AddHistorian(this IServiceCollection services)
    {
        services.AddValidatedOptions<EdgeOptions>(EdgeOptions.Section);
        services.AddValidatedOptions<HistorianOptions>(HistorianOptions.Section);
        services.AddSingleton<HistorianMetrics>();
        services.AddSingleton<Database>();
        services.AddSingleton<FactoryStores>();

        services.AddSingleton(provider => new CollectorClient(
            provider.GetRequiredService<DaprClient>().CreateInvokableHttpClient(AppIds.Collector)));
        services.AddSingleton<CatchUpQueue>();
        services.AddSingleton<CatchUp>();
        services.AddSingleton<FrameIngest>();
        services.AddSingleton<InsightIngest>();
        services.AddHostedService<CollectorFollower>();
        services.AddHostedService<PositionConfirmer>();

        services.AddSingleton<RetentionPolicy>();
        services.AddHostedService<Sealer>();
        services.AddHostedService<TrendKeeper>();

        services.AddSingleton<QueryRunner>();
        services.AddSingleton<ValueQueries>();
        services.AddSingleton<BucketQuery>();
        services.AddExceptionHandler<QueryFailures>();
        services.AddHealthChecks().AddCheck<StoresHealth>("stores");
        return services;
    }

    /// <summary>Ready once what was on the disk has been recovered; damage of one factory does not stop the others.</summary>
    private sealed class StoresHealth(FactoryStores stores) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(!stores.Recovered
                ? HealthCheckResult.Unhealthy("recovering what is on the disk")
                : stores.Failed.Count > 0
                    ? HealthCheckResult.Degraded($"damaged, see /stats: {string.Join(", ", stores.Failed.Keys)}")
                    : HealthCheckResult.Healthy());
    }
}
