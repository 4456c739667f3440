using System.Collections.Concurrent;
using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.Screens.Live;
using Jinan.IndustryBrain.TestKit.Consoles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Pages;

/// <summary>The console in Production with real circuits: of pages that were closed nothing is left.</summary>
public sealed class ClosedConsolesTests : IAsyncLifetime
{
    private const int OfEach = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] Pages =
    [
        "/", "/factories/press-shop/machines", "/factories/press-shop/machines/press", "/factories/press-shop/machines/press?signal=torque",
        "/factories/press-shop/health", "/factories/press-shop/warnings", "/factories/press-shop/tasks", "/factories/press-shop/privacy", "/models", "/connect",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("console-closed-");
    private readonly WatchedComponents _components = new();
    private Microsoft.AspNetCore.Builder.WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        var edge = new FakeEdge
        {
            Factories = [new("press-shop", "ent-1", "auto", "1.1", "1.2")],
            Signals = [new(0, "press/torque", "torque", "press", "press", "N.m", "double", "plc1", 500)],
            Values = [FakeEdge.Value("press/torque", 1)],
            Assets = [],
        };
        _app = EdgeConsoleApplication.Build(
            ["--urls", "http://127.0.0.1:0", "--environment", "Production", "--Logging:LogLevel:Default", "None", "--Edge:DataFolder", _folder.FullName],
            services => services.Replace(ServiceDescriptor.Singleton<IEdgeServices>(edge)).AddSingleton<IComponentActivator>(_components));
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Consoles_Closed_LeaveNoQuestionAndNoComponent()
    {
        var feeds = _app.Services.GetRequiredService<LiveFeeds>();
        await OpenAndCloseAsync(() => feeds.Count > 5);
        await UntilAsync(() => feeds.Count == 0, () => $"no question asked any more; {feeds.Count} are");
        await UntilAsync(() => _components.Alive().Count == 0, () => $"all components collected; left are {string.Join(", ", _components.Alive())}");
    }

    // On a stack of its own: what this test has held is not held by it afterwards.
    private async Task OpenAndCloseAsync(Func<bool> follow)
    {
        var address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var password = (await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "edge-console", "first-password.txt")))[1];
        var consoles = new List<OpenConsole>();
        try
        {
            for (var i = 0; i < Pages.Length * OfEach; i++)
            {
                var visit = new ConsoleVisit(address);
                await visit.SignInAsync("engineer", password);
                consoles.Add(await OpenConsole.OpenAsync(visit, Pages[i % Pages.Length]));
            }

            var shown = new HashSet<OpenConsole>();
            await UntilAsync(
                () =>
                {
                    shown.UnionWith(consoles.Where(console => console.Take() is { Batches: > 0, Fault: null }));
                    return shown.Count == consoles.Count && follow();
                },
                () => $"all {consoles.Count} pages rendered and followed; {shown.Count} are");
            Assert.True(_components.Alive().Count > consoles.Count);
        }
        finally
        {
            foreach (var console in consoles)
                await console.DisposeAsync();
        }
    }

    private static async Task UntilAsync(Func<bool> condition, Func<string> what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, $"Not within {Patience}: {what()}");
            await Task.Delay(100);
        }
    }

    /// <summary>Makes components, and knows which of them are still held by something.</summary>
    private sealed class WatchedComponents : IComponentActivator
    {
        private readonly ConcurrentQueue<(string Type, WeakReference Component)> _made = [];

        public IComponent CreateInstance(Type componentType)
        {
            var component = (IComponent)Activator.CreateInstance(componentType)!;
            _made.Enqueue((componentType.Name, new WeakReference(component)));
            return component;
        }

        /// <returns>Their types.</returns>
        public IReadOnlyCollection<string> Alive()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return [.. _made.Where(made => made.Component.IsAlive).Select(made => made.Type).Order(StringComparer.Ordinal)];
        }
    }
}
