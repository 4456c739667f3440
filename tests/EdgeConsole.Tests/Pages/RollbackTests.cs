using Bunit;
using Bunit.TestDoubles;
using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.EdgeConsole.Pages;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using Jinan.IndustryBrain.Screens.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Pages;

/// <summary>Versions of models on their page: what serves, what served before, and the way back.</summary>
public sealed class RollbackTests : BunitContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FakeEdge _edge = new();
    private readonly FakeRollout _rollout = new();
    private readonly BunitAuthorizationContext _account;

    public RollbackTests()
    {
        var time = new FakeTimeProvider(FakeEdge.Now);
        Services.AddSingleton<IEdgeServices>(_edge);
        Services.AddSingleton<IRollout>(_rollout);
        Services.AddSingleton(new LiveFeeds(time));
        Services.AddSingleton(new PlaceTime(TimeZoneInfo.Utc, time));
        _account = AddAuthorization();
        _account.SetAuthorized("li");
        _account.SetRoles(Roles.Engineer);
        RenderTree.Add<CascadingValue<Texts>>(p => p.Add(v => v.Value, Texts.English));
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public async Task RollBack_IsAskedTwice_AndDoneInTheEngineersName()
    {
        _edge.Capsules = new([Capsule() with { Previous = "1.0.0" }], []);
        var page = Render<ModelsPage>();
        page.WaitForAssertion(() => Assert.Contains("Roll back to 1.0.0", page.Find("article button").TextContent, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.Find("article button").Click());
        Assert.Empty(_rollout.Done);
        page.WaitForAssertion(() => Assert.Contains("loses none", page.Find("[role=alertdialog]").TextContent, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.FindAll("[role=alertdialog] button")[1].Click());
        Assert.Empty(_rollout.Done);
        await page.InvokeAsync(() => page.Find("article button").Click());
        await page.InvokeAsync(() => page.Find("[role=alertdialog] button.primary").Click());
        page.WaitForAssertion(() => Assert.Equal(["wear rollback li"], _rollout.Done), Patience);
    }

    [Fact]
    public async Task Pinned_IsShown_AndThePinTakenAway()
    {
        _edge.Capsules = new([Capsule() with { Version = "1.0.0", Previous = "1.1.0", Pinned = "1.0.0" }], []);
        var page = Render<ModelsPage>();
        page.WaitForAssertion(() => Assert.Contains("Version 1.0.0 is pinned", page.Find("article").TextContent, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.Find("article button").Click());
        await page.InvokeAsync(() => page.Find("[role=alertdialog] button.primary").Click());
        page.WaitForAssertion(() => Assert.Equal(["wear unpin li"], _rollout.Done), Patience);
    }

    [Fact]
    public void Versions_ForAViewer_AreShownWithoutAWayBack()
    {
        _account.SetRoles(Roles.Viewer);
        _edge.Capsules = new([Capsule() with { Previous = "1.0.0" }], []);
        var page = Render<ModelsPage>();
        page.WaitForAssertion(() => Assert.Contains("1.0.0", page.Find(".versions").TextContent, StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll("article button"));
    }

    [Fact]
    public async Task Feeds_NameEachMachinesSignals_AndWhatIsMissingOrInAnotherUnit()
    {
        _edge.Capsules = new([Capsule()], []);
        _edge.Assets = [new("press-shop", "press", "press", "wear", "wear-index", "1.1.0", "input_missing", null, null, null, null)];
        _edge.Signals =
        [
            new(0, "press/torque", "torque", "press", "press", "N.m", "double", "plc1", 500),
            new(1, "press/speed", "speed", "press", "press", "m/s", "double", "plc1", 500),
        ];
        var page = Render<ModelsPage>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".feeds")), Patience);
        await page.InvokeAsync(() => page.Find(".feeds").TriggerEvent("ontoggle", EventArgs.Empty));
        page.WaitForAssertion(() => Assert.Equal("press/torque", page.Find(".feeds a.chip").TextContent), Patience);
        Assert.Contains("press/speed comes in m/s, the model takes /min", page.Find(".feeds").TextContent, StringComparison.Ordinal);
        Assert.Contains("oil missing", page.Find(".feeds").TextContent, StringComparison.Ordinal);
    }

    private static CapsuleAnswer Capsule() => new()
    {
        Capsule = "wear", Version = "1.1.0", Digest = "d", Publisher = "p", Sector = "auto", AssetTypes = ["press"], State = "in service",
        Needs = [new() { Model = "wear-index", Kind = "health_index", Engine = "onnx", Window = "grid", LengthMs = 16000, Unit = "1", Signals = [new("torque", "N.m"), new("speed", "/min"), new("oil", "Cel")] }],
    };

    private sealed class FakeRollout : IRollout
    {
        public List<string> Done { get; } = [];

        public Task RollBackAsync(string capsule, string by, CancellationToken cancellation)
        {
            Done.Add($"{capsule} rollback {by}");
            return Task.CompletedTask;
        }

        public Task UnpinAsync(string capsule, string by, CancellationToken cancellation)
        {
            Done.Add($"{capsule} unpin {by}");
            return Task.CompletedTask;
        }
    }
}
