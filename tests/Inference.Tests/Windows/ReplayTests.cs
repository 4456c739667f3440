using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Inference.State;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Tests.Windows;

/// <summary>Killed at any frame and begun again from what was saved, the engine comes to the same windows with the same content.</summary>
public sealed class ReplayTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Engine_KilledAtRandomFrames_ClosesTheSameWindows(int seed)
    {
        var random = new Random(seed);
        var frames = RandomFrames(random, 150);
        ModelInService[] models =
        [
            Line.InService(Line.GridModel()),
            Line.InService(Line.GridModel(lengthMs: 6000, hopMs: 2000) with { Id = "overlapping" }),
            Line.InService(Line.ContextModel(maxMs: 15_000)),
        ];
        var expected = Content(new EngineRun(models).Take(frames).Closed);
        Assert.NotEmpty(expected);

        var run = new EngineRun(models);
        FactoryDocument? saved = null;
        var kills = 0;
        for (var next = 0; next < frames.Count; next++)
        {
            run.Take([frames[next]]);
            if (random.Next(4) == 0)
                saved = Stored(run.Engine.Save());
            if (kills < 12 && random.Next(8) == 0)
            {
                kills++;
                run.Restart(saved, models);
                next = (int)run.Engine.Position.Sequence - 1;
            }
        }

        // A window that was closed twice was closed alike both times.
        Assert.Equal(expected, Content(run.Closed));
        Assert.True(kills > 0);
    }

    [Fact]
    public void Windows_OfRandomFrames_AreOfBothKinds()
    {
        // Else the comparison above would say nothing about either.
        var windows = new EngineRun(Line.InService(Line.GridModel())).Take(RandomFrames(new Random(1), 150)).Closed;
        Assert.Contains(windows, window => window.IsRetrospective);
        Assert.Contains(windows, window => !window.IsRetrospective);
    }

    [Fact]
    public void SafePosition_WithoutOpenContext_FollowsTheFrames()
    {
        var script = new FrameScript().Add(Line.Plc, 0, (Line.Batch(), -5, ""), (Line.Force(), -5, 1.0));
        for (var t = 1; t <= 30; t++)
            script.Alive(t);
        var run = new EngineRun(Line.InService(Line.ContextModel())).Take(script);
        Assert.Equal(run.Engine.Position, run.Engine.Safe);
    }

    [Fact]
    public void SafePosition_WithAnOpenWindow_StaysBeforeItsFirstValue()
    {
        var script = new FrameScript().Add(Line.Plc, 0, (Line.Batch(), -5, ""), (Line.Force(), -5, 1.0)).Add(Line.Drive, 0)
            .Add(Line.Plc, 1, (Line.Batch(), 1, "B-1"));
        for (var t = 2; t <= 10; t++)
            script.Add(Line.Plc, t, (Line.Force(), t, t)).Add(Line.Drive, t);
        var run = new EngineRun(Line.InService(Line.ContextModel())).Take(script);
        Assert.Equal(new FramePosition(1000, 2), run.Engine.Safe);
    }

    private static SortedDictionary<string, string> Content(IEnumerable<ClosedWindow> windows)
    {
        var content = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var window in windows)
        {
            var key = $"{window.Asset}|{window.Model.Model.Id}|{window.Span.From}|{window.Span.To}|{window.Span.Context}";
            var value = $"{window.State}|{window.Reason?.Text}|{string.Join(',', window.Features)}|{window.NewestSource}|{window.NewestReceived}|{window.IsRetrospective}|"
                + JsonSerializer.Serialize(window.Evidence, Json);
            if (!content.TryAdd(key, value))
                Assert.Equal(content[key], value);
        }

        return content;
    }

    private static FactoryDocument Stored(EngineState state) =>
        JsonSerializer.Deserialize<FactoryDocument>(JsonSerializer.Serialize(FactoryDocument.Of(state), Json), Json)!;

    private static List<byte[]> RandomFrames(Random random, int count)
    {
        var script = new FrameScript();
        double plc = 0, drive = 0;
        var batch = 0;
        script.Add(Line.Plc, 0, [.. Enumerable.Range(1, 2).SelectMany(m => new (int, double, object?)[]
        {
            (Line.Force(m), -100, 1.0), (Line.Batch(m), -100, ""),
        })]);
        for (var i = 1; i < count; i++)
        {
            var isPlc = random.Next(2) == 0;
            ref var alive = ref isPlc ? ref plc : ref drive;
            var before = alive;
            alive += random.NextDouble();
            var values = new List<(int, double, object?)>();
            for (var n = random.Next(4); n > 0; n--)
            {
                var machine = random.Next(2) + 1;

                // Mostly new, sometimes late, now and then a little ahead of what is known to be complete.
                var time = Math.Round(before + (random.NextDouble() * (alive - before)) + (random.Next(6) == 0 ? (random.NextDouble() * 4) - 3 : 0), 2);
                values.Add(random.Next(8) switch
                {
                    0 when isPlc => (Line.Batch(machine), time, random.Next(3) == 0 ? "" : $"B-{batch++}"),
                    1 => (isPlc ? Line.Force(machine) : Line.Torque(machine), time, null),
                    _ => (isPlc ? Line.Force(machine) : Line.Torque(machine), time, Math.Round(random.NextDouble() * 10, 3)),
                });
            }

            var status = random.Next(12) switch { 0 => 0x808C0000u, 1 => 0x80310000u, _ => 0u };
            if (status == 0 && random.Next(5) == 0)
                script.AddHistory(isPlc ? Line.Plc : Line.Drive, alive, alive + (random.NextDouble() * 4), [.. values]);
            else
                script.Add(isPlc ? Line.Plc : Line.Drive, alive, status, 0, [.. values]);
        }

        return [.. script.Frames];
    }
}
