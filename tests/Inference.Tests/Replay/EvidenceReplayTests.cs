using Jinan.IndustryBrain.Capsules.Package;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Inference.Insights;
using Jinan.IndustryBrain.Inference.Replay;
using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.Tests.Frames;
using Jinan.IndustryBrain.Inference.Tests.Rollout;
using Jinan.IndustryBrain.Inference.Tests.Windows;
using Jinan.IndustryBrain.Inference.Tests.Workers;
using Jinan.IndustryBrain.Inference.Windows;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.Inference.Tests.Replay;

/// <summary>What the pipeline published, replayed from what a historian would have kept of the same frames.</summary>
public sealed class EvidenceReplayTests : IDisposable
{
    private readonly PluginFolder _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public async Task Windows_OfFramesInAnyState_ReplayToTheirDigests()
    {
        // Good values, silence, bad ones, a lost connection that had lost nothing, one late value and repeats out of order.
        var script = new FrameScript().Add(Line.Plc, 0, (Line.Force(), -5, 1.0)).Add(Line.Drive, 0, (Line.Torque(), -2, 1.0));
        for (var t = 1; t <= 40; t++)
        {
            script.Add(Line.Plc, t, (Line.Force(), t - 0.5, t));
            if (t == 14)
                script.Add(Line.Drive, t, 0x808C0000, 0, (Line.Torque(), 13.4, null));
            if (t == 21)
                script.Add(Line.Drive, t, 0x80050000, 0, (Line.Torque(), 20.4, null)).Add(Line.Drive, t, (Line.Torque(), 13.9, 4.0));
            script.Add(Line.Drive, t, (Line.Torque(), t - 0.2, t * 2.0), (Line.Torque(), t - 0.6, t * 3.0));
        }

        script.Add(Line.Plc, 41, (Line.Force(), 2.25, 99.0)).Alive(50);
        var run = new EngineRun(Line.InService(Line.GridModel())).Take(script);
        var windows = run.Of("m1").ToList();
        Assert.True(windows.Count > 8);
        await using var catalog = Catalog();
        var replay = Replay(new KeptFrames(script.Frames), catalog);
        foreach (var window in windows)
        {
            var answer = await replay.ReplayAsync(InsightOf(window), default);
            Assert.Equal(("equal", window.Evidence.Digest, window.Evidence.Values), (answer.Verdict, answer.Digest, answer.Values));
            Assert.Equal("not_running", answer.Model);
        }
    }

    [Fact]
    public async Task Window_ValuesChangedOrGone_SaysSo()
    {
        var script = new FrameScript();
        for (var t = 1; t <= 20; t++)
            script.Add(Line.Plc, t, (Line.Force(), t - 0.5, t)).Add(Line.Drive, t, (Line.Torque(), t - 0.5, t));
        var insight = InsightOf(new EngineRun(Line.InService(Line.GridModel())).Take(script).Of("m1").Last());
        await using var catalog = Catalog();

        var another = await Replay(new KeptFrames(script.Frames) { Change = sample => sample with { Number = sample.Number + 0.001 } }, catalog).ReplayAsync(insight, default);
        Assert.Equal(("differs", "not_asked"), (another.Verdict, another.Model));
        var fewer = await Replay(new KeptFrames(script.Frames) { Keep = sample => sample.Frame.Sequence % 4 != 0 }, catalog).ReplayAsync(insight, default);
        Assert.Equal("incomplete", fewer.Verdict);
        Assert.True(fewer.Values < insight.Evidence.Values);
        var none = await Replay(new KeptFrames(script.Frames) { Keep = _ => false }, catalog).ReplayAsync(insight, default);
        Assert.Equal(("gone", 0L), (none.Verdict, none.Values));
    }

    [Fact]
    public async Task Insight_OfACapsuleThatRuns_GetsTheSameAnswerAgain()
    {
        await using var catalog = Catalog();
        var (insight, kept) = await ComputeAsync(catalog);
        var answer = await Replay(kept, catalog).ReplayAsync(insight, default);
        Assert.Equal(("equal", "same"), (answer.Verdict, answer.Model));
        Assert.Equal(insight.Value!.Value, answer.Value!.Value, 5);

        var doctored = await Replay(kept, catalog).ReplayAsync(insight with { Value = insight.Value + 1 }, default);
        Assert.Equal(("equal", "other"), (doctored.Verdict, doctored.Model));
    }

    [Fact]
    public async Task Interval_OfACapsuleThatRuns_IsHeldAgainstItToo()
    {
        await using var catalog = Catalog();
        var (insight, kept) = await ComputeAsync(catalog);
        var interval = insight.Interval!;
        Assert.Equal(0.9, interval.Coverage);
        Assert.InRange(insight.Value!.Value, interval.Low, interval.High);
        Assert.True(interval.High - interval.Low > 10);

        var replay = Replay(kept, catalog);
        var answer = await replay.ReplayAsync(insight, default);
        Assert.Equal("same", answer.Model);
        Assert.Equal(interval.Low, answer.Interval!.Low, 5);
        Assert.Equal(interval.High, answer.Interval.High, 5);
        PredictionInterval?[] others = [null, interval with { Low = interval.Low - 1 }, interval with { High = interval.High + 1 }, interval with { Coverage = 0.95 }, interval with { IsOpen = !interval.IsOpen }];
        foreach (var other in others)
            Assert.Equal(("equal", "other"), await replay.ReplayAsync(insight with { Interval = other }, default) is var a ? (a.Verdict, a.Model) : default);
    }

    // A capsule of the repository answers for a minute and a half of its machine; the last answer, and the frames that are kept.
    private async Task<(Insight Insight, KeptFrames Kept)> ComputeAsync(CapsuleCatalog catalog)
    {
        var script = new MachineScript(_plugins.Pack("materials", "a.capsule"));
        await catalog.LookAsync(settled: false, default);
        var stand = new PipelineStand(catalog);
        var frames = Enumerable.Range(0, 90).Select(_ => script.Second()).ToList();
        stand.Collector.Append(frames);
        await PipelineStand.RunAsync(stand.New(), () => stand.Publisher.Published.Count(i => i.State == InsightState.Computed) > 1, "a computed insight");
        return (stand.Publisher.Published.Last(i => i.State == InsightState.Computed), new KeptFrames(frames));
    }

    private static EvidenceReplay Replay(IStoredValues values, CapsuleCatalog catalog) =>
        new(values, catalog, new InsightMaker(TimeProvider.System), Line.Options);

    private CapsuleCatalog Catalog() => new(
        new CapsuleFolder(_plugins.Capsules, new PublisherTrust(_plugins.Publishers)), new RolloutMemory(_plugins.Memory),
        (name, models) => TestWorkers.Host(name, models), new NoWindows(), 2L << 30, NullLogger<CapsuleCatalog>.Instance);

    private static Insight InsightOf(ClosedWindow window) => new()
    {
        Id = "i", Factory = window.Factory.Factory, Enterprise = window.Factory.Enterprise, Sector = window.Factory.Sector, Asset = window.Asset,
        AssetType = window.AssetType, Model = new(window.Model.Capsule.Id, "1.0.0", window.Model.Digest, window.Model.Model.Id, "health_index"),
        Window = new("grid", At(window.Span.From), At(window.Span.To)), State = InsightState.Computed, Value = 1, Evidence = window.Evidence,
        Hops = new(At(0), At(0), At(0)),
    };

    private static DateTimeOffset At(long ns) => DateTimeOffset.UnixEpoch.AddTicks(ns / 100);

    private sealed class NoWindows : ICapsuleUsers
    {
        public bool Use(IReadOnlyList<ModelInService> models, string digest) => true;
    }

    /// <summary>All values of frames, as a historian gives them: as they came, with their status, whether they count or not.</summary>
    private sealed class KeptFrames(IReadOnlyList<byte[]> frames) : IStoredValues
    {
        public Func<Sample, bool> Keep { get; init; } = _ => true;

        public Func<Sample, Sample> Change { get; init; } = sample => sample;

        public Task<IReadOnlyList<SignalDefinition>> SignalsAsync(string factory, CancellationToken cancellation)
        {
            using var first = FrameDecoder.Decode(frames[0]);
            return Task.FromResult<IReadOnlyList<SignalDefinition>>([.. first.Header.Signals]);
        }

        public async Task<IReadOnlyList<Sample>> ValuesAsync(
            string factory, string signal, long from, long to, FramePosition through, CancellationToken cancellation)
        {
            var id = (await SignalsAsync(factory, cancellation)).Single(s => s.FullName == signal).Id;
            var samples = new List<Sample>();
            foreach (var bytes in frames)
            {
                using var frame = FrameDecoder.Decode(bytes);
                for (var row = 0; row < frame.Count; row++)
                    if (frame.Signal[row] == id && frame.Header.Position <= through)
                        samples.Add(new Sample(
                            frame.SourceTime[row], frame.Number(row) ?? double.NaN, frame.Text(row), frame.Status[row], frame.ReceivedTime[row], frame.Header.Position));
            }

            var held = samples.Where(s => s.Time < from).OrderBy(s => s.Time).TakeLast(1).Select(s => s.Time).ToHashSet();
            return [.. samples.Where(s => (s.Time >= from && s.Time < to) || held.Contains(s.Time)).Where(Keep).Select(Change)];
        }
    }
}
