using Jinan.IndustryBrain.TestKit;
using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>What each page brings over the wire: scripts and styles compressed, once and never again, and a chart's only where there is one.</summary>
[Collection(BrokenMachine.Name)]
public sealed class WeightTests(ConsoleFixture console, ITestOutputHelper output)
{
    private const string Factory = "bio-01";
    private const string Charts = "/echarts.";

    // Less is not worth compressing.
    private const int Small = 512;

    private static readonly (string Path, bool HasChart)[] ConsolePages =
    [
        ("/", false), ($"/factories/{Factory}/machines", false), ($"/factories/{Factory}/health", false), ($"/factories/{Factory}/warnings", false),
        ("/models", false), ("/connect", false), ($"/factories/{Factory}/machines/{Factory}-m1?signal=main_compression_force", true),
    ];

    private static readonly (string Path, bool? HasChart)[] CockpitPages =
        [("/", false), ("/map", false), ("/targets", false), ("/warnings", false), ("/tasks", false), ("/sectors/auto", null)];

    [Fact]
    public async Task ConsolePages_BringScriptsOnceAndCompressed_AndChartsWhereThereAreAny()
    {
        Chromium.Require();
        await using var user = await ConsoleUser.ComeAsync(await console.OpenAsync());
        await user.SignInAsync("engineer", console.FirstPassword);
        foreach (var (path, hasChart) in ConsolePages)
            await OpenTwiceAsync(user, "console", path, hasChart);
    }

    [Fact]
    public async Task CockpitPages_BringScriptsOnceAndCompressed_AndChartsWhereThereAreAny()
    {
        Chromium.Require();
        await using var user = await ConsoleUser.ComeAsync(await console.OpenCityAsync());
        await user.SignInAtIssuerAsync("bureau");
        foreach (var (path, hasChart) in CockpitPages)
            await OpenTwiceAsync(user, "cockpit", path, hasChart);
    }

    // Null: there may be one, as far as there are figures already.
    private async Task OpenTwiceAsync(ConsoleUser user, string place, string path, bool? hasChart)
    {
        var first = await OpenAsync(user, path, hasChart is true);
        var again = await OpenAsync(user, path, hasChart is true);
        new TestReport(output).Line(
            $"{place} {path}: {first.Length} requests; page {first[0].Encoded:N0} bytes over the wire of {first[0].Decoded:N0}; scripts and styles "
            + $"{first[1..].Sum(r => r.Encoded):N0} of {first[1..].Sum(r => r.Decoded):N0}; again {again.Count(r => r.Wire > 0)} requests, {again.Sum(r => r.Wire):N0} bytes");
        foreach (var asset in first.Where(r => r.Name.Contains("/_content/", StringComparison.Ordinal) || r.Name.Contains("/_framework/", StringComparison.Ordinal)))
        {
            Assert.True(asset.Decoded < Small || asset.Encoded < asset.Decoded, $"{path}: {asset.Name} is not compressed.");
            Assert.True(again.Any(r => r.Name == asset.Name && r.Wire == 0), $"{path}: {asset.Name} is asked for again.");
        }

        if (hasChart is { } charts)
            Assert.Equal(charts, first.Any(r => r.Name.Contains(Charts, StringComparison.Ordinal)));
    }

    /// <returns>The page itself, and what it asked for until it showed its data.</returns>
    private static async Task<Fetched[]> OpenAsync(ConsoleUser user, string path, bool hasChart)
    {
        var page = await user.Page.Context.NewPageAsync();
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        await page.Locator("main:has(h1):not(:has(.skeleton))").First.WaitForAsync(new() { Timeout = 90_000 });
        if (hasChart)
            await page.Locator(".signal .trend-canvas canvas").First.WaitForAsync(new() { Timeout = 90_000 });
        var fetched = await page.EvaluateAsync<Fetched[]>(
            """
            () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                .map(e => ({ name: e.name, wire: e.transferSize, encoded: e.encodedBodySize, decoded: e.decodedBodySize }))
            """);
        await page.CloseAsync();
        return fetched;
    }

    private sealed class Fetched
    {
        public string Name { get; set; } = "";

        /// <summary>Bytes, with headers; 0 where nothing was asked for.</summary>
        public int Wire { get; set; }

        public int Encoded { get; set; }

        public int Decoded { get; set; }
    }
}
