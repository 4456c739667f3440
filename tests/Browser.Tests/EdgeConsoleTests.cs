using System.Diagnostics;
using Jinan.IndustryBrain.TestKit;
using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>The factory's console as its users walk it.</summary>
public sealed class EdgeConsoleTests(ConsoleFixture console, ITestOutputHelper output) : IClassFixture<ConsoleFixture>
{
    private const string Machine = "/factories/auto-01/machines/auto-01-m1";

    // Page, and what is there once it is not loading any more.
    private static readonly (string Name, string Path, string Ready)[] Pages =
    [
        ("factories", "/", "tbody tr"),
        ("health", "/factories/auto-01/health", ".strip rect"),
        ("machines", "/factories/auto-01/machines", "tbody tr .status-good"),
        ("machine", Machine + "?signal=torque", ".insight .shares"),
        ("life", "/factories/mat-01/machines/mat-01-m1", ".insight .of-late canvas"),
        ("models", "/models", ".chip"),
        ("guide", "/guide/badcertificateuntrusted", ".guide-text"),
        ("accounts", "/accounts", "tbody tr"),
        ("account", "/account", "form"),
    ];

    [Fact]
    public async Task Door_WrongPassword_IsRefused_TheFirstPasswordOpens()
    {
        await using var user = await ComeAsync();
        await user.SignInAsync("engineer", "wrong");
        await user.SeeTextAsync("[role=alert]", "名称或密码错误");
        await user.SignInAsync("engineer", console.FirstPassword);
        await user.SeeTextAsync("h1", "工厂");
        await user.SeeAsync("td a:text('auto-01')");
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Machines_OfTheDemo_AreShownWithValuesThatMove()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync("/");
        await user.Page.Locator("select").SelectOptionAsync("auto-01");
        await user.Page.Locator(".tree a", new() { HasTextString = "auto-01-m1" }).ClickAsync();
        await user.Page.Locator(".tree a", new() { HasTextString = "torque" }).ClickAsync();

        var value = user.Page.Locator("tr.chosen .quantity .number");
        await Assertions.Expect(value).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var first = await value.TextContentAsync();
        var clock = Stopwatch.StartNew();
        await Assertions.Expect(value).Not.ToHaveTextAsync(first!, new() { Timeout = 60_000 });
        new TestReport(output).Line($"a value on the page moved after {clock.ElapsedMilliseconds} ms");

        await Assertions.Expect(user.Page.Locator(".signal .trend-canvas canvas").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(user.Page.Locator(".signal .trend-canvas")).Not.ToHaveAttributeAsync("data-points", "0", new() { Timeout = 60_000 });
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Trend_DraggedOver_ShowsFinerBuckets_AndGoesBackToLive()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync(Machine + "?signal=torque");
        await user.SeeTextAsync(".panel header .soft", "每点 2 s");
        var canvas = user.Page.Locator(".signal .trend-canvas canvas").First;
        await Assertions.Expect(canvas).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(user.Page.Locator(".signal .trend-canvas")).Not.ToHaveAttributeAsync("data-points", "0", new() { Timeout = 60_000 });
        var box = (await canvas.BoundingBoxAsync())!;
        var y = box.Y + (box.Height / 2);
        await user.Page.Mouse.MoveAsync(box.X + (box.Width * 0.8f), y);
        await user.Page.Mouse.DownAsync();
        await user.Page.Mouse.MoveAsync(box.X + (box.Width * 0.85f), y, new() { Steps = 5 });
        await user.Page.Mouse.MoveAsync(box.X + (box.Width * 0.9f), y, new() { Steps = 5 });
        await user.Page.Mouse.UpAsync();
        await user.SeeTextAsync(".panel header .soft", "ms");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "回到实时" }).ClickAsync();
        await user.SeeTextAsync(".panel header .soft", "每点 2 s");
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task RemainingLife_OfTheDemo_IsShownWithItsInterval_AlsoOverTheAnswersOfLate()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync("/factories/mat-01/machines");
        await user.SeeTextAsync("tbody .interval", "90 % 区间");
        await user.Page.GotoAsync("/factories/mat-01/machines/mat-01-m1");
        await user.SeeTextAsync(".insight .big .interval", "90 % 区间");
        await user.SeeAsync(".insight .of-late .trend-canvas[data-points]:not([data-points='0']):not([data-points='1']) canvas");
        await user.SeeTextAsync(".insight .of-late figcaption", "个结果");
        await user.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await user.SeeTextAsync(".insight .big .interval", "90 % interval");
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Maintenance_SaidOnAMachinesPage_IsMarkedProlongedAndEnded_WithoutBarriers()
    {
        AxeCore.Require();
        await using var user = await SignedInAsync();
        var check = new PageCheck(user);
        await user.Page.GotoAsync(Machine);
        await user.Page.Locator(".maintenance summary").ClickAsync();
        await user.Page.Locator(".maintenance .remark input").FillAsync("更换主轴");
        await check.LookAsync("maintenance-begins");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "开始检修" }).ClickAsync();
        await user.SeeTextAsync(".maintenance header", "检修至");
        await check.LookAsync("maintenance-runs");
        await user.Page.GotoAsync("/factories/auto-01/machines");
        await user.SeeTextAsync("tr:has-text('auto-01-m1') .status", "检修中");
        await user.Page.GotoAsync("/factories/auto-01/warnings");
        await user.Page.Locator("table.maintenance summary").ClickAsync();
        await user.Page.Locator("table.maintenance input[type=datetime-local]").FillAsync($"{TimeProvider.System.GetUtcNow().AddDays(2):yyyy-MM-dd}T06:30");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "更改结束时间：auto-01-m1" }).ClickAsync();
        await user.SeeTextAsync("table.maintenance .answers", "06:30:00");
        await check.LookAsync("maintenance-changed");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "立即结束：auto-01-m1" }).ClickAsync();
        await user.SeeTextAsync("table.maintenance-past", "提前结束");
        await user.SeeTextAsync("table.maintenance-past", "更换主轴");
        await Assertions.Expect(user.Page.Locator("table.maintenance")).ToHaveCountAsync(0);
        await check.LookAsync("maintenance-over");
        check.Finish();
    }

    [Fact]
    public async Task Language_Switched_IsEnglishWithoutLeavingThePage()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync("/models");
        await user.SeeTextAsync("h1", "模型");
        await user.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await user.SeeTextAsync("h1", "Models");
        Assert.EndsWith("/models", user.Page.Url, StringComparison.Ordinal);
        await user.SeeTextAsync(".facts", "Publisher");
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Capsule_OfANewVersion_ServesByItself_AndIsRolledBackAndLetGoAgain()
    {
        await using var user = await SignedInAsync();
        const string newer = "9.0.0";
        var shipped = NewVersions.ShippedOf("materials");
        await NewVersions.PackAsync(console, "materials", newer);
        await user.Page.GotoAsync("/models");
        var capsule = user.Page.Locator("article", new() { HasTextString = "materials-bearing-life" });
        await Assertions.Expect(capsule.Locator(".versions")).ToContainTextAsync(newer, new() { Timeout = 90_000 });
        await capsule.GetByRole(AriaRole.Button, new() { Name = $"回退到 {shipped}" }).ClickAsync();
        await Assertions.Expect(capsule.GetByRole(AriaRole.Alertdialog)).ToContainTextAsync($"回退到版本 {shipped}");
        await capsule.GetByRole(AriaRole.Button, new() { Name = "确认" }).ClickAsync();
        await Assertions.Expect(capsule.Locator(".versions")).ToContainTextAsync("已固定", new() { Timeout = 60_000 });
        await Assertions.Expect(capsule.Locator(".versions dd").First).ToContainTextAsync(shipped);
        await capsule.GetByRole(AriaRole.Button, new() { Name = "取消固定" }).ClickAsync();
        await capsule.GetByRole(AriaRole.Button, new() { Name = "确认" }).ClickAsync();
        await Assertions.Expect(capsule.Locator(".versions dd").First).ToContainTextAsync(newer, new() { Timeout = 60_000 });
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Viewer_MadeByAnEngineer_SeesMachinesButNoAccounts()
    {
        string password;
        await using (var engineer = await SignedInAsync())
        {
            await engineer.Page.GotoAsync("/accounts");
            await engineer.Page.Locator("form[action='/accounts/add'] input[name=name]").FillAsync("night-shift");
            await engineer.Page.Locator("form[action='/accounts/add'] button").ClickAsync();
            password = (await engineer.Page.Locator(".notice code").TextContentAsync())!.Trim();
            await engineer.Page.ReloadAsync();
            Assert.Equal(0, await engineer.Page.Locator(".notice code").CountAsync());
            Assert.Empty(engineer.Complaints);
        }

        await using var viewer = await ComeAsync();
        await viewer.SignInAsync("night-shift", password);
        await viewer.SeeAsync("td a:text('auto-01')");
        Assert.Equal(0, await viewer.Page.Locator("nav a[href='/accounts']").CountAsync());
        var answer = await viewer.Page.GotoAsync("/accounts");
        Assert.Equal(403, answer!.Status);
        await viewer.SeeTextAsync("h1", "无权查看此页");
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
        await using var user = await ConsoleUser.ComeAsync(await console.OpenAsync(width, height));
        var check = new PageCheck(user, language, theme, width);
        var isOnce = language == "zh-CN" && width < 2000;
        await user.PreferAsync(language, theme);
        await check.LookAsync("sign-in", isOnce);
        await user.SignInAsync("engineer", console.FirstPassword);
        foreach (var (name, path, ready) in Pages)
        {
            await user.Page.GotoAsync(path);
            await user.SeeAsync(ready);
            if (name == "machine")
                await user.SeeAsync(".signal .trend-canvas[data-points]:not([data-points='0']) canvas");
            await check.LookAsync(name, isOnce);
        }

        check.Finish();
    }

    private async Task<ConsoleUser> ComeAsync()
    {
        Chromium.Require();
        return await ConsoleUser.ComeAsync(await console.OpenAsync());
    }

    private async Task<ConsoleUser> SignedInAsync()
    {
        var user = await ComeAsync();
        await user.SignInAsync("engineer", console.FirstPassword);
        return user;
    }
}
