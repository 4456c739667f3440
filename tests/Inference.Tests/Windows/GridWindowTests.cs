using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Tests.Windows;

public sealed class GridWindowTests
{
    [Fact]
    public void Window_FirstAfterStart_BeginsAtTheNextMultipleOfItsHopSince1970()
    {
        var run = new EngineRun(Line.InService(Line.GridModel())).Take(Steady(from: 1.3, to: 13));
        var first = run.Of("m1").First();
        Assert.Equal(0, first.Span.From % (4 * Line.Second));
        Assert.True(first.Span.From >= FrameScript.At(1));
        AssertContiguous(run.Of("m1"));
    }

    [Fact]
    public void Window_SignalThatStaysSilent_HoldsItsValueFromBefore()
    {
        // The force is told once, long before the window, and never again: it has not changed.
        var script = new FrameScript().Add(Line.Plc, 0, (Line.Force(), -3600, 7.0)).Add(Line.Drive, 0, (Line.Torque(), 0, 1.0));
        for (var t = 1; t <= 10; t++)
            script.Add(Line.Plc, t).Add(Line.Drive, t, (Line.Torque(), t - 0.5, t));
        var window = new EngineRun(Line.InService(Line.GridModel())).Take(script).Of("m1").First();
        Assert.Equal(InsightState.Computed, window.State);
        Assert.Equal(7f, window.Features[0]);
        Assert.Equal(1.0, window.Evidence.Coverage);
    }

    [Fact]
    public void Window_BothConnectionsNotYetAlivePastItsEnd_StaysOpen()
    {
        var script = Steady(from: 0, to: 10);
        script.Add(Line.Plc, 60);
        var run = new EngineRun(Line.InService(Line.GridModel())).Take(script);
        Assert.NotEmpty(run.Closed);
        Assert.All(run.Closed, w => Assert.True(w.Span.To <= FrameScript.At(10)));
    }

    [Fact]
    public void Window_ValueLateButWithinTheLateness_IsCounted()
    {
        var boundary = NextBoundary();
        var inTime = Late(boundary, aliveBefore: boundary + 0.2);
        var tooLate = Late(boundary, aliveBefore: boundary + 0.3);
        Assert.Equal(inTime.Closed[0].Evidence.Values, tooLate.Closed[0].Evidence.Values + 1);
        Assert.Equal(1, tooLate.Engine.Signals.Late);
    }

    [Fact]
    public void Window_ValuesOutOfOrder_AreTheSameAsInOrder()
    {
        (int, double, object?)[] values = [(Line.Force(), 4.5, 1.0), (Line.Force(), 5.0, 2.0), (Line.Force(), 6.5, 3.0)];
        var inOrder = Window(values);
        var reversed = Window([.. values.Reverse()]);
        Assert.Equal(inOrder.Features, reversed.Features);
        Assert.Equal(inOrder.Evidence.Digest, reversed.Evidence.Digest);
    }

    [Fact]
    public void Window_ValueOfBadStatus_IsNotCovered()
    {
        var script = new FrameScript()
            .Add(Line.Plc, 0, (Line.Force(), -1, 1.0)).Add(Line.Drive, 0, (Line.Torque(), -1, 1.0));
        var boundary = NextBoundary();
        // Bad_SensorFailure for the middle half of the window.
        script.Add(Line.Plc, boundary + 2, 0x808C0000, 0, (Line.Force(), boundary + 1, null));
        script.Add(Line.Plc, boundary + 3.5, (Line.Force(), boundary + 3, 2.0)).Alive(boundary + 5);
        var window = new EngineRun(Line.InService(Line.GridModel())).Take(script).Of("m1").Single(w => w.Span.From == FrameScript.At(boundary));
        Assert.Equal(InsightState.CoverageTooLow, window.State);
        Assert.Equal("coverage 50 % of 80 % (force)", window.Reason?.Text);
        Assert.Equal(0.5, window.Evidence.Coverage);
    }

    [Fact]
    public void Window_SignalWithoutAnyValue_SaysWhichIsMissing()
    {
        var script = new FrameScript().Add(Line.Plc, 0, (Line.Force(), 0, 1.0)).Alive(1).Alive(12);
        var window = new EngineRun(Line.InService(Line.GridModel())).Take(script).Of("m1").First();
        Assert.Equal(InsightState.InputMissing, window.State);
        Assert.StartsWith("torque missing", window.Reason?.Text);
    }

    [Fact]
    public void Window_SignalInAnotherUnit_IsNotConfigured()
    {
        var model = Line.GridModel();
        model = model with { Signals = [model.Signals[0], model.Signals[1] with { Unit = "kN.m" }] };
        var window = new EngineRun(Line.InService(model)).Take(Steady(0, 10)).Of("m1").First();
        Assert.Equal(InsightState.NotConfigured, window.State);
        Assert.Equal("torque comes in 'N.m', the model takes 'kN.m'", window.Reason?.Text);
    }

    [Fact]
    public void Window_SignalThatTheFactoryDoesNotHave_SaysWhichIsMissing()
    {
        var model = Line.GridModel();
        model = model with { Signals = [.. model.Signals, new Capsules.Format.SignalInput("vibration", "mm/s")] };
        var window = new EngineRun(Line.InService(model)).Take(Steady(0, 10)).Of("m1").First();
        Assert.Equal(InsightState.InputMissing, window.State);
        Assert.Equal("vibration missing", window.Reason?.Text);
    }

    [Fact]
    public void Window_FramesLostForEver_AreNotCovered()
    {
        var run = new EngineRun(Line.InService(Line.GridModel())).Take(Steady(0, 6));
        run.Engine.SkipTo(new FramePosition(1000, 500));
        var script = new FrameScript(2000).Add(Line.Plc, 20, (Line.Force(), 19.5, 1.0)).Add(Line.Drive, 20, (Line.Torque(), 19.5, 1.0));
        run.Take(script);
        Assert.Contains(run.Of("m1"), w => w.State == InsightState.InputMissing);
        AssertContiguous(run.Of("m1"));
    }

    [Fact]
    public void Window_ServerSaysAfterALossThatItsValueIsOldAndUnchanged_IsCovered()
    {
        var run = new EngineRun(Line.InService(Line.GridModel())).Take(Steady(0, 2));
        run.Engine.SkipTo(new FramePosition(2000, 1));
        // Subscribed anew, the server tells the same values with the source times that they had before the loss.
        run.Take(new FrameScript(2000).Add(Line.Plc, 20, (Line.Force(), 1.9, 4.0)).Add(Line.Drive, 20, (Line.Torque(), 1.8, 4.0)));
        var last = run.Of("m1").Last();
        Assert.Equal(InsightState.Computed, last.State);
        Assert.Equal(4f, last.Features[0]);
    }

    [Fact]
    public void Window_BackFilledLongAfter_IsRetrospective()
    {
        var script = new FrameScript();
        for (var t = 0; t <= 10; t++)
            script.Add(Line.Plc, t, 0, 3600, (Line.Force(), t, 1.0)).Add(Line.Drive, t, 0, 3600, (Line.Torque(), t, 1.0));
        Assert.All(new EngineRun(Line.InService(Line.GridModel())).Take(script).Of("m1"), w => Assert.True(w.IsRetrospective));
    }

    [Fact]
    public void Window_OfAnOutageThatHistoryFilled_HasItsValuesAndIsRetrospective()
    {
        // The collector holds alive-through back while it reads history; live values come meanwhile.
        var run = new EngineRun(Line.InService(Line.GridModel())).Take(Steady(0, 10));
        var before = run.Of("m1").Count();
        run.Take(Outage(2000, alive: 10).Alive(401));
        var closed = run.Of("m1").Skip(before).ToList();
        Assert.Equal(0, run.Engine.Signals.Late);
        var old = closed.Where(window => window.Span.To < FrameScript.At(90) && window.Span.From > FrameScript.At(14)).ToList();
        Assert.NotEmpty(old);
        Assert.All(old, window => Assert.Equal((InsightState.Computed, true, 8L), (window.State, window.IsRetrospective, window.Evidence.Values)));
        Assert.False(closed[^1].IsRetrospective);
    }

    [Fact]
    public void Values_OfHistoryAfterTheirWindows_ChangeNothingThatComesLater()
    {
        var run = new EngineRun(Line.InService(Line.GridModel())).Take(Steady(0, 10)).Take(new FrameScript(2000).Alive(399));
        var before = run.Of("m1").Count();
        run.Take(Outage(3000, alive: 399).Alive(401));
        Assert.True(run.Engine.Signals.Late > 700);
        run.Take(Steady(401.5, 420, 4000));
        Assert.All(run.Of("m1").Skip(before).Where(window => window.Span.From >= FrameScript.At(402)), window => Assert.Equal((InsightState.Computed, false), (window.State, window.IsRetrospective)));
        Assert.All(run.Engine.Signals.Buffers, buffer => Assert.InRange(buffer.Samples.Length, 0, 40));
    }

    // Received all at once, after the values of now.
    private static FrameScript Outage(long epoch, double alive)
    {
        var script = new FrameScript(epoch).Add(Line.Plc, alive, (Line.Force(), 400, 7.0)).Add(Line.Drive, alive, (Line.Torque(), 400, 7.0));
        for (var t = 11.0; t < 400; t++)
            script.Add(Line.Plc, alive, 0, 401 - t, (Line.Force(), t, t)).Add(Line.Drive, alive, 0, 401 - t, (Line.Torque(), t, t));
        return script;
    }

    [Fact]
    public void Value_FromFarInTheFuture_IsNotTaken()
    {
        var run = new EngineRun(Line.InService(Line.GridModel()))
            .Take(new FrameScript().Add(Line.Plc, 0, 0, -4000, (Line.Force(), 4000, 1.0)));
        Assert.Equal(1, run.Engine.Signals.Future);
    }

    [Fact]
    public void Watermark_JumpsByWeeks_TellsABoundedNumberOfWindows()
    {
        var run = new EngineRun(Line.InService(Line.GridModel())).Take(Steady(0, 2)).Take(new FrameScript(2000).Alive(30 * 86400));
        Assert.InRange(run.Of("m1").Count(), 900, 1100);
    }

    private static double NextBoundary() =>
        (double)(GridCursor.FirstFrom(Line.Start + (2 * Line.Second), 4 * Line.Second) - Line.Start) / Line.Second;

    private static EngineRun Late(double boundary, double aliveBefore)
    {
        var script = new FrameScript()
            .Add(Line.Plc, 0, (Line.Force(), 0, 1.0)).Add(Line.Drive, 0, (Line.Torque(), 0, 1.0));
        script.Alive(boundary - 3.9).Alive(aliveBefore);
        script.Add(Line.Plc, boundary + 0.5, (Line.Force(), boundary - 0.5, 5.0)).Alive(boundary + 1);
        var run = new EngineRun(Line.InService(Line.GridModel()));
        return run.Take(script);
    }

    private static ClosedWindow Window((int, double, object?)[] values)
    {
        var script = new FrameScript()
            .Add(Line.Plc, 0, (Line.Force(), 0, 1.0)).Add(Line.Drive, 0, (Line.Torque(), 0, 1.0));
        foreach (var value in values)
            script.Add(Line.Plc, 0.1, value);
        script.Alive(20);
        return new EngineRun(Line.InService(Line.GridModel(lengthMs: 16000, hopMs: 16000))).Take(script).Of("m1").First();
    }

    private static FrameScript Steady(double from, double to, long epoch = 1000)
    {
        var script = new FrameScript(epoch);
        for (var t = from; t <= to; t += 0.5)
            script.Add(Line.Plc, t, (Line.Force(1), t - 0.1, t), (Line.Force(2), t - 0.1, t)).Add(Line.Drive, t, (Line.Torque(1), t - 0.2, t), (Line.Torque(2), t - 0.2, t));
        return script;
    }

    private static void AssertContiguous(IEnumerable<ClosedWindow> windows)
    {
        long? end = null;
        foreach (var window in windows)
        {
            Assert.True(end is null || window.Span.From == end, $"A window begins at {window.Span.From}; the one before ended at {end}.");
            end = window.Span.To;
        }
    }
}
