using System.Collections.Concurrent;
using Jinan.IndustryBrain.Collector.Configuration;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Collector.Security;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Collector;

/// <summary>
/// Collects every factory of the folder and follows changes of the files. A file with faults is said line by line and changes
/// nothing: what was collected before goes on.
/// </summary>
internal sealed class CollectorService(
    EdgeOptions edge, CollectorOptions options, IFrameSink sink, Metrics metrics, TimeProvider time, ILogger<CollectorService> logger)
    : BackgroundService
{
    /// <summary>A start waits for the disk most of its time.</summary>
    private const int StartsAtATime = 8;

    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, FactoryCollector> _collectors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FactoryFileState> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (FactoryConfiguration Configuration, DateTimeOffset RetryAt)> _failed = new(StringComparer.Ordinal);

    /// <summary>The factories that are collected.</summary>
    public IEnumerable<FactoryCollector> Factories => _collectors.Values.OrderBy(collector => collector.Factory, StringComparer.Ordinal);

    /// <summary>The files as they were read last, faults included.</summary>
    public IEnumerable<FactoryFileState> Files => _files.Values.OrderBy(file => file.Factory, StringComparer.Ordinal);

    /// <summary>Set once the folder was looked at for the first time.</summary>
    public bool HasStarted { get; private set; }

    public FactoryCollector? Find(string factory) => _collectors.GetValueOrDefault(factory);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_collectors.Values.Select(collector => collector.DisposeAsync().AsTask()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var folder = new FactoryFolder(edge.FactoriesFolder);
        using var timer = new PeriodicTimer(options.ReloadInterval, time);
        do
        {
            await Parallel.ForEachAsync(
                folder.ReadChanged(), new ParallelOptions { MaxDegreeOfParallelism = StartsAtATime, CancellationToken = stoppingToken },
                async (file, token) => await TakeAsync(file, token));
            foreach (var (factory, failed) in _failed.Where(entry => entry.Value.RetryAt <= time.GetUtcNow()).ToArray())
                await UseAsync(factory, failed.Configuration, stoppingToken);
            HasStarted = true;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TakeAsync(FactoryFileState file, CancellationToken cancellationToken)
    {
        _files[file.Factory] = file;
        if (file.Result.Configuration is { } configuration)
        {
            await UseAsync(file.Factory, configuration, cancellationToken);
            return;
        }

        foreach (var fault in file.Result.Faults)
            Log.ConfigurationFault(logger, file.Path, fault.ToString());
        Log.ConfigurationRefused(
            logger, file.Path, file.Result.Faults.Count,
            _collectors.ContainsKey(file.Factory) ? "The configuration of before stays in use." : "The factory is not collected.");
    }

    private async Task UseAsync(string factory, FactoryConfiguration configuration, CancellationToken cancellationToken)
    {
        _failed.TryRemove(factory, out _);
        try
        {
            if (_collectors.TryGetValue(factory, out var collector))
            {
                await collector.ConfigureAsync(configuration, cancellationToken);
                Log.ConfigurationReplaced(logger, factory);
                return;
            }

            await StartAsync(factory, configuration, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.FactoryFailed(logger, exception, factory, FailurePause);
            _failed[factory] = (configuration, time.GetUtcNow() + FailurePause);
        }
    }

    private async Task StartAsync(string factory, FactoryConfiguration configuration, CancellationToken cancellationToken)
    {
        var stores = await FactoryStores.OpenAsync(
            factory, edge.StateOf("collector", factory), options, metrics, time, logger, cancellationToken);
        var collector = new FactoryCollector(factory, stores, await CertificatesOfAsync(factory, stores), sink, options, metrics, time, logger);
        collector.Start();
        try
        {
            await collector.ConfigureAsync(configuration, cancellationToken);
        }
        catch
        {
            await collector.DisposeAsync();
            throw;
        }

        _collectors[factory] = collector;
        Log.FactoryStarted(
            logger, factory, collector.Signals.Count, configuration.Connections.Count, stores.Log.Epoch, stores.Log.NextSequence);
    }

    private async Task<FactoryCertificates> CertificatesOfAsync(string factory, FactoryStores stores)
    {
        try
        {
            return new FactoryCertificates(factory, edge.StateOf("pki", factory), time, logger);
        }
        catch
        {
            await stores.DisposeAsync();
            throw;
        }
    }
}
