using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Inference.State;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Tests.Windows;

/// <summary>
/// Outages shorter than the time from which any late value is history: whether an insight could have been acted on depends on whether
/// its window was over when history brought its values.
/// </summary>
public sealed class RetrospectiveWindowTests
{
    // Windows of four seconds begin here.
    static readonly double Boundary =
        (double)(GridCursor.FirstFrom(Line.Start + (8 * Line.Second), 4 * Line.Second) - Line.Start) / Line.Second;

    [Theory]
    [InlineData(0)]
    [InlineData(-200)]
    [InlineData(200)]
    [InlineData(-3_600)]
    public void Window_OverWhenHistoryBroughtItsValues_IsRetrospective(double serverClockAhead)
    {
        // Away from second 10 to 30 after the boundary, read back at 31.
        var windows = Run(new FrameScript { ServerClockAhead = serverClockAhead }, Line.GridModel());

        Assert.Equal([.. At(0, 4, 8, 12, 16, 20, 24, 28, 32)], windows.Select(window => window.Span.From));
        Assert.All(windows, window => Assert.Equal(InsightState.Computed, window.State));
        // The one from 28 on ends at 32, a second after history came: it is of the present.
        Assert.Equal([false, false, true, true, true, true, true, false, false], windows.Select(window => window.IsRetrospective));
    }

    [Fact]
    public void Window_OfOneLostConnectionAndAnother_IsRetrospectiveThoughItsNewestValueCameLive()
    {
        var script = new FrameScript();
        for (var t = 0; t < 10; t++) Both(script, t);
        for (var t = 10; t <= 30; t++) script.Add(Line.Drive, Boundary + t, (Line.Torque(), Boundary + t + 0.5, 1.0));
        script.AddHistory(Line.Plc, Boundary + 9, Boundary + 31, [.. Enumerable.Range(10, 20).Select(t => (Line.Force(), Boundary + t, (object?)1.0))]);
        script.Alive(Boundary + 31);
        for (var t = 32; t <= 37; t++) Both(script, t);

        var windows = Windows(script, Line.GridModel());

        Assert.All(windows.Where(window => window.Span.From is var from && from >= Of(12) && from < Of(28)), window => Assert.True(window.IsRetrospective));
        Assert.False(windows[^1].IsRetrospective);
    }

    [Fact]
    public void Window_LongerThanTheOutageItHolds_IsOfThePresentOnceItEndsBehindIt()
    {
        var windows = Run(new FrameScript(), Line.GridModel(lengthMs: 20_000, hopMs: 4_000), until: 60);

        // Those that were over when history came, and no other, however long the values that it brought stay in view.
        Assert.Equal(
            windows.Select(window => window.Span.To > Of(10) && window.Span.To <= Of(31)),
            windows.Select(window => window.IsRetrospective));
        Assert.Contains(windows, window => !window.IsRetrospective && window.Span.From < Of(28) && window.Span.To > Of(31));
        Assert.Contains(windows, window => window.IsRetrospective);
    }

    [Fact]
    public void Window_WithoutAValueOfItsOwn_IsAsRetrospectiveAsTheValueThatHolds()
    {
        var script = new FrameScript();
        for (var t = 0; t < 10; t++) Both(script, t);
        script.AddHistory(Line.Plc, Boundary + 9, Boundary + 31, (Line.Force(), Boundary + 10.5, 7.0)).Alive(Boundary + 40);

        var windows = Windows(script, Line.GridModel());

        Assert.All(windows, window => Assert.Equal(window.Span.To > Of(10.5) && window.Span.To <= Of(31), window.IsRetrospective));
        Assert.Equal(7f, windows[^1].Features[0]);
    }

    [Fact]
    public void Window_WhoseValuesTheServerKeptInItsQueues_IsNotRetrospective()
    {
        // The subscription outlived the line: what came late came as it would have, and soon.
        var script = new FrameScript();
        for (var t = 0; t < 10; t++) Both(script, t);
        for (var t = 10; t < 30; t++)
            script.Add(Line.Plc, Boundary + t, 0, 31 - t, (Line.Force(), Boundary + t, 1.0)).Add(Line.Drive, Boundary + t, 0, 31 - t, (Line.Torque(), Boundary + t, 1.0));
        script.Alive(Boundary + 33);

        Assert.All(Windows(script, Line.GridModel()), window => Assert.False(window.IsRetrospective));
    }

    [Theory]
    [InlineData(-3_600, 1, false)]
    [InlineData(-3_600, 299, false)]
    [InlineData(-3_600, 301, true)]
    [InlineData(0, 301, true)]
    public void Window_OfAServerWhoseClockIsBehind_IsAsLateAsItIs(double serverClockAhead, double delay, bool isRetrospective)
    {
        var script = new FrameScript { ServerClockAhead = serverClockAhead };
        for (var t = 0; t < 12; t++)
            script.Add(Line.Plc, Boundary + t, 0, delay, (Line.Force(), Boundary + t, 1.0)).Add(Line.Drive, Boundary + t, 0, delay, (Line.Torque(), Boundary + t, 1.0));

        var windows = Windows(script, Line.GridModel());

        Assert.NotEmpty(windows);
        Assert.All(windows, window => Assert.Equal(isRetrospective, window.IsRetrospective));
    }

    [Fact]
    public void Batch_ThatEndedInTheOutage_IsRetrospectiveAndTheNextIsNot()
    {
        var script = new FrameScript();
        for (var t = 0; t < 10; t++) Both(script, t);
        script.Add(Line.Plc, Boundary + 9, (Line.Batch(), Boundary + 9, "B-1"));
        script.AddHistory(Line.Plc, Boundary + 9, Boundary + 31, (Line.Batch(), Boundary + 25, "B-2"), (Line.Force(), Boundary + 12, 3.0));
        for (var t = 31; t < 40; t++) Both(script, t);
        script.Add(Line.Plc, Boundary + 40, (Line.Batch(), Boundary + 40, "")).Alive(Boundary + 42);

        var windows = Windows(script, Line.ContextModel());

        Assert.Equal([("B-1", true), ("B-2", false)], windows.Where(window => !string.IsNullOrEmpty(window.Span.Context)).Select(window => (window.Span.Context, window.IsRetrospective)));
    }

    [Fact]
    public void HeldValue_OfHistory_IsSavedAsSuch()
    {
        var script = new FrameScript();
        for (var t = 0; t < 10; t++) Both(script, t);
        script.AddHistory(Line.Plc, Boundary + 9, Boundary + 31, (Line.Force(), Boundary + 10.5, 7.0)).Alive(Boundary + 20);
        var run = new EngineRun(Line.InService(Line.GridModel())).Take(script);
        var json = JsonSerializer.Serialize(FactoryDocument.Of(run.Engine.Save()), JsonSerializerOptions.Web);
        var before = run.Of("m1").Count();

        run.Restart(JsonSerializer.Deserialize<FactoryDocument>(json, JsonSerializerOptions.Web), Line.InService(Line.GridModel()));
        run.Take(script.Alive(Boundary + 40).Frames.Skip((int)run.Engine.Position.Sequence));

        var after = run.Of("m1").Skip(before).ToList();
        Assert.All(after, window => Assert.Equal(window.Span.To <= Of(31), window.IsRetrospective));
        Assert.Contains(after, window => window.IsRetrospective);
    }

    [Fact]
    public void HeldValue_SavedByAVersionThatKnewNoHistory_CameLive()
    {
        const string Old = """{"time":1,"number":2.5,"text":null,"status":0,"received":3,"isGap":false}""";

        var sample = JsonSerializer.Deserialize<HoldDocument>(Old, JsonSerializerOptions.Web)!.ToSample();

        Assert.Equal((1, 2.5, 3, false, 0), (sample.Time, sample.Number, sample.Received, sample.IsHistory, sample.ClockOffset));
    }

    static List<ClosedWindow> Run(FrameScript script, Capsules.Format.ModelDeclaration model, int until = 37)
    {
        for (var t = 0; t < 10; t++) Both(script, t);
        // Alive-through waits for history while live values come.
        script.Add(Line.Plc, Boundary + 9, (Line.Force(), Boundary + 30, 1.0)).Add(Line.Drive, Boundary + 9, (Line.Torque(), Boundary + 30, 1.0));
        script.AddHistory(Line.Plc, Boundary + 9, Boundary + 31, [.. Enumerable.Range(10, 20).Select(t => (Line.Force(), Boundary + t, (object?)1.0))]);
        script.AddHistory(Line.Drive, Boundary + 9, Boundary + 31, [.. Enumerable.Range(10, 20).Select(t => (Line.Torque(), Boundary + t, (object?)1.0))]);
        for (var t = 31; t <= until; t++) Both(script, t);
        return Windows(script, model);
    }

    static void Both(FrameScript script, double t) => script
        .Add(Line.Plc, Boundary + t, (Line.Force(), Boundary + t, 1.0)).Add(Line.Drive, Boundary + t, (Line.Torque(), Boundary + t, 1.0));

    static List<ClosedWindow> Windows(FrameScript script, Capsules.Format.ModelDeclaration model) =>
        [.. new EngineRun(Line.InService(model)).Take(script).Of("m1")];

    static long Of(double seconds) => FrameScript.At(Boundary + seconds);

    static IEnumerable<long> At(params double[] seconds) => seconds.Select(Of);
}
