using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>The accessibility checker, from npm.</summary>
internal static class AxeCore
{
    private static readonly string Script = Path.Combine(Path.GetDirectoryName(ThisFile())!, "node_modules", "axe-core", "axe.min.js");

    /// <summary>Skips the test where it is not installed, and says so; in CI (environment CI=true) that is a failure.</summary>
    public static void Require()
    {
        if (File.Exists(Script))
            return;
        const string missing = "axe-core is not installed: npm ci --prefix tests/Browser.Tests";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(missing);
        Assert.Skip(missing);
    }

    /// <returns>Serious and critical findings on the page as it is.</returns>
    public static async Task<IReadOnlyList<string>> FindingsAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Script));
        var found = await page.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations)");
        return
        [
            .. found.EnumerateArray()
                .Where(v => v.GetProperty("impact").GetString() is "serious" or "critical")
                .Select(v => $"{page.Url}: {v.GetProperty("id").GetString()}: {v.GetProperty("help").GetString()}: "
                    + string.Join(", ", v.GetProperty("nodes").EnumerateArray().Take(3).Select(n => n.GetProperty("html").GetString()))),
        ];
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
