using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Inference.Tests.Windows;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Tests.Frames;

public sealed class FactoryPipelineTests
{
    private static readonly ModelInService[] Models = [Line.InService(Line.GridModel()), Line.InService(Line.ContextModel())];

    [Fact]
    public async Task Frames_InTheLogAtStart_BecomeInsightsAndAreConfirmed()
    {
        var frames = Script(40).Frames;
        var windows = new EngineRun(Models).Take(frames).Closed.Count;
        var stand = Stand(frames);
        await PipelineStand.RunAsync(
            stand.New(), () => stand.Publisher.Published.Count >= windows && stand.Collector.Confirmed.Sequence > 0, "every insight and a confirmation");
        var published = stand.Publisher.Published;
        Assert.Equal(windows, published.Select(i => i.Id).Distinct().Count());
        Assert.Contains(published, i => i is { State: InsightState.Computed, Window.Context: "B-1" });
        Assert.All(
            published.Where(i => i.State == InsightState.Computed),
            i => Assert.InRange(i.Contributions.Sum(c => Math.Abs(c.Share)), 0.99, 1.01));
        Assert.True(stand.Collector.Confirmed.Sequence < frames.Count, "An open window's frames were confirmed.");
    }

    [Fact]
    public async Task Frames_LostRepeatedAndReorderedByTheBroker_GiveTheSameInsights()
    {
        var frames = Script(40).Frames;
        var expected = await WithoutLossAsync(frames);
        var stand = Stand(frames.Take(10));
        var pipeline = stand.New();
        var run = PipelineStand.RunAsync(
            pipeline, () => pipeline.Figures.Frames >= frames.Count && stand.Publisher.Published.Count >= expected.Count, "every frame");
        while (pipeline.Figures.Frames < 10)
            await Task.Delay(20);
        stand.Collector.Append(frames.Skip(10));
        foreach (var i in (int[])[30, 12, 12, 11, 50, 79])
            pipeline.Offer(FrameDecoder.Decode(frames[i]));
        await run;
        Assert.Equal(expected, stand.Publisher.Published.Select(Content).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Pipeline_EndedAnywhereAndBegunAgain_PublishesTheSameInsights(int seed)
    {
        var random = new Random(seed);
        var frames = Script(60).Frames;
        var expected = await WithoutLossAsync(frames);
        var stand = Stand(frames);
        for (var life = 0; life < 6; life++)
        {
            // Ends it in the middle of publishing: some of what was closed together is out, some is not, and nothing is saved.
            using var kill = new CancellationTokenSource();
            var left = random.Next(1, 6);
            stand.Publisher.Before = _ =>
            {
                if (left-- > 0)
                    return;
                kill.Cancel();
                kill.Token.ThrowIfCancellationRequested();
            };
            await stand.New().RunAsync(kill.Token).WaitAsync(TimeSpan.FromSeconds(30));
        }

        stand.Publisher.Before = _ => { };
        await PipelineStand.RunAsync(
            stand.New(), () => stand.Publisher.Published.Select(Content).Distinct().Count() >= expected.Count, $"{expected.Count} insights");
        Assert.Equal(expected, stand.Publisher.Published.Select(Content).Distinct().Order());
    }

    [Fact]
    public async Task Frame_InTheLogThatCannotBeRead_GoesToTheDeadLettersAndIsPassed()
    {
        var frames = Script(40).Frames.ToList();
        frames[20] = [1, 2, 3];
        var stand = Stand(frames);
        var pipeline = stand.New();
        await PipelineStand.RunAsync(pipeline, () => pipeline.Figures.Frames == frames.Count - 1, "every other frame");
        Assert.Single(stand.DeadLetters.Buried);
        Assert.Equal(1, pipeline.Figures.Malformed);
    }

    [Fact]
    public async Task State_ChangedByAnotherProcess_IsReadAnewAndNotOverwritten()
    {
        var frames = Script(60).Frames;
        var expected = await WithoutLossAsync(frames);
        var stand = Stand(frames.Take(60));
        var run = PipelineStand.RunAsync(
            stand.New(), () => stand.Publisher.Published.Select(Content).Distinct().Count() >= expected.Count, $"{expected.Count} insights");
        while (stand.States.Document is null)
            await Task.Delay(20);
        stand.States.ChangeFromOutside();
        stand.Collector.Append(frames.Skip(60));
        await run;
        Assert.Equal(expected, stand.Publisher.Published.Select(Content).Distinct().Order());
    }

    [Theory]
    [InlineData(25)]
    [InlineData(47)]
    public async Task Frames_OfALogThatWasRestored_GiveTheInsightsOfOneLogAndLoseNone(int restoredAt)
    {
        var expected = await WithoutLossAsync(Script(40).Frames);
        var frames = Script(40, restoredAt).Frames;
        var stand = Stand(frames.Take(restoredAt - 1));
        var before = stand.New();
        await PipelineStand.RunAsync(before, () => before.Figures.Frames >= restoredAt - 1 && stand.Collector.Confirmed.Sequence > 0, "the frames of before");
        // Put back from a copy of this moment: the state is behind the log, and the log goes on in a larger epoch.
        stand.Collector.RestoredAt = restoredAt;
        var pipeline = stand.New();
        var run = PipelineStand.RunAsync(
            pipeline, () => stand.Publisher.Published.Select(Kept).Distinct().Count() >= expected.Count, $"{expected.Count} insights");
        // The broker is quicker than the pipeline's look at the log: a frame of the new epoch comes first.
        pipeline.Offer(FrameDecoder.Decode(frames[restoredAt]));
        stand.Collector.Append(frames.Skip(restoredAt - 1));
        await run;
        Assert.Equal(expected.Select(Kept).Order(), stand.Publisher.Published.Select(Kept).Distinct().Order());

        // The frames that an insight was made of are named by the epoch that it was closed in.
        static string KeptOf(string content) => string.Join('|', content.Split('|')[..7]);
        static string Kept(object insight) => KeptOf(insight as string ?? Content((Insight)insight));
    }

    private static PipelineStand Stand(IEnumerable<byte[]> frames)
    {
        var stand = new PipelineStand(new FakeModels(Models));
        stand.Collector.Append(frames);
        return stand;
    }

    private static async Task<List<string>> WithoutLossAsync(IReadOnlyList<byte[]> frames)
    {
        var windows = new EngineRun(Models).Take(frames).Closed.Count;
        var stand = Stand(frames);
        await PipelineStand.RunAsync(stand.New(), () => stand.Publisher.Published.Count >= windows, $"{windows} insights");
        return [.. stand.Publisher.Published.Select(Content).Order()];
    }

    // All but the time at which it was computed.
    private static string Content(Insight insight) =>
        $"{insight.Id}|{insight.Asset}|{insight.Model.Name}|{insight.Window}|{insight.State}|{insight.Value}|{insight.Evidence.Digest}|"
        + $"{insight.Evidence.FirstSequence}|{insight.Evidence.LastSequence}|{string.Join(',', insight.Contributions)}";

    private static FrameScript Script(int seconds, int restoredAt = int.MaxValue)
    {
        var script = new FrameScript { RestoredAt = restoredAt }
            .Add(Line.Plc, 0, (Line.Batch(), -5, ""), (Line.Force(1), -5, 1.0), (Line.Force(2), -5, 1.0))
            .Add(Line.Drive, 0, (Line.Torque(1), -5, 1.0), (Line.Torque(2), -5, 1.0));
        for (var t = 1; t < seconds; t++)
        {
            var name = (t % 10) switch { 3 => $"B-{(t / 10) + 1}", 8 => "", _ => null };
            if (name is null)
                script.Add(Line.Plc, t, (Line.Force(1), t - 0.4, t * 0.1), (Line.Force(2), t - 0.3, t * 0.2));
            else
                script.Add(Line.Plc, t, (Line.Batch(), t - 0.5, name), (Line.Force(1), t - 0.4, t * 0.1));
            script.Add(Line.Drive, t, (Line.Torque(1), t - 0.4, t * 0.3), (Line.Torque(2), t - 0.3, t * 0.2));
        }

        return script;
    }
}
