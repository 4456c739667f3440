using System.Text.Json;
using Jinan.IndustryBrain.Functional.Tests.Running;
using Jinan.IndustryBrain.TestKit;
using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>How soon pages show something, how soon they show what they are for, and how old a value is when it appears. Times are reported; their order is tested.</summary>
[Collection(BrokenMachine.Name)]
public sealed class PaceTests(ConsoleFixture console, ITestOutputHelper output)
{
    private const string Factory = "bio-01";
    private const int Changes = 6;
    private const float Patience = 90_000;

    private const string AfterSkeleton = "main:has(h1):not(:has(.skeleton))";

    // Page, and its first datum; of the cockpit's, what stands where the skeleton was.
    private static readonly (string Name, string Path, string Datum)[] ConsolePages =
    [
        ("factories", "/", "main tbody tr .number"),
        ("machines", $"/factories/{Factory}/machines", "main tbody time[datetime]"),
        ("machine", $"/factories/{Factory}/machines/{Factory}-m1", "main tbody .quantity .number"),
        ("data health", $"/factories/{Factory}/health", "main dl.facts dd"),
        ("warnings", $"/factories/{Factory}/warnings", AfterSkeleton),
        ("models", "/models", AfterSkeleton),
    ];

    private static readonly (string Name, string Path, string Datum)[] CockpitPages =
        [("overview", "/", AfterSkeleton), ("map", "/map", AfterSkeleton), ("sector", "/sectors/auto", AfterSkeleton)];

    [Fact]
    public async Task ConsolePages_Opened_ShowTheirShapeFirstAndThenWhatIsKnown()
    {
        Chromium.Require();
        await using var user = await ConsoleUser.ComeAsync(await console.OpenAsync());
        await user.SignInAsync("engineer", console.FirstPassword);
        foreach (var page in ConsolePages)
            await OpenAsync(user, "console", page);
    }

    [Fact]
    public async Task CockpitPages_Opened_ShowTheirShapeFirstAndThenWhatIsKnown()
    {
        Chromium.Require();
        await using var user = await ConsoleUser.ComeAsync(await console.OpenCityAsync());
        await user.SignInAtIssuerAsync("bureau");
        foreach (var page in CockpitPages)
            await OpenAsync(user, "cockpit", page);
    }

    [Fact]
    public async Task Values_OnAnOpenPage_KeepMovingAndAreNotOlderThanTheServicesOwn()
    {
        Chromium.Require();
        await using var user = await ConsoleUser.ComeAsync(await console.OpenAsync());
        await user.SignInAsync("engineer", console.FirstPassword);
        await user.Page.GotoAsync($"/factories/{Factory}/machines/{Factory}-m1");
        await user.SeeAsync("main tbody time[datetime]");

        // Each time that the newest value is another: its own time, and when it stood on the page.
        var seen = await user.Page.EvaluateAsync<Appearance[]>(
            """
            async ({ changes, patience }) => {
                const newest = () => [...document.querySelectorAll('main tbody time[datetime]')].map(t => t.dateTime).sort().at(-1);
                const seen = [];
                let last = newest();
                const until = performance.now() + patience;
                while (seen.length < changes && performance.now() < until) {
                    await new Promise(resolve => setTimeout(resolve, 10));
                    const now = newest();
                    if (now !== last)
                        seen.push({ source: Date.parse(last = now), shown: Date.now() });
                }
                return seen;
            }
            """,
            new { changes = Changes, patience = (double)Patience });
        Assert.Equal(Changes, seen.Length);
        var times = seen.Select(a => a.Source).ToList();
        Assert.Equal(times.Order(), times);
        var ages = seen.Select(a => a.Shown - a.Source).Order().ToList();
        Report($"a value was on the page {ages[ages.Count / 2]:0} ms after its source time (median of {Changes}; {ages[0]:0} to {ages[^1]:0} ms)");

        // What the historian knows now, the page shows without being asked.
        using var edge = new EdgeClient(console.Run);
        var values = await edge.GetAsync("historian", $"values/last?factory={Factory}");
        var known = values.GetProperty("values").EnumerateArray()
            .Where(v => v.GetProperty("signal").GetString()!.StartsWith($"{Factory}-m1/", StringComparison.Ordinal))
            .Max(v => v.GetProperty("sourceTime").GetDateTimeOffset());
        await user.Page.WaitForFunctionAsync(
            "known => [...document.querySelectorAll('main tbody time[datetime]')].some(t => Date.parse(t.dateTime) >= known)",
            known.ToUnixTimeMilliseconds(), new() { Timeout = Patience });
        Assert.Empty(user.Complaints);
    }

    private async Task OpenAsync(ConsoleUser user, string place, (string Name, string Path, string Datum) page)
    {
        var opened = await user.Page.Context.NewPageAsync();
        // While the page is still coming the skeleton is not there yet either.
        var condition = page.Datum == AfterSkeleton ? "pace.shape && " : "";
        await opened.AddInitScriptAsync(
            $$"""
            globalThis.pace = {};
            new MutationObserver(() => {
                pace.shape ??= document.querySelector('main .skeleton') ? performance.now() : undefined;
                pace.datum ??= {{condition}}document.querySelector({{JsonSerializer.Serialize(page.Datum)}}) ? performance.now() : undefined;
            }).observe(document, { childList: true, subtree: true, characterData: true });
            """);
        await opened.GotoAsync(page.Path, new() { Timeout = Patience });
        await opened.WaitForFunctionAsync("() => pace.datum && performance.getEntriesByName('first-contentful-paint').length", null, new() { Timeout = Patience });
        var pace = await opened.EvaluateAsync<Pace>(
            "() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0].startTime, shape: pace.shape ?? -1, datum: pace.datum })");
        Report($"{place}, {page.Name}: first contentful paint {pace.Paint:0} ms, first datum {pace.Datum:0} ms after the navigation began");
        Assert.True(pace.Shape >= 0, $"{page.Name}: no skeleton was ever there.");
        Assert.True(pace.Shape < pace.Datum, $"{page.Name}: the skeleton came at {pace.Shape} ms, the datum at {pace.Datum} ms.");
        await opened.CloseAsync();
    }

    private void Report(string text) => new TestReport(output).Line(text);

    private sealed class Pace
    {
        public double Paint { get; set; }

        public double Shape { get; set; }

        public double Datum { get; set; }
    }

    private sealed class Appearance
    {
        public double Source { get; set; }

        public double Shown { get; set; }
    }
}
