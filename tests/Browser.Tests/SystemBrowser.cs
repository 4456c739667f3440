using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>The system's browser, running; each context is somebody else's.</summary>
internal sealed class SystemBrowser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private SystemBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <param name="program">As <see cref="Chromium.Path"/> says.</param>
    public static async Task<SystemBrowser> LaunchAsync(string program)
    {
        var playwright = await Playwright.CreateAsync();
        return new SystemBrowser(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            // As root, in a container.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        }));
    }

    /// <param name="address">Where paths begin.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    public Task<IBrowserContext> OpenAsync(string address, int width = 1366, int height = 768) =>
        _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address, ViewportSize = new ViewportSize { Width = width, Height = height }, Locale = "zh-CN",
        });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
