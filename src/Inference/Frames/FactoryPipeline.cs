using System.Threading.Channels;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Inference.Insights;
using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.State;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Frames;

/// <summary>
/// One factory from frames to insights, in order: a frame is taken, the windows that are over with it are answered and published,
/// then the state is saved, then the collector is told. Killed anywhere in between, it does the same again from the saved state
/// and comes to the same insights with the same ids.
/// </summary>
internal sealed class FactoryPipeline(FactoryIdentity factory, PipelineServices services)
{
    // Frames beyond this are left to the collector's log, from where they are fetched in bulk.
    private const int FramesWaiting = 256;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    private readonly Channel<Frame> _frames = Channel.CreateBounded<Frame>(
        new BoundedChannelOptions(FramesWaiting) { SingleReader = true });
    private readonly List<ClosedWindow> _closed = [];
    private WindowEngine _engine = new(factory, services.WindowOptions);
    private FrameSequencer _order = new(FramePosition.Start);
    private IReadOnlyList<ModelInService>? _models;
    private HashSet<string> _digests = [];
    private FramePosition _confirmed;
    private string _etag = "";
    private bool _isBehind;
    private int _noted = -1;
    private long _savedAt;
    private long _heardAt;

    public FactoryIdentity Factory => factory;

    public PipelineFigures Figures { get; } = new();

    /// <summary>What is known of each model on each asset; replaced as a whole.</summary>
    public IReadOnlyDictionary<InstanceKey, AssetModelStatus> Assets { get; private set; } = new Dictionary<InstanceKey, AssetModelStatus>();

    /// <summary>Assets that no capsule answers for.</summary>
    public IReadOnlyList<(string Asset, string Type)> Unserved { get; private set; } = [];

    /// <summary>Takes a frame from the broker; it owns it from here on.</summary>
    public void Offer(Frame frame)
    {
        if (_frames.Writer.TryWrite(frame))
            return;
        frame.Dispose();
        Volatile.Write(ref _isBehind, true);
        services.Metrics.FrameTaken("left_in_log");
    }

    /// <inheritdoc cref="ICapsuleUsers.Use"/>
    public bool Uses(IReadOnlyList<ModelInService> models, string digest) =>
        !ReferenceEquals(Volatile.Read(ref _models), models) || Volatile.Read(ref _digests).Contains(digest);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var pause = FirstPause;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await RestoreAsync(cancellation).ConfigureAwait(false);
                while (true)
                {
                    await StepAsync(cancellation).ConfigureAwait(false);
                    pause = FirstPause;
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it was, the saved state is whole: beginning again from there loses nothing.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.FactoryRestarts(services.Logger, factory.Factory, pause, e.GetBaseException().Message);
                await Task.Delay(pause, services.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task RestoreAsync(CancellationToken cancellation)
    {
        var (state, etag) = await services.States.LoadAsync(factory.Factory, cancellation).ConfigureAwait(false);
        _engine = new WindowEngine(factory, services.WindowOptions);
        _engine.Restore(state ?? EngineState.Empty);
        _order = new FrameSequencer(_engine.Position);
        _etag = etag;
        _closed.Clear();
        _confirmed = default;
        _noted = -1;
        UseModels();
        Log.FactoryStarted(services.Logger, factory.Factory, _engine.Position.ToString());
        await CatchUpAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Everything that is waiting, or a second of nothing.</summary>
    private async Task StepAsync(CancellationToken cancellation)
    {
        UseModels();
        if (_frames.Reader.TryRead(out var frame))
        {
            do
            {
                using (frame)
                    await OrderAsync(frame, cancellation).ConfigureAwait(false);
            }
            while (_closed.Count == 0 && _frames.Reader.TryRead(out frame));

            await PublishClosedAsync(cancellation).ConfigureAwait(false);
        }
        else if (Interlocked.Exchange(ref _isBehind, false)
            || services.Time.GetElapsedTime(_heardAt) > services.Silence)
        {
            await CatchUpAsync(cancellation).ConfigureAwait(false);
        }
        else
        {
            await WaitAsync(cancellation).ConfigureAwait(false);
        }

        if (services.Time.GetElapsedTime(_savedAt) > CheckpointEvery)
            await CheckpointAsync(cancellation).ConfigureAwait(false);
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var tick = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        tick.CancelAfter(Tick);
        try
        {
            await _frames.Reader.WaitToReadAsync(tick.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The tick: capsules may have changed, or frames may be missing.
        }
    }

    private async Task OrderAsync(Frame frame, CancellationToken cancellation)
    {
        _heardAt = services.Time.GetTimestamp();
        switch (_order.Order(frame.Header.Position))
        {
            case FrameOrder.Duplicate:
                services.Metrics.FrameTaken("duplicate");
                Figures.Duplicates++;
                break;
            case FrameOrder.Gap:
                services.Metrics.FrameTaken("gap");
                Figures.Gaps++;
                await CatchUpAsync(cancellation).ConfigureAwait(false);
                break;
            default:
                Take(frame);
                break;
        }
    }

    private void Take(Frame frame)
    {
        _engine.Take(frame, _closed);
        _order.Advance(frame.Header.Position);
        services.Metrics.FrameTaken("taken");
        Figures.Frames++;
        Figures.Values += frame.Count;
    }

    /// <summary>Reads the collector's log until there is nothing newer.</summary>
    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var bundle = await services.Collector.FramesAsync(factory.Factory, _order.Position, cancellation).ConfigureAwait(false);
            _heardAt = services.Time.GetTimestamp();
            if (bundle.IsEmpty)
                return;
            var before = _order.Position;
            foreach (var bytes in FrameBundle.Read(bundle))
                await TakeFetchedAsync(bytes, cancellation).ConfigureAwait(false);
            await PublishClosedAsync(cancellation).ConfigureAwait(false);
            if (_order.Position == before)
                throw new InvalidDataException($"The collector's frames after {before} do not go on from there.");
        }
    }

    private async Task TakeFetchedAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        Frame frame;
        try
        {
            frame = FrameDecoder.Decode(bytes);
        }
        catch (FrameFormatException e)
        {
            // It takes a place in the log, which has to be passed; what it held is not covered.
            await services.DeadLetters.BuryAsync(bytes, e.Message, cancellation).ConfigureAwait(false);
            Figures.Malformed++;
            PassOver(new FramePosition(_order.Position.Epoch, _order.Position.Sequence + 2));
            return;
        }

        using (frame)
        {
            Figures.Fetched++;
            var position = frame.Header.Position;
            var order = _order.Order(position, isFetched: true);
            if (order == FrameOrder.Duplicate)
                return;
            if (order == FrameOrder.Gap)
                PassOver(position);
            Take(frame);
        }
    }

    private void PassOver(FramePosition next)
    {
        // At the very first start the log may have been truncated long ago, with nothing of ours in it.
        if (_order.Position != FramePosition.Start)
            Log.FramesLost(services.Logger, factory.Factory, _order.Position.ToString(), next.ToString());
        _engine.SkipTo(next);
        _order.SkipTo(next);
    }

    private async Task PublishClosedAsync(CancellationToken cancellation)
    {
        if (_closed.Count == 0)
            return;

        // All at once, so that they share a batch at the worker.
        var made = await Task.WhenAll(_closed.Select(w => services.Maker.MakeAsync(w, cancellation))).ConfigureAwait(false);
        foreach (var (insight, _) in made)
            await services.Publisher.PublishAsync(insight, cancellation).ConfigureAwait(false);
        _closed.Clear();
        Note(made);
        await CheckpointAsync(cancellation).ConfigureAwait(false);
        UseModels();
    }

    private async Task CheckpointAsync(CancellationToken cancellation)
    {
        _savedAt = services.Time.GetTimestamp();
        Figures.Take(_engine.Signals);
        if (_engine.Position == FramePosition.Start)
            return;
        var state = _engine.Save();
        if (state.Position > _confirmed || Figures.Insights > Figures.InsightsSaved)
        {
            _etag = await services.States.SaveAsync(factory.Factory, state, _etag, cancellation).ConfigureAwait(false);
            Figures.InsightsSaved = Figures.Insights;
        }

        if (state.Position > _confirmed)
            await ConfirmAsync(state.Position, cancellation).ConfigureAwait(false);
    }

    private async Task ConfirmAsync(FramePosition position, CancellationToken cancellation)
    {
        try
        {
            await services.Collector.ConfirmAsync(factory.Factory, position, cancellation).ConfigureAwait(false);
            _confirmed = position;
            Figures.Confirmed = position;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // It only means that the collector keeps frames for longer; the next checkpoint tells it again.
            Log.ConfirmFailed(services.Logger, factory.Factory, position.ToString(), e.Message);
        }
    }

    private void UseModels()
    {
        var models = services.Catalog.Models;
        _engine.Use(models);
        if (ReferenceEquals(models, _models) && _engine.InstancesVersion == _noted)
            return;
        _noted = _engine.InstancesVersion;
        Volatile.Write(ref _digests, [.. _engine.DigestsInUse]);
        Volatile.Write(ref _models, models);
        Note([]);
    }

    private void Note(IReadOnlyList<MadeInsight> made)
    {
        Figures.Count([.. made.Select(one => one.Insight)]);
        Assets = AssetModelStatus.Update(Assets, _engine, made);
        Unserved = [.. _engine.Signals.Assets.Where(a => !_engine.Instances.Any(i => i.Asset == a.Key)).Select(a => (a.Key, a.Value.Type))];
    }
}
