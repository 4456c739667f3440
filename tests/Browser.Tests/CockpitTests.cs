using System.Diagnostics;
using Jinan.IndustryBrain.TestKit;
using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>The bureau's cockpit as its users walk it: through the gateway, signed in at the issuer.</summary>
public sealed class CockpitTests(CockpitFixture cockpit, ITestOutputHelper output) : IClassFixture<CockpitFixture>
{
    private const string Officer = "bureau";

    // Page, and what is there once it is not loading any more.
    private static readonly (string Name, string Path, string Ready)[] Pages =
    [
        ("overview", "/", "tbody tr .number"),
        ("map", "/map?district=gaoxin", ".tile.chosen"),
        ("sector", "/sectors/auto", ".columns-canvas canvas"),
        ("sector-without-fault", "/sectors/materials", ".columns-canvas canvas"),
    ];

    [Fact]
    public async Task Bureau_SignsInAtTheIssuer_AndThePageMovesOverAWebSocketThroughTheGateway()
    {
        await using var user = await ComeAsync();
        var circuit = user.Page.WaitForWebSocketAsync();
        await user.SignInAtIssuerAsync(Officer);
        var socket = await circuit;
        Assert.StartsWith(cockpit.Address.Replace("http:", "ws:", StringComparison.Ordinal) + "/_blazor", socket.Url, StringComparison.Ordinal);
        await user.SeeTextAsync("h1", "总览");
        await user.SeeTextAsync("dl.facts dd", "40");
        Assert.Equal(4, await user.Page.Locator("tbody tr").CountAsync());
        await user.SeeTextAsync(".decisions li", "至少 5 家互不关联企业出现同类异常“torque”");
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task FactoryUser_SignedIn_Gets403OnEveryPage()
    {
        await using var user = await ComeAsync();
        await user.SignInAtIssuerAsync("engineer-auto-01");
        foreach (var (_, path, _) in Pages)
        {
            var answer = await user.Page.GotoAsync(path);
            Assert.Equal(403, answer!.Status);
            await user.SeeTextAsync("h1", "无权查看此页");
        }
    }

    [Fact]
    public async Task Figures_OfANewPeriod_AppearWithoutReload()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync("/sectors/auto");
        await user.SeeTextAsync("dl.facts", "0.");
        await user.Page.EvaluateAsync("() => { globalThis.notReloaded = true; }");
        await cockpit.SendAsync(0.8125);
        var clock = Stopwatch.StartNew();
        await user.SeeTextAsync("dl.facts", "0.8125");
        new TestReport(output).Line($"a new figure was on the page {clock.ElapsedMilliseconds} ms after its insights were sent");
        Assert.True(await user.Page.EvaluateAsync<bool>("() => globalThis.notReloaded === true"));
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Chart_OnPaper_IsDrawnAnewInItsColoursAndWidth()
    {
        await using var user = await SignedInAsync();
        await user.PreferAsync("zh-CN", "dark", "/sectors/auto");
        await user.SeeAsync(".trend-canvas canvas");
        await LettersAreAsync("#a3b0bc");
        await user.Page.SetViewportSizeAsync(720, 1000);
        await user.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await LettersAreAsync("#444");
        Assert.Equal(0, await user.OverflowAsync());
        await Assertions.Expect(user.Page.Locator(".bar nav")).ToBeHiddenAsync();
        await user.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await LettersAreAsync("#a3b0bc");
        Assert.Empty(user.Complaints);

        Task LettersAreAsync(string colour) => user.Page.WaitForFunctionAsync(
            "colour => echarts.getInstanceByDom(document.querySelector('.trend-canvas')).getOption()?.yAxis[0].axisLabel.color === colour", colour);
    }

    [Fact]
    public async Task Map_ByKeyboardAlone_ChoosesADistrictAndColoursByHealth()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync("/map");
        await user.SeeAsync(".tile");
        Assert.Equal(14, await user.Page.Locator(".tile").CountAsync());
        await FocusByTabAsync(user, "[data-district=gaoxin]");
        await user.Page.Keyboard.PressAsync("Enter");
        await user.SeeTextAsync("[aria-live] h2", "高新区");
        await user.SeeTextAsync("[aria-live]", "技术创新策源地");
        Assert.EndsWith("/map?district=gaoxin", user.Page.Url, StringComparison.Ordinal);
        await user.SeeTextAsync("[data-district=gaoxin]", "20 家");

        await user.Page.GetByRole(AriaRole.Button, new() { Name = "无预警工厂占比", Exact = true }).FocusAsync();
        await user.Page.Keyboard.PressAsync("Space");
        await user.SeeAsync(".map.of-health");

        // Two factories of each sector are there.
        await user.Page.GotoAsync("/map?district=laiwu");
        await user.SeeTextAsync("[aria-live] tbody", "样本不足，已隐藏");
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Sector_ShowsSpreadTrendAndSharedAnomaly()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync("/sectors/auto");
        await user.SeeAsync(".columns-canvas[data-columns='2'] canvas");
        await user.SeeAsync(".trend-canvas[data-points]:not([data-points='0']):not([data-points='1']) canvas");
        await user.SeeTextAsync("td.mono", "torque");
        await user.Page.Locator("nav.buttons a", new() { HasTextString = "新材料" }).ClickAsync();
        await user.SeeTextAsync("h1", "新材料");
        await user.SeeTextAsync("main", "没有达到家数的同类异常");
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Lineage_ByKeyboard_OpensWithAllThatItOwes_AndEscapeClosesIt()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync("/sectors/auto");
        await user.SeeAsync(".columns-canvas canvas");
        await user.Page.Locator("dl.facts button.lineage").Nth(2).FocusAsync();
        await user.Page.Keyboard.PressAsync("Enter");
        var note = user.Page.Locator(".lineage-note:popover-open");
        await Assertions.Expect(note).ToBeVisibleAsync();
        foreach (var owed in new[] { "健康指数", "公式", "数值之和 ÷ 洞察数", "输入", "时段", "时效", "数据完整性", "98 %", "性质", "实测" })
            await Assertions.Expect(note).ToContainTextAsync(owed);

        // It stays open while the page moves.
        await cockpit.SendAsync(0.9);
        await user.SeeTextAsync("dl.facts", "0.9");
        await Assertions.Expect(note).ToBeVisibleAsync();
        await user.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(note).ToHaveCountAsync(0);
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Language_Switched_IsEnglishWithoutLeavingThePage()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync("/map?district=gaoxin");
        await user.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await user.SeeTextAsync("h1", "Jinan's districts");
        Assert.EndsWith("/map?district=gaoxin", user.Page.Url, StringComparison.Ordinal);
        await user.SeeTextAsync("[aria-live] h2", "High-tech Zone");
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        await using var user = await SignedInAsync();
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();
        await user.SeeTextAsync("h1", "已退出");
        await user.Page.GotoAsync("/map");
        await user.SeeAsync("input[name=password]");
        Assert.Empty(user.Complaints);
    }

    [Theory]
    [InlineData("zh-CN", "light", 1366, 768)]
    [InlineData("zh-CN", "dark", 1366, 768)]
    [InlineData("en", "light", 1366, 768)]
    [InlineData("en", "dark", 1366, 768)]
    [InlineData("zh-CN", "dark", 3840, 2160)]
    public async Task Pages_InALanguageAndATheme_FitTheWindow_WithoutComplaintsOrBarriers(string language, string theme, int width, int height)
    {
        Chromium.Require();
        AxeCore.Require();
        await using var user = await ConsoleUser.ComeAsync(await cockpit.OpenAsync(width, height));
        var check = new PageCheck(user, language, theme, width);
        var isOnce = language == "zh-CN" && width < 2000;
        await user.PreferAsync(language, theme, "/signed-out");
        await check.LookAsync("cockpit-signed-out", isOnce);
        await user.SignInAtIssuerAsync(Officer);
        foreach (var (name, path, ready) in Pages)
        {
            await user.Page.GotoAsync(path);
            await user.SeeAsync(ready);
            await check.LookAsync($"cockpit-{name}", isOnce);
        }

        check.Finish();
    }

    private static async Task FocusByTabAsync(ConsoleUser user, string selector)
    {
        for (var i = 0; i < 60; i++)
        {
            await user.Page.Keyboard.PressAsync("Tab");
            if (await user.Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
                return;
        }

        Assert.Fail($"Tab does not lead to {selector}.");
    }

    private async Task<ConsoleUser> ComeAsync()
    {
        Chromium.Require();
        return await ConsoleUser.ComeAsync(await cockpit.OpenAsync());
    }

    private async Task<ConsoleUser> SignedInAsync()
    {
        var user = await ComeAsync();
        await user.SignInAtIssuerAsync(Officer);
        return user;
    }
}
