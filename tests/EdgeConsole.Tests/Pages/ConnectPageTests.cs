using Bunit;
using Bunit.TestDoubles;
using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.EdgeConsole.Pages;
using Jinan.IndustryBrain.EdgeConsole.Parts.Connect;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.Screens.Language;
using Jinan.IndustryBrain.Screens.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Pages;

/// <summary>The page that connects a server, step by step.</summary>
public sealed class ConnectPageTests : BunitContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FakeEdge _edge = new() { Factories = [new("auto-01", "ent", "auto", "1.1", "1.2")] };
    private readonly FakeConnecting _server = new();
    private readonly FakeTimeProvider _time = new(FakeEdge.Now);

    public ConnectPageTests()
    {
        AddAuthorization().SetAuthorized("engineer").SetRoles("engineer");
        Services.AddSingleton<IEdgeServices>(_edge);
        Services.AddSingleton<IConnecting>(_server);
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(new SelectionDownloads());
        Services.AddSingleton(new LiveFeeds(_time));
        Services.AddSingleton(new PlaceTime(TimeZoneInfo.Utc, _time));
        RenderTree.Add<CascadingValue<Texts>>(p => p.Add(v => v.Value, Texts.English));
        Renderer.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void Discover_AServer_ExplainsEachEndpointAndRecommendsTheSafest()
    {
        var page = Discovered();
        var rows = page.FindAll("section:nth-of-type(2) tbody tr");
        Assert.Equal(3, rows.Count);
        Assert.Contains("recommended", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("nobody else can read or change anything", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("everybody on the network can read and change", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Withdrawn by the OPC Foundation", rows[2].TextContent, StringComparison.Ordinal);
        Assert.True(rows[2].QuerySelector("input")!.HasAttribute("disabled"));
        Assert.Contains("calls itself by another address", page.Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Trust_OfACertificate_NeedsThatSomebodyComparedIt()
    {
        var page = Discovered();
        Assert.Contains("0123 4567 89AB CDEF", page.Find(".fingerprint").TextContent, StringComparison.Ordinal);
        Assert.True(Button(page, "Trust this certificate").HasAttribute("disabled"));
        Assert.True(Button(page, "Connect and browse").HasAttribute("disabled"));
        page.Find(".check input").Change(true);
        Button(page, "Trust this certificate").Click();
        page.WaitForAssertion(() => Assert.False(Button(page, "Connect and browse").HasAttribute("disabled")), Patience);
        Assert.True(_server.IsTrusted);
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent == "Trust this certificate");
    }

    [Fact]
    public void Open_RefusedByTheServer_SaysWhatToDo()
    {
        _server.IsTrusted = true;
        _server.OpenFails = new ConnectingException(new Saying("The server refused."), "trust ours at the server (docs/connect-a-plc.md#badsecuritychecksfailed)");
        var page = Discovered();
        Button(page, "User and password").Click();
        page.Find("input[name=user]").Change("operator");
        page.Find("input[name=password]").Change("secret");
        page.FindAll("form")[1].Submit();
        page.WaitForAssertion(() => Assert.Contains("The server refused.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("/guide/badsecuritychecksfailed", page.Find("[role=alert] a").GetAttribute("href"));
        Assert.Equal(("operator", "secret", "SignAndEncrypt"), (_server.Opened[0].UserName, _server.Opened[0].Password, _server.Opened[0].Mode));
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Tree_ByKeys_IsOpenedWalkedAndChosenFrom()
    {
        var page = Opened();
        var tree = page.Find("[role=tree]");
        Assert.Equal(["Line", "Speed"], Names(page));
        var line = page.Find("[role=treeitem]");
        Assert.Equal(("1", "1", "2", "false"), (line.GetAttribute("aria-level"), line.GetAttribute("aria-posinset"), line.GetAttribute("aria-setsize"), line.GetAttribute("aria-expanded")));

        tree.KeyDown(new KeyboardEventArgs { Key = "ArrowRight" });
        page.WaitForAssertion(() => Assert.Equal(["Line", "Torque", "Text", "Speed"], Names(page)), Patience);
        Press("ArrowRight");
        Press(" ");
        Assert.Equal("true", Active(page).GetAttribute("aria-selected"));
        Assert.Contains("Torque", Active(page).TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".chosen-signals .path")), Patience);
        // A text of the server that no column can hold cannot be chosen.
        Press("ArrowDown");
        Assert.Null(Active(page).GetAttribute("aria-selected"));
        Press("End");
        Assert.Contains("Speed", Active(page).TextContent, StringComparison.Ordinal);
        Press("Home");
        Press("ArrowLeft");
        page.WaitForAssertion(() => Assert.Equal(["Line", "Speed"], Names(page)), Patience);

        void Press(string key) => page.Find("[role=tree]").KeyDown(new KeyboardEventArgs { Key = key });
    }

    [Fact]
    public void Tree_OfALargeFolder_IsLoadedPageByPage()
    {
        _server.Children[""] = _server.Children[""][..1];
        _server.Children["i=1"] = [.. Enumerable.Range(0, 450).Select(i => FakeConnecting.Variable($"i={1_000 + i}", $"Objects/Line/v{i}"))];
        var page = Opened();
        Press("ArrowRight");
        page.WaitForAssertion(() => Assert.Equal(("450", "2"), (page.FindAll("[role=treeitem]")[1].GetAttribute("aria-setsize"), page.FindAll("[role=treeitem]")[1].GetAttribute("aria-level"))), Patience);
        // The last row says that there are more.
        foreach (var pages in new[] { 3, 4 })
        {
            Press("End");
            Press("Enter");
            page.WaitForAssertion(() => Assert.Equal(pages, _server.Asked.Count), Patience);
        }

        Press("End");
        Press("Enter");
        Assert.Equal([(null, 0), ("i=1", 0), ("i=1", 200), ("i=1", 400)], _server.Asked);
        // Few rows are drawn, however many there are.
        Assert.InRange(page.FindAll("[role=treeitem]").Count, 20, 200);

        void Press(string key) => page.Find("[role=tree]").KeyDown(new KeyboardEventArgs { Key = key });
    }

    [Fact]
    public void Branch_TakenWhole_TellsWhatCannotBeASignal()
    {
        var page = Opened();
        Button(page, "Choose all below this node").Click();
        page.WaitForAssertion(() => Assert.Contains("1 signals added, 0 were chosen already", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("1 variables cannot be signals", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Objects/Line/Text", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_AllResultsTaken_StandInTheTableWithLiveValuesAndQuality()
    {
        var page = Opened();
        page.Find("#node-search").Input("objects");
        page.FindAll("form").Single(form => form.QuerySelector("#node-search") is not null).Submit();
        page.WaitForAssertion(() => Assert.Contains("4 nodes, 3 of them variables", page.Markup, StringComparison.Ordinal), Patience);
        Button(page, "Choose all that was found").Click();
        page.WaitForAssertion(() => Assert.Equal(["Objects/Speed", "Objects/Line/Torque"], page.FindAll(".chosen-signals .path").Select(cell => cell.TextContent)), Patience);
        page.WaitForAssertion(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                Assert.Equal(2, page.FindAll(".now .quantity").Count);
            },
            Patience);
        Assert.Contains("BadNodeIdUnknown", page.FindAll(".now")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("12.5", page.FindAll(".now")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_WithAFaultyRow_GivesTheOthersAndTellsOfIt()
    {
        var page = Chosen();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("i=11\ni=77\nnothing", "signals.csv"));
        page.WaitForAssertion(() => Assert.Equal(["Objects/Line/Torque", "Objects/i=77"], page.FindAll(".chosen-signals .path").Select(cell => cell.TextContent)), Patience);
        Assert.Contains("1 signals added, 1 were chosen already", page.Markup, StringComparison.Ordinal);
        Assert.Contains("'nothing' is no node id", page.Find(".notice.bad").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_Edited_GoesIntoTheDraftAndTheLoad()
    {
        var page = Chosen();
        page.Find("input[aria-label='Sampling (ms) of Objects/Line/Torque']").Change("250");
        page.Find("input[aria-label='Deadband of Objects/Line/Torque']").Change("2 %");
        page.Find("input[aria-label='Machine of Objects/Line/Torque']").Change("press");
        page.WaitForAssertion(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                Assert.Equal("4", page.FindAll(".facts dd").Select(value => value.TextContent).First(text => text is "4" or "1"));
            },
            Patience);
        Button(page, "Try for 5 s").Click();
        page.WaitForAssertion(() => Assert.Contains("The server watches 0 of 1 signals", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("i=2 was refused", page.Find(".notes").TextContent, StringComparison.Ordinal);

        Preview(page);
        var signal = Assert.Single(Assert.Single(_server.Drafts).Signals);
        Assert.Equal(("press", 250.0, "2 %", "N.m"), (signal.Asset, signal.SamplingMs, signal.Deadband, signal.Unit));
    }

    [Fact]
    public void File_Valid_IsWrittenOnAWord_AndLeadsToDataHealth()
    {
        var page = Chosen();
        Preview(page);
        Assert.Contains("1 signals will be added (connection plc1)", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["1schema: 1", "2factory: press-shop"], page.FindAll(".yaml .line").Select(line => line.TextContent));
        Button(page, "Write and apply").Click();
        page.WaitForAssertion(() => Assert.Equal("/factories/press-shop/health", page.Find(".notice.good a").GetAttribute("href")), Patience);
        Assert.Equal(("press-shop", "digest", "session-1"), (_server.Written[0].Factory, _server.Written[0].BasedOn, _server.Written[0].Session));
    }

    [Fact]
    public void File_WithFaults_CannotBeWritten_AndAStaleOneNeither()
    {
        _server.Faults = [new(2, "factory", "is wrong")];
        var page = Chosen();
        Preview(page);
        Assert.Contains("line 2 factory: is wrong", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("factory: press-shop", page.Find(".yaml .faulty").TextContent, StringComparison.Ordinal);
        Assert.True(Button(page, "Write and apply").HasAttribute("disabled"));

        _server.Faults = [];
        Preview(page);
        Assert.False(Button(page, "Write and apply").HasAttribute("disabled"));
        page.Find("input[aria-label='Unit of Objects/Line/Torque']").Change("kN");
        page.WaitForAssertion(() => Assert.True(Button(page, "Write and apply").HasAttribute("disabled")), Patience);
        Assert.Contains("make the preview anew", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Discover_AnotherServer_ForgetsWhatWasChosenAndGivesTheSessionBack()
    {
        var page = Chosen();
        page.Find("input[name=url]").Change("opc.tcp://plc2:4840");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal(["session-1"], _server.Closed), Patience);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=tree]")), Patience);
        page.FindAll("form")[1].Submit();
        page.WaitForAssertion(() => Assert.Equal(["Line", "Speed"], Names(page)), Patience);
        Assert.Contains("0 signals chosen", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".chosen-signals"));
    }

    [Fact]
    public void Session_EndedAndOpenedAgain_KeepsWhatWasChosen()
    {
        var page = Chosen();
        Button(page, "Disconnect").Click();
        page.WaitForAssertion(() => Assert.Equal(["session-1"], _server.Closed), Patience);
        page.FindAll("form")[1].Submit();
        page.WaitForAssertion(() => Assert.Equal(2, _server.Opened.Count), Patience);
        page.WaitForAssertion(() => Assert.Contains("Connected: choose signals below.", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(["Objects/Line/Torque"], page.FindAll(".chosen-signals .path").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task Page_Left_GivesTheSessionBack()
    {
        Opened();
        await DisposeComponentsAsync();
        Assert.Equal(["session-1"], _server.Closed);
    }

    private IRenderedComponent<ConnectPage> Discovered()
    {
        var page = Render<ConnectPage>();
        // What is drawn by itself is drawn before anybody types.
        page.WaitForElement("select[name=factory]", Patience);
        page.Find("input[name=id]").Change("press-shop");
        page.Find("input[name=enterprise]").Change("ent");
        page.Find("input[name=url]").Change("opc.tcp://plc1:4840");
        page.Find("form").Submit();
        page.WaitForElement(".fingerprint", Patience);
        return page;
    }

    private IRenderedComponent<ConnectPage> Opened()
    {
        _server.IsTrusted = true;
        var page = Discovered();
        page.FindAll("form")[1].Submit();
        page.WaitForElement("[role=treeitem]", Patience);
        return page;
    }

    private IRenderedComponent<ConnectPage> Chosen()
    {
        var page = Opened();
        Button(page, "Choose all below this node").Click();
        page.WaitForElement(".chosen-signals .path", Patience);
        return page;
    }

    private static void Preview(IRenderedComponent<ConnectPage> page)
    {
        page.FindAll("form").Single(form => form.QuerySelector("input[name=type]") is not null).Submit();
        page.WaitForElement(".yaml .line", Patience);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ConnectPage> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private static IEnumerable<string> Names(IRenderedComponent<ConnectPage> page) =>
        page.FindAll("[role=treeitem] span:nth-child(3)").Select(name => name.TextContent);

    private static AngleSharp.Dom.IElement Active(IRenderedComponent<ConnectPage> page) =>
        page.Find("#" + page.Find("[role=tree]").GetAttribute("aria-activedescendant"));
}
