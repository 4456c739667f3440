using Jinan.IndustryBrain.Functional.Tests.Running;
using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>A small plant with all its services, and a browser.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    private DemoRun? _run;
    private SystemBrowser? _browser;

    public DemoRun Run => _run!;

    /// <summary>The file that describes the plant.</summary>
    public string Plant { get; private set; } = "";

    public string Address { get; private set; } = "";

    public string FirstPassword { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is not { } program || !File.Exists(program))
            return;
        Plant = DemoPlants.OneFactoryASector();
        _run = await DemoRun.StartAsync("--plant", Plant);
        Address = _run.Snapshot()["edge-console"].Url!.TrimEnd('/');
        FirstPassword = (await File.ReadAllLinesAsync(Path.Combine(_run.Data, "edge-console", "first-password.txt")))[1];
        _browser = await SystemBrowser.LaunchAsync(program);
    }

    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    public Task<IBrowserContext> OpenAsync(int width = 1366, int height = 768) => _browser!.OpenAsync(Address, width, height);

    /// <summary>At the city's gateway, where the cockpit is.</summary>
    public Task<IBrowserContext> OpenCityAsync() => _browser!.OpenAsync(Run.Snapshot()["gateway"].Url!.TrimEnd('/'));

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        if (_run is not null)
            await _run.DisposeAsync();
    }
}
