using System.Buffers;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Inference.Frames;
using Jinan.IndustryBrain.Inference.Insights;
using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.State;
using Jinan.IndustryBrain.Inference.Tests.Windows;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Tests.Frames;

/// <summary>A collector's log in memory. What was confirmed is gone, as it may be in the real one.</summary>
internal sealed class FakeCollector(long epoch = 1000) : ICollectorClient
{
    private readonly List<byte[]> _frames = [];
    private readonly Lock _gate = new();

    public FramePosition Confirmed { get; private set; }

    /// <summary>The first frame of the larger epoch in which a log goes on that was restored from a copy.</summary>
    public int RestoredAt { get; set; } = int.MaxValue;

    public void Append(params IEnumerable<byte[]> frames)
    {
        lock (_gate)
            _frames.AddRange(frames);
    }

    public Task<IReadOnlyList<FactoryLog>> FactoriesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<FactoryLog>>(
        [new FactoryLog(Line.Factory.Factory, Line.Factory.Enterprise, Line.Factory.Sector, $"{epoch}.1", $"{epoch}.{_frames.Count}")]);

    public Task<ReadOnlyMemory<byte>> FramesAsync(string factory, FramePosition after, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var bundle = new ArrayBufferWriter<byte>();
            var next = after.Epoch == epoch ? Math.Min(after.Sequence + 1, RestoredAt) : after.Epoch == epoch + 1 ? after.Sequence + 1 : 1;
            for (var sequence = Math.Max(next, Confirmed.Sequence + 1); sequence <= _frames.Count && bundle.WrittenCount < 20_000; sequence++)
                FrameBundle.Append(bundle, _frames[(int)sequence - 1]);
            return Task.FromResult(bundle.WrittenMemory);
        }
    }

    public Task ConfirmAsync(string factory, FramePosition position, CancellationToken cancellation)
    {
        lock (_gate)
            Confirmed = position;
        return Task.CompletedTask;
    }
}

/// <summary>Keeps the stored form, so that what is read back is what a real store would give.</summary>
internal sealed class FakeStates : IFactoryStateStore
{
    private int _tag;

    public FactoryDocument? Document { get; private set; }

    public Task<(EngineState? State, string ETag)> LoadAsync(string factory, CancellationToken cancellation) =>
        Task.FromResult((Document?.ToState(), Tag));

    public Task<string> SaveAsync(string factory, EngineState state, string etag, CancellationToken cancellation)
    {
        if (etag != Tag)
            throw new StateConflictException(factory);
        Document = FactoryDocument.Of(state);
        _tag++;
        return Task.FromResult(Tag);
    }

    public void ChangeFromOutside() => _tag++;

    private string Tag => Document is null ? "" : _tag.ToString();
}

internal sealed class FakePublisher : IInsightPublisher
{
    private readonly List<Insight> _published = [];

    public IReadOnlyList<Insight> Published
    {
        get
        {
            lock (_published)
                return [.. _published];
        }
    }

    /// <summary>Called before each insight is taken.</summary>
    public Action<Insight> Before { get; set; } = _ => { };

    public Task PublishAsync(Insight insight, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Before(insight);
        lock (_published)
            _published.Add(insight);
        return Task.CompletedTask;
    }
}

internal sealed class FakeDeadLetters : IDeadLetters
{
    public List<string> Buried { get; } = [];

    public Task BuryAsync(ReadOnlyMemory<byte> frame, string why, CancellationToken cancellation)
    {
        Buried.Add(why);
        return Task.CompletedTask;
    }
}

internal sealed class FakeModels(Func<IReadOnlyList<ModelInService>> models) : IModelsInService
{
    public FakeModels(IReadOnlyList<ModelInService> models)
        : this(() => models)
    {
    }

    public IReadOnlyList<ModelInService> Models => models();
}
