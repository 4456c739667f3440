using System.Collections.Concurrent;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Frames;

/// <summary>A pipeline a factory: for those that the collector knows, and for those whose frames come by.</summary>
internal sealed class FramePipelines(PipelineServices services, CapsuleWatch capsules, ILogger<FramePipelines> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (FactoryPipeline Pipeline, Lazy<Task> Run)> _pipelines = new(StringComparer.Ordinal);
    private CancellationToken _stopping;
    private volatile bool _isReady;

    public IEnumerable<FactoryPipeline> All => _pipelines.Values.Select(p => p.Pipeline).OrderBy(p => p.Factory.Factory, StringComparer.Ordinal);

    public FactoryPipeline? Of(string factory) => _pipelines.TryGetValue(factory, out var known) ? known.Pipeline : null;

    /// <summary>Takes a frame from the broker. Before the capsules are loaded it is left to the collector's log.</summary>
    public void Offer(Frame frame)
    {
        if (!_isReady)
        {
            frame.Dispose();
            return;
        }

        var header = frame.Header;
        Begin(new FactoryIdentity(header.Factory, header.Enterprise, header.Sector)).Offer(frame);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        await capsules.Ready.WaitAsync(stoppingToken).ConfigureAwait(false);
        _isReady = true;
        try
        {
            var pause = FirstPause;
            while (!stoppingToken.IsCancellationRequested)
            {
                var isKnown = await TryBeginAllAsync(pause, stoppingToken).ConfigureAwait(false);
                await Task.Delay(isKnown ? AskAgain : pause, services.Time, stoppingToken).ConfigureAwait(false);
                pause = isKnown ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        finally
        {
            await Task.WhenAll(_pipelines.Values.Select(p => p.Run.Value)).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryBeginAllAsync(TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            foreach (var log in await services.Collector.FactoriesAsync(cancellation).ConfigureAwait(false))
                Begin(new FactoryIdentity(log.Factory, log.Enterprise, log.Sector));
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            Log.CollectorUnreachable(logger, e.Message, pause);
            return false;
        }
    }

    private FactoryPipeline Begin(FactoryIdentity factory)
    {
        var (pipeline, run) = _pipelines.GetOrAdd(factory.Factory, _ =>
        {
            var made = new FactoryPipeline(factory, services);
            return (made, new Lazy<Task>(() => Task.Run(() => made.RunAsync(_stopping))));
        });
        _ = run.Value;
        return pipeline;
    }
}
