using Bunit;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.EdgeConsole.Pages;
using Jinan.IndustryBrain.EdgeConsole.Parts;
using Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Warnings;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Pages;

/// <summary>Where people say that a machine is worked on, in a place eight hours ahead of UTC: 12:00 there is the stand's start.</summary>
public sealed class MaintenancePagesTests : StandPages
{
    private static readonly DateTimeOffset Evening = WarningsStand.Start.AddHours(6);

    public MaintenancePagesTests()
    {
        Edge.Signals = [new(0, "m1/torque", "torque", "m1", "robot", "N.m", "double", "plc1", 500), new(1, "m2/torque", "torque", "m2", "robot", "N.m", "double", "plc1", 500)];
        (Edge.Values, Edge.Assets, Edge.Insights) = ([], [], []);
    }

    protected override int Offset => 8;

    [Fact]
    public async Task Machine_SaidToBeWorkedOn_IsInMaintenanceUntilThen_AndItsOpenCaseGoesAlong()
    {
        await Stand.TakeAsync(Stand.Insight(0));
        var page = RenderMachine();
        page.WaitForAssertion(() => Assert.Contains("Say that this machine is worked on", page.Find(".maintenance summary").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("2026-03-01T20:00:00", End(page).GetAttribute("value"));
        await page.InvokeAsync(() => End(page).Change("2026-03-01T18:00:00"));
        await page.InvokeAsync(() => page.Find(".maintenance .remark input").Input("new spindle"));
        await page.InvokeAsync(() => page.Find(".maintenance button.primary").Click());
        Assert.Equal((Evening, "li", "new spindle"), Assert.Single(await Stand.RunningAsync()) is var running ? (running.Until, running.Who, running.Note) : default);
        Assert.Equal(WarningState.KnownMaintenance, (await Stand.OnlyAsync(withEnded: true)).State);
        await SeeAsync(() => Assert.Contains("maintenance until 2026-03-01 18:00:00", page.Find(".maintenance header .status").TextContent, StringComparison.Ordinal));
        Assert.Contains("2026-03-01 12:00:00 · li · began", Words(page.Find(".maintenance .answers")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_InMaintenance_IsProlongedAndEnded()
    {
        await Stand.MaintainAsync(Evening, "wang");
        var page = RenderMachine();
        page.WaitForAssertion(() => Assert.Equal("2026-03-01T18:00:00", End(page).GetAttribute("value")), Patience);
        await page.InvokeAsync(() => End(page).Change("2026-03-02T06:00:00"));
        await page.InvokeAsync(() => page.Find("button[aria-label='Change the end: m1']").Click());
        Assert.Contains("Saved", page.Find(".maintenance .notice.good").TextContent, StringComparison.Ordinal);
        await SeeAsync(() => Assert.Contains("maintenance until 2026-03-02 06:00:00", page.Find(".maintenance header .status").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("button[aria-label='End now: m1']").Click());
        Assert.Empty(await Stand.RunningAsync());
        Assert.Equal(["began", "end_changed", "ended"], Assert.Single((await Stand.PastAsync()).Listed).History.Select(e => e.What));
        await SeeAsync(() => Assert.Empty(page.FindAll(".maintenance header")));
    }

    [Theory]
    [InlineData("2026-03-01T11:59:00")]
    [InlineData("2026-06-01T12:00:00")]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("")]
    public async Task End_ThatCannotBe_IsRefusedInWords(string end)
    {
        var page = RenderMachine();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".maintenance button.primary")), Patience);
        await page.InvokeAsync(() => End(page).Change(end));
        await page.InvokeAsync(() => page.Find(".maintenance button.primary").Click());
        Assert.Contains("ends in the future, 90 days from now at the latest", page.Find(".maintenance .notice.bad").TextContent, StringComparison.Ordinal);
        Assert.Empty(await Stand.RunningAsync());
    }

    [Fact]
    public async Task End_ChangedByAColleagueMeanwhile_IsNotOverwritten()
    {
        await Stand.MaintainAsync(Evening);
        var page = RenderMachine();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".maintenance header")), Patience);
        await Stand.Maintenance.ChangeEndAsync(Assert.Single(await Stand.RunningAsync()), Evening.AddHours(9), "wang", null, CancellationToken.None);
        await page.InvokeAsync(() => page.Find("button[aria-label='End now: m1']").Click());
        Assert.Contains("Somebody was faster", page.Find(".maintenance .notice.bad").TextContent, StringComparison.Ordinal);
        await SeeAsync(() => Assert.Equal("2026-03-02T03:00:00", End(page).GetAttribute("value")));
        Assert.Equal(Evening.AddHours(9), Assert.Single(await Stand.RunningAsync()).Until);
    }

    [Fact]
    public async Task Machines_OnTheirList_HaveAMarkWhileTheyAreInMaintenance()
    {
        await Stand.MaintainAsync(Evening, asset: "m2");
        var page = Render<MachinesPage>(p => p.Add(m => m.Factory, "auto-01"));
        page.WaitForAssertion(() => Assert.Contains("in maintenance", page.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("maintenance until 2026-03-01 18:00:00", page.Find("tbody .status").GetAttribute("title"));
        Assert.DoesNotContain("in maintenance", page.FindAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_ShowWhatRunsAndWhatIsOver_AndAnotherMachineIsAddedThere()
    {
        await Stand.MaintainAsync(Evening.AddHours(-5), "wang", "oil");
        Stand.Time.Advance(TimeSpan.FromHours(2));
        await Stand.MaintainAsync(Evening.AddDays(1));
        var page = RenderWarnings();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".maintenance-begin option").Count), Patience);
        Assert.True(page.Find(".maintenance-begin button.primary").HasAttribute("disabled"));
        await page.InvokeAsync(() => page.Find(".maintenance-begin select").Change("m2"));
        await page.InvokeAsync(() => page.Find(".maintenance-begin button.primary").Click());
        Assert.Contains("Saved", page.Find(".maintenance-begin .notice.good").TextContent, StringComparison.Ordinal);
        await SeeAsync(() => Assert.Equal(["m2", "m1"], page.FindAll("table.maintenance tbody tr td:first-child").Select(cell => cell.TextContent)));
        Assert.Equal(["Change the maintenance of m2", "Change the maintenance of m1"], page.FindAll("table.maintenance summary").Select(s => s.TextContent));
        await SeeAsync(() => Assert.Contains("as planned", page.Find("table.maintenance-past tbody tr").TextContent, StringComparison.Ordinal));
        foreach (var word in new[] { "m1", "2026-03-01 13:00:00", "wang", "oil" })
            Assert.Contains(word, page.Find("table.maintenance-past tbody tr").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("button[aria-label='End now: m2']").Click());
        await SeeAsync(() => Assert.Equal(["m2", "m1"], page.FindAll("table.maintenance-past tbody tr td:first-child").Select(cell => cell.TextContent)));
        Assert.Contains("ended by hand", page.Find("table.maintenance-past tbody tr").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_SeesMaintenance_ButHasNoForm()
    {
        await Stand.MaintainAsync(Evening);
        Account.SetRoles(Roles.Viewer);
        var machine = RenderMachine();
        machine.WaitForAssertion(() => Assert.Contains("maintenance until 2026-03-01 18:00:00", machine.Find(".maintenance header").TextContent, StringComparison.Ordinal), Patience);
        Assert.Empty(machine.FindAll(".maintenance-form"));
        var other = Render<MachinesPage>(p => p.Add(m => m.Factory, "auto-01").Add(m => m.Asset, "m2"));
        other.WaitForAssertion(() => Assert.Contains("torque", other.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(other.FindAll(".maintenance"));
        var warnings = RenderWarnings();
        warnings.WaitForAssertion(() => Assert.NotEmpty(warnings.FindAll("table.maintenance tbody tr")), Patience);
        Assert.Empty(warnings.FindAll(".maintenance-form, .maintenance-begin"));
    }

    [Fact]
    public async Task Viewer_WhoStillHasTheForm_ChangesNothing()
    {
        Account.SetRoles(Roles.Viewer);
        var form = Render<MaintenanceForm>(p => p.Add(f => f.Factory, "auto-01").Add(f => f.Asset, "m1"));
        await form.InvokeAsync(() => form.Find("button.primary").Click());
        Assert.Empty(await Stand.RunningAsync());
        await Stand.MaintainAsync(Evening);
        var running = Assert.Single(await Stand.RunningAsync());
        var change = Render<MaintenanceForm>(p => p.Add(f => f.Factory, "auto-01").Add(f => f.Running, running));
        foreach (var name in new[] { "Change the end: m1", "End now: m1" })
            await change.InvokeAsync(() => change.Find($"button[aria-label='{name}']").Click());
        Assert.Single(Assert.Single(await Stand.RunningAsync()).History);
    }

    private IRenderedComponent<MachinesPage> RenderMachine() => Render<MachinesPage>(p => p.Add(m => m.Factory, "auto-01").Add(m => m.Asset, "m1"));

    private IRenderedComponent<WarningsPage> RenderWarnings() => Render<WarningsPage>(p => p.Add(w => w.Factory, "auto-01"));

    private static AngleSharp.Dom.IElement End(IRenderedComponent<MachinesPage> page) => page.Find(".maintenance input[type=datetime-local]");

    private static string Words(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Lets the stand's clock run, by which pages ask again, until it is so.</summary>
    private async Task SeeAsync(Action assertion)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await Renderer.Dispatcher.InvokeAsync(assertion);
                return;
            }
            catch (Exception fault) when (!patience.IsCancellationRequested && fault is Xunit.Sdk.XunitException or ElementNotFoundException)
            {
                Stand.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(20);
            }
        }
    }
}
