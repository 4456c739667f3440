using Bunit;
using Bunit.TestDoubles;
using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using Jinan.IndustryBrain.Screens.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Pages;

/// <summary>Pages in English over a stand's real cases, as the engineer li sees them.</summary>
public abstract class StandPages : BunitContext
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private protected StandPages()
    {
        Services.AddSingleton(Stand.Desk);
        Services.AddSingleton(Stand.Maintenance);
        Services.AddSingleton(Stand.Settings);
        Services.AddSingleton(Stand.Sender);
        Services.AddSingleton<IEdgeServices>(Edge);
        Services.AddSingleton(new LiveFeeds(Stand.Time));
        Services.AddSingleton(new PlaceTime(TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(Offset), null, null), Stand.Time));
        AddServices(Services);
        Account = AddAuthorization();
        Account.SetAuthorized("li");
        Account.SetRoles(Roles.Engineer);
        RenderTree.Add<CascadingValue<Texts>>(p => p.Add(v => v.Value, Texts.English));
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    private protected WarningsStand Stand { get; } = new();

    private protected FakeEdge Edge { get; } = new();

    protected BunitAuthorizationContext Account { get; }

    /// <summary>Hours that the place's clocks are ahead of UTC.</summary>
    protected virtual int Offset => 0;

    /// <summary>What else the pages ask; a context takes none once it has drawn something.</summary>
    protected virtual void AddServices(IServiceCollection services)
    {
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Stand.Dispose();
    }
}
