using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>Somebody at a browser, and what the browser complained of.</summary>
internal sealed class ConsoleUser : IAsyncDisposable
{
    // Services start, windows fill; the machine may be busy with other tests.
    private const float Patience = 90_000;

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private ConsoleUser(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.SetDefaultTimeout(Patience);
        page.SetDefaultNavigationTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"{page.Url}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, fault) => _complaints.Add($"{page.Url}: {fault}");
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the browser's console, on any page so far.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<ConsoleUser> ComeAsync(IBrowserContext context) => new(context, await context.NewPageAsync());

    public async Task SignInAsync(string name, string password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.Locator("input[name=name]").FillAsync(name);
        await Page.Locator("input[name=password]").FillAsync(password);
        await Page.Locator("button[type=submit]").ClickAsync();
        await Page.WaitForURLAsync(url => !url.EndsWith("/accounts/sign-in", StringComparison.Ordinal));
    }

    /// <summary>At the city's issuer, where a page without a session leads.</summary>
    public async Task SignInAtIssuerAsync(string name)
    {
        await Page.GotoAsync("/");
        await Page.Locator("input[name=username]").FillAsync(name);
        await Page.Locator("input[name=password]").FillAsync($"development-only-{name}");
        await Page.Locator("button[type=submit]").ClickAsync();
        await Page.WaitForURLAsync("/");
    }

    /// <param name="language">Of the pages.</param>
    /// <param name="theme">Of the pages.</param>
    /// <param name="then">A page that is open to everybody.</param>
    public Task PreferAsync(string language, string theme, string then = "/sign-in") =>
        Page.GotoAsync($"/preferences?language={language}&theme={theme}&returnUrl={then}");

    /// <summary>Waits until there is one of these.</summary>
    public Task SeeAsync(string selector) => Assertions.Expect(Page.Locator(selector).First)
        .ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = Patience });

    public Task SeeTextAsync(string selector, string text) => Assertions.Expect(Page.Locator(selector).First)
        .ToContainTextAsync(text, new LocatorAssertionsToContainTextOptions { Timeout = Patience });

    /// <returns>How far the page is wider than its window.</returns>
    public Task<int> OverflowAsync() =>
        Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
