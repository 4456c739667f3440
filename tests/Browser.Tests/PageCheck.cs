using System.Runtime.CompilerServices;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>
/// What every page owes its user: it fits the window, is in the language, has no barrier, and the browser complains of nothing. Takes
/// pictures: into the folder that TEST_SCREENSHOTS names, or with TEST_SCREENSHOTS=docs only those of the README, where it has them.
/// </summary>
internal sealed class PageCheck(ConsoleUser user, string language = "zh-CN", string theme = "light", int width = 1366)
{
    private const string ForReadme = "docs";

    private static readonly string? Wanted = Environment.GetEnvironmentVariable("TEST_SCREENSHOTS") is { Length: > 0 } given ? given : null;

    private static readonly Dictionary<string, string> InReadme = new(StringComparer.Ordinal)
    {
        ["warning-zh-CN-light-1366"] = "console-warning-zh",
        ["warning-en-dark-1366"] = "console-warning-en",
        ["cockpit-overview-zh-CN-light-1366"] = "cockpit-overview-zh",
        ["cockpit-overview-en-light-1366"] = "cockpit-overview-en",
    };

    private readonly List<string> _findings = [];

    /// <param name="name">Of the page, in the picture's name.</param>
    /// <param name="ofBarriers">Also looks for barriers, which takes a second: once a language and a theme is enough.</param>
    public async Task LookAsync(string name, bool ofBarriers = true)
    {
        Assert.Equal((name, 0), (name, await user.OverflowAsync()));
        Assert.Equal((name, language), (name, await user.Page.Locator("html").GetAttributeAsync("lang")));
        if (ofBarriers)
            _findings.AddRange(await AxeCore.FindingsAsync(user.Page));
        if (PlaceOf($"{name}-{language}-{theme}-{width}") is { } place)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            // A page on a wall is looked at as it hangs there.
            await user.Page.ScreenshotAsync(new() { Path = place, FullPage = width < 2000 });
            // How it comes out on paper is looked at where pictures are asked for: of a dark page, which has most to change.
            if (Wanted is not null and not ForReadme && theme == "dark" && width < 2000)
                await user.Page.PdfAsync(new() { Path = Path.ChangeExtension(place, ".pdf"), Format = "A4" });
        }
    }

    /// <summary>Fails where any of the pages had something.</summary>
    public void Finish()
    {
        Assert.Empty(_findings);
        Assert.Empty(user.Complaints);
    }

    // Without being asked for, the pictures lie beside the test's output: CI keeps them when it fails.
    private static string? PlaceOf(string picture) => Wanted == ForReadme
        ? InReadme.TryGetValue(picture, out var name) ? Path.Combine(Repository(), "docs", "screenshots", $"{name}.png") : null
        : Path.Combine(Wanted ?? AppContext.BaseDirectory, "screenshots", $"{picture}.png");

    private static string Repository([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
