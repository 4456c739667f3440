using System.Runtime.InteropServices;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>The system's own browser: none is ever fetched.</summary>
internal static class Chromium
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Its program; null where there is none.</summary>
    public static string? Path { get; } =
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } given ? given : Places.FirstOrDefault(File.Exists);

    /// <summary>Skips the test where there is no browser, and says so; in CI (environment CI=true) that is a failure.</summary>
    public static void Require()
    {
        if (Path is not null && File.Exists(Path))
            return;
        var missing = $"No Chromium on this {RuntimeInformation.OSDescription}: install it (apt-get install chromium fonts-noto-cjk), or name it in CHROMIUM_PATH.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(missing);
        Assert.Skip(missing);
    }
}
