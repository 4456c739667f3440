using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Inference.State;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Tests.Windows;

public sealed class ContextWindowTests
{
    [Fact]
    public void Context_NameAppearsAndGoes_IsOneWindowWithThatName()
    {
        var window = Assert.Single(Run((1, "B-1"), (9, "")).Of("m1"));
        Assert.Equal("B-1", window.Span.Context);
        Assert.Equal((FrameScript.At(1), FrameScript.At(9)), (window.Span.From, window.Span.To));
        Assert.Equal(InsightState.Computed, window.State);
    }

    [Fact]
    public void Context_NameChangesToAnother_ClosesOneWindowAndOpensTheNext()
    {
        var names = Run((1, "B-1"), (5, "B-2"), (9, "")).Of("m1").Select(w => (w.Span.Context, w.Span.From, w.Span.To));
        Assert.Equal(
            [("B-1", FrameScript.At(1), FrameScript.At(5)), ("B-2", FrameScript.At(5), FrameScript.At(9))], names);
    }

    [Fact]
    public void Context_SameNameAgainLater_IsAnotherWindow()
    {
        var windows = Run((1, "B-1"), (4, ""), (6, "B-1"), (9, "")).Of("m1").ToList();
        Assert.Equal(2, windows.Count);
    }

    [Fact]
    public void Context_ValueRepeated_ChangesNothing() =>
        Assert.Single(Run((1, "B-1"), (3, "B-1"), (5, "B-1"), (9, "")).Of("m1"));

    [Fact]
    public void Context_ValueUnknownInBetween_GoesOn() =>
        Assert.Single(Run((1, "B-1"), (3, null), (5, "B-1"), (9, "")).Of("m1"));

    [Fact]
    public void Context_LongerThanItsModelTakes_IsGivenUpOnceWithTheReason()
    {
        var run = new EngineRun(Line.InService(Line.ContextModel(maxMs: 4000))).Take(Script((1, "B-1"), (9, ""), (10, "B-2"), (12, "")));
        var windows = run.Of("m1").ToList();
        Assert.Equal([InsightState.BeyondHorizon, InsightState.Computed], windows.Select(w => w.State));
        Assert.Equal("'B-1' goes on for more than 4 s, the longest that the model takes", windows[0].Reason?.Text);
        Assert.Equal("B-2", windows[1].Span.Context);
    }

    [Fact]
    public void Context_OpenedBeforeWeLooked_IsNotCoveredWhereNothingWasSeen()
    {
        var script = new FrameScript().Add(Line.Plc, 0, (Line.Batch(), -10, "B-0"), (Line.Force(), -0.2, 1.0)).Add(Line.Drive, 0, (Line.Torque(), -0.2, 1.0));
        script.Add(Line.Plc, 3, (Line.Batch(), 2, "")).Alive(4);
        var window = Assert.Single(new EngineRun(Line.InService(Line.ContextModel())).Take(script).Of("m1"));
        Assert.Equal(InsightState.CoverageTooLow, window.State);
    }

    [Fact]
    public void Context_OpenWhenItsModelComes_IsLeftOutBecauseItsValuesWereLetGo()
    {
        var frames = Script((1, "B-1"), (5, "B-2"), (9, "B-3"), (12, "")).Frames.ToList();
        var whole = new EngineRun(Line.InService(Line.ContextModel())).Take(frames).Of("m1").ToDictionary(w => w.Span);
        for (var at = 0; at < frames.Count; at++)
        {
            var run = new EngineRun().Take(frames.Take(at));
            run.Engine.Use([Line.InService(Line.ContextModel())]);
            var windows = run.Take(frames.Skip(at)).Of("m1").ToList();
            Assert.All(windows, window => Assert.Equal(whole[window.Span].Evidence.Digest, window.Evidence.Digest));
            Assert.Equal(whole.Count - windows.Count, whole.Keys.Count(span => !windows.Exists(window => window.Span == span)));
            if (at < 3)
                Assert.Equal(whole.Count, windows.Count);
        }
    }

    [Fact]
    public void Context_OpenWhenItsModelComes_IsTheSameAfterAKillAtAnyTime()
    {
        var script = new FrameScript().Add(Line.Plc, 0, (Line.Batch(), -1, "B-0"), (Line.Force(), -0.2, 1.0)).Add(Line.Drive, 0, (Line.Torque(), -0.1, 1.0));
        for (var t = 1; t <= 14; t++)
        {
            if (t is 5 or 9)
                script.Add(Line.Plc, t - 0.5, 0, 0, (Line.Batch(), t - 0.6, t == 5 ? "B-1" : ""));
            script.Add(Line.Plc, t, (Line.Force(), t - 0.3, t)).Add(Line.Drive, t, (Line.Torque(), t - 0.3, t));
        }

        var frames = script.Alive(20).Frames.ToList();
        var model = Line.InService(Line.ContextModel());
        for (var comes = 0; comes < frames.Count; comes++)
        {
            var whole = new EngineRun().Take(frames.Take(comes));
            // What is saved here is safe from then on: the collector may forget the frames.
            whole.Engine.Save();
            whole.Engine.Use([model]);
            for (var killed = comes; killed < frames.Count; killed++)
            {
                var saved = FactoryDocument.Of(whole.Engine.Save());
                var again = new EngineRun();
                again.Restart(saved, model);
                again.Take(frames.Where(frame => PositionOf(frame) > saved.ToState().Position));
                var first = new EngineRun().Take(frames.Take(comes));
                first.Engine.Use([model]);
                var windows = first.Take(frames.Skip(comes)).Of("m1").ToDictionary(w => w.Span, w => w.Evidence.Digest);
                Assert.All(again.Of("m1"), w => Assert.Equal((comes, killed, windows.GetValueOrDefault(w.Span)), (comes, killed, w.Evidence.Digest)));
                var before = whole.Of("m1").Select(w => w.Span);
                Assert.Equal(windows.Keys.Except(before).OrderBy(s => s.From), again.Of("m1").Select(w => w.Span).Except(before));
                whole.Take(frames.Skip(killed).Take(1));
            }
        }

        static FramePosition PositionOf(byte[] bytes)
        {
            using var frame = FrameDecoder.Decode(bytes);
            return frame.Header.Position;
        }
    }

    private static EngineRun Run(params (double Time, string? Name)[] changes) =>
        new EngineRun(Line.InService(Line.ContextModel())).Take(Script(changes));

    private static FrameScript Script(params (double Time, string? Name)[] changes)
    {
        var script = new FrameScript().Add(Line.Plc, 0, (Line.Batch(), -5, ""), (Line.Force(), -5, 1.0)).Add(Line.Drive, 0, (Line.Torque(), -5, 1.0));
        for (var t = 1; t <= 14; t++)
        {
            foreach (var (time, name) in changes.Where(c => c.Time == t))
                script.Add(Line.Plc, t - 0.5, name is null ? 0x80310000 : 0, 0, (Line.Batch(), time, name));
            script.Add(Line.Plc, t, (Line.Force(), t - 0.3, t)).Add(Line.Drive, t, (Line.Torque(), t - 0.3, t));
        }

        return script.Alive(20);
    }
}
