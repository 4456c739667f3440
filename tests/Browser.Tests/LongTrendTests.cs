using System.Diagnostics;
using System.Text.Json;
using Jinan.IndustryBrain.Functional.Tests.Running;
using Jinan.IndustryBrain.TestKit;
using Jinan.IndustryBrain.TestKit.History;
using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>
/// A long history of one signal at 1/s on the page of its machine: from the click to the chart, over all services between, and
/// whether what is drawn is what the values say. Its length in days is <c>LONG_TREND_DAYS</c>; .ci/long gives a year.
/// </summary>
public sealed class LongTrendTests(ITestOutputHelper output)
{
    private const float Patience = 90_000;
    private const string Canvas = ".signal .trend-canvas";

    private static readonly int Days = int.Parse(Environment.GetEnvironmentVariable("LONG_TREND_DAYS") is { Length: > 0 } given ? given : "8");

    // How long it takes is of interest for a long history; whether it is right is seen at once.
    private static readonly int Rounds = Days > 30 ? 3 : 1;

    // Of the page as it opens, s.
    private const long LiveWidth = 2;

    // The buttons, and the width of the buckets that each asks for, s.
    private static readonly (string Word, int Width)[] Ranges =
        [("1 年", 86_400), ("30 天", 3600), ("7 天", 900), ("24 小时", 120), ("1 小时", 5)];

    // What is dragged over, s: each asks for another width of buckets than the one before, whichever way the pixels fall.
    private static readonly long[] Drags = [30 * 86_400, 5 * 86_400, 48 * 3600, 20 * 3600, 3600];

    [Fact]
    public async Task Trend_OfALongHistory_IsDrawnOfTheRightValuesInEveryRange()
    {
        Chromium.Require();
        var data = Directory.CreateTempSubdirectory("industrybrain-test-").FullName;
        var end = await WriteHistoryAsync(data);
        await using var run = await DemoRun.StartInAsync(data, new Dictionary<string, string> { ["Historian__RetentionAge"] = "00:00:00" }, "--profile", "edge");
        await using var browser = await SystemBrowser.LaunchAsync(Chromium.Path!);
        var address = run.Snapshot()["edge-console"].Url!.TrimEnd('/');
        await using var user = await ConsoleUser.ComeAsync(await browser.OpenAsync(address));
        await user.SignInAsync("engineer", (await File.ReadAllLinesAsync(Path.Combine(data, "edge-console", "first-password.txt")))[1]);
        await user.Page.GotoAsync($"/factories/{MadeSignal.Factory}/machines/{MadeSignal.Asset}?signal={MadeSignal.Name}");
        await user.SeeAsync($"{Canvas} canvas");
        await user.Page.EvaluateAsync(Watching);

        var width = LiveWidth;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (word, asked) in Ranges)
            {
                var drawn = await PressAsync(word);
                Say(round, word, drawn);
                Assert.Equal(asked, drawn.Width);
                Check(drawn, end);
            }

            // Into the history by drags over the chart, from all of it on.
            await PressAsync(Ranges[0].Word);
            foreach (var length in Drags)
            {
                var (from, to) = (end - 3600 - length, end - 3600);
                var drawn = await DrawnAfterAsync(user, width, () => DragAsync(user.Page, from, to));
                width = drawn.Width;
                Say(round, $"{length / 3600} h dragged over", drawn);
                Check(drawn, end);
                // As exactly as the pixels of the chart that was dragged over allow.
                Assert.InRange(drawn.From, from - (length / 3), from + (length / 3));
                Assert.InRange(drawn.To, to - (length / 3), to + (length / 3));
            }
        }

        Assert.Empty(user.Complaints);

        async Task<Drawn> PressAsync(string word)
        {
            var button = user.Page.GetByRole(AriaRole.Button, new() { Name = word, Exact = true });
            var drawn = await DrawnAfterAsync(user, width, () => button.ClickAsync());
            width = drawn.Width;
            return drawn;
        }
    }

    private void Say(int round, string range, Drawn drawn) => new TestReport(output).Line(
        $"{Days} days of history, {range}: {drawn.At.Length} points {drawn.Took:0} ms after the click{(round == 0 ? " (first)" : "")}");

    // A chart that is painted says so, and what it is of.
    private const string Watching =
        """
        () => {
            const element = document.querySelector('.signal .trend-canvas');
            const chart = globalThis.echarts.getInstanceByDom(element);
            globalThis.drawing = { chart, pressed: 0 };
            for (const kind of ['click', 'mouseup'])
                addEventListener(kind, () => drawing.pressed = performance.now(), true);
            chart.on('rendered', () => {
                const [min, , avg] = chart.getOption().series.map(s => s.data);
                const pressed = drawing.pressed;
                // The frame that it is in is on the screen when the one after it begins.
                requestAnimationFrame(() => setTimeout(() => {
                    drawing.last = { pressed, took: performance.now() - pressed, min, avg, spread: chart.getOption().series[1].data };
                }));
            });
        }
        """;

    // Other buckets than before.
    private static async Task<Drawn> DrawnAfterAsync(ConsoleUser user, long before, Func<Task> press)
    {
        await press();
        await user.Page.WaitForFunctionAsync(
            "before => drawing.last && drawing.last.avg.length > 1 && drawing.last.avg[1][0] - drawing.last.avg[0][0] !== before * 1000",
            before, new() { Timeout = Patience });
        return (await user.Page.EvaluateAsync<Drawn>(
            """
            () => ({
                took: drawing.last.took, at: drawing.last.avg.map(p => p[0]), min: drawing.last.min.map(p => p[1]),
                max: drawing.last.min.map((p, i) => p[1] === null ? null : p[1] + drawing.last.spread[i][1]), average: drawing.last.avg.map(p => p[1]),
            })
            """))!;
    }

    private static async Task DragAsync(IPage page, long from, long to)
    {
        var x = await page.EvaluateAsync<float[]>(
            "times => times.map(t => drawing.chart.convertToPixel({ xAxisIndex: 0 }, t * 1000))", new[] { ChartTime(from), ChartTime(to) });
        var box = (await page.Locator(Canvas).BoundingBoxAsync())!;
        var y = box.Y + (box.Height / 2);
        await page.Mouse.MoveAsync(box.X + x[0], y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + ((x[0] + x[1]) / 2), y, new() { Steps = 5 });
        await page.Mouse.MoveAsync(box.X + x[1], y, new() { Steps = 5 });
        await page.Mouse.UpAsync();
    }

    private static void Check(Drawn drawn, long end)
    {
        var begin = end - (Days * 86_400L);
        var known = 0;
        for (var i = 0; i < drawn.At.Length; i++)
        {
            var from = drawn.From + (i * drawn.Width);
            var (first, last) = (Math.Max(from, begin), Math.Min(from + drawn.Width, end));
            if (first >= last)
            {
                Assert.Null(drawn.Average[i]);
                continue;
            }

            var (min, max, average) = MadeSignal.Between(first, last);
            Assert.Equal(min, drawn.Min[i]!.Value, 1e-9);
            Assert.Equal(max, drawn.Max[i]!.Value, 1e-9);
            Assert.Equal(average, drawn.Average[i]!.Value, 1e-6);
            known++;
        }

        Assert.True(known > 1, "No bucket of the range holds anything.");
    }

    // Charts are told the place's time, which is Shanghai's.
    private static long ChartTime(long second) => second + (8 * 3600);

    /// <returns>Where it ends, Unix seconds.</returns>
    private static async Task<long> WriteHistoryAsync(string data)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Checkout.OutputOf("tests/Benchmarks", "Jinan.IndustryBrain.Benchmarks"), "year-history", data, $"{Days}"])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The history was not written: {said}");
        return DateTimeOffset.Parse(said.TrimEnd().Split(' ')[^1]).ToUnixTimeSeconds();
    }

    private sealed class Drawn
    {
        public double Took { get; set; }

        public double[] At { get; set; } = [];

        /// <summary>Of a bucket, s.</summary>
        public long Width => At.Length > 1 ? (long)(At[1] - At[0]) / 1000 : 0;

        public long From => (long)(At[0] / 1000) - ChartTime(0);

        public long To => From + (At.Length * Width);

        public double?[] Min { get; set; } = [];

        public double?[] Max { get; set; } = [];

        public double?[] Average { get; set; } = [];
    }
}
