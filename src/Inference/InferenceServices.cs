using Dapr.Client;
using Jinan.IndustryBrain.Capsules.Package;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Inference.Frames;
using Jinan.IndustryBrain.Inference.Insights;
using Jinan.IndustryBrain.Inference.Replay;
using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.State;
using Jinan.IndustryBrain.Inference.Workers;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Inference;

internal static class InferenceServices
{
    public static IServiceCollection AddInference(this IServiceCollection services)
    {
        services.AddValidatedOptions<EdgeOptions>(EdgeOptions.Section);
        services.AddValidatedOptions<InferenceOptions>(InferenceOptions.Section);
        services.AddSingleton<Metrics>();
        services.AddSingleton<ICollectorClient, CollectorClient>();
        services.AddSingleton<IFactoryStateStore, FactoryStateStore>();
        services.AddSingleton<IInsightPublisher, InsightPublisher>();
        services.AddSingleton<IDeadLetters, DeadLetters>();
        services.AddSingleton<InsightMaker>();
        services.AddSingleton(Catalog);
        services.AddSingleton<IModelsInService>(p => p.GetRequiredService<CapsuleCatalog>());
        services.AddSingleton<CapsuleWatch>();
        services.AddHostedService(p => p.GetRequiredService<CapsuleWatch>());
        services.AddSingleton<IStoredValues>(provider => new StoredValues(provider.GetRequiredService<DaprClient>()));
        services.AddSingleton(provider => new EvidenceReplay(
            provider.GetRequiredService<IStoredValues>(), provider.GetRequiredService<CapsuleCatalog>(),
            provider.GetRequiredService<InsightMaker>(), provider.GetRequiredService<InferenceOptions>().ToWindowOptions()));
        services.AddSingleton(Pipelines);
        services.AddSingleton<FramePipelines>();
        services.AddHostedService(p => p.GetRequiredService<FramePipelines>());
        return services;
    }

    private static CapsuleCatalog Catalog(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<InferenceOptions>();
        var workers = options.ToWorkerOptions();
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = provider.GetRequiredService<ILogger<WorkerHost>>();
        var metrics = provider.GetRequiredService<Metrics>();
        var trust = new PublisherTrust(options.PublishersFolder);
        return new CapsuleCatalog(
            new CapsuleFolder(options.CapsulesFolder, trust),
            new RolloutMemory(Path.Combine(provider.GetRequiredService<EdgeOptions>().DataFolder, AppIds.Inference)),
            (name, models) => new WorkerHost(name, models, workers, time, logger, metrics),
            new CapsuleUsers(provider.GetRequiredService<FramePipelines>),
            2L * workers.Launch.MemoryBytes,
            provider.GetRequiredService<ILogger<CapsuleCatalog>>());
    }

    private static PipelineServices Pipelines(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<InferenceOptions>();
        return new PipelineServices(
            provider.GetRequiredService<ICollectorClient>(),
            provider.GetRequiredService<IFactoryStateStore>(),
            provider.GetRequiredService<IInsightPublisher>(),
            provider.GetRequiredService<IDeadLetters>(),
            provider.GetRequiredService<InsightMaker>(),
            provider.GetRequiredService<IModelsInService>(),
            options.ToWindowOptions(),
            TimeSpan.FromMilliseconds(options.SilenceMs),
            provider.GetRequiredService<Metrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FactoryPipeline>>());
    }
}
