using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>Warnings from a machine that breaks to people who act on them, on a real plant with all its services.</summary>
[Collection(BrokenMachine.Name)]
public sealed partial class WarningsTests(ConsoleFixture console)
{
    private const string Warnings = "/factories/auto-01/warnings";
    private const float Patience = 150_000;

    [Fact]
    public async Task Machine_ThatBreaks_HasACaseWithItsEvidence_WhichPeopleConfirm_AlsoOverAKill()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync(Warnings);
        await OpenCaseAsync(user);
        await user.SeeTextAsync(".verdict", "摘要一致");
        await user.SeeTextAsync(".evidence", "同一版本的模型再次给出相同结果");
        await user.SeeAsync(".plot-line");
        await user.Page.Locator(".actions textarea").FillAsync("主轴承已检查");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "确认故障" }).ClickAsync();
        await user.SeeTextAsync(".case header", "已确认故障");
        await user.SeeTextAsync(".history", "主轴承已检查");
        Assert.Empty(user.Complaints);

        await console.Run.KillAsync(["edge-console"], TimeSpan.FromMinutes(2));
        await using var later = await SignedInAsync();
        await later.Page.GotoAsync(user.Page.Url);
        await later.SeeTextAsync(".case header", "已确认故障");
        await later.SeeTextAsync(".history", "主轴承已检查");
    }

    [Fact]
    public async Task Policy_ByKeyboardAlone_IsApplied_AndTheReportStandsInTheExportLog()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync(Warnings);
        await OpenCaseAsync(user);
        await user.Page.GotoAsync("/factories/auto-01/privacy");
        await user.SeeTextAsync(".policy header", "设定");
        await user.Page.Locator(".policy input[type=radio]").Nth(0).FocusAsync();
        await user.Page.Keyboard.PressAsync("ArrowDown");
        await user.Page.Keyboard.PressAsync("ArrowDown");
        await user.Page.Locator(".policy input[type=checkbox]").Nth(0).FocusAsync();
        await user.Page.Keyboard.PressAsync("Space");
        await user.Page.Locator(".policy button.primary").FocusAsync();
        await user.Page.Keyboard.PressAsync("Enter");
        await user.SeeTextAsync(".policy .notice.good", "策略已生效");
        await user.SeeTextAsync(".policy header", "由 engineer");
        await Assertions.Expect(user.Page.Locator("table.exports")).ToContainTextAsync("具名预警", new() { Timeout = Patience });
        var payload = user.Page.Locator(".leaving").Nth(1).Locator(".payload");
        await Assertions.Expect(payload).ToContainTextAsync("\"level\"", new() { Timeout = Patience });
        Assert.DoesNotContain("auto-01-m1", await payload.TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Webhook_SetOnThePage_IsCalledWithASignatureThatHolds()
    {
        const string secret = "a secret of a browser test";
        using var receiver = new HttpListener();
        var port = FreePort();
        receiver.Prefixes.Add($"http://127.0.0.1:{port}/");
        receiver.Start();
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync(Warnings);
        // What is typed before the page is live is lost.
        await user.SeeAsync("table.cases, .empty");
        await user.Page.Locator(".notifications summary").ClickAsync();
        await user.Page.Locator(".notifications input[type=url]").FillAsync($"http://127.0.0.1:{port}/hook");
        await user.Page.Locator(".notifications input[type=password]").Nth(1).FillAsync(secret);
        var called = receiver.GetContextAsync();
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "发送测试" }).Nth(1).ClickAsync();
        var context = await called.WaitAsync(TimeSpan.FromSeconds(60));
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        context.Response.StatusCode = 204;
        context.Response.Close();
        byte[] signed = [.. Encoding.UTF8.GetBytes(context.Request.Headers["X-IndustryBrain-Timestamp"] + "."), .. body.ToArray()];
        Assert.Equal(
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)), context.Request.Headers["X-IndustryBrain-Signature"]);
        await user.SeeTextAsync(".notifications .notice.good", "测试已送达");
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Viewer_SeesWarningsAndPrivacy_ButChangesNothing()
    {
        string password;
        await using (var engineer = await SignedInAsync())
        {
            await engineer.Page.GotoAsync("/accounts");
            await engineer.Page.Locator("form[action='/accounts/add'] input[name=name]").FillAsync("early-shift");
            await engineer.Page.Locator("form[action='/accounts/add'] button").ClickAsync();
            password = (await engineer.Page.Locator(".notice code").TextContentAsync())!.Trim();
        }

        Chromium.Require();
        await using var viewer = await ConsoleUser.ComeAsync(await console.OpenAsync());
        await viewer.SignInAsync("early-shift", password);
        await viewer.Page.GotoAsync(Warnings);
        await OpenCaseAsync(viewer);
        await viewer.SeeTextAsync("main", "处理预警需要工程师账号");
        Assert.Equal(0, await viewer.Page.Locator(".actions, .notifications").CountAsync());
        await viewer.Page.GotoAsync("/factories/auto-01/privacy");
        await viewer.SeeAsync("table.fields");
        Assert.Equal(0, await viewer.Page.Locator(".policy input").CountAsync());
        Assert.Empty(viewer.Complaints);
    }

    [Theory]
    [InlineData("zh-CN", "light", 1366, 768)]
    [InlineData("en", "dark", 1366, 768)]
    [InlineData("zh-CN", "dark", 3840, 2160)]
    public async Task Pages_InALanguageAndATheme_FitTheWindow_WithoutComplaintsOrBarriers(string language, string theme, int width, int height)
    {
        Chromium.Require();
        AxeCore.Require();
        await using var user = await ConsoleUser.ComeAsync(await console.OpenAsync(width, height));
        await user.PreferAsync(language, theme);
        await user.SignInAsync("engineer", console.FirstPassword);
        var check = new PageCheck(user, language, theme, width);
        await user.Page.GotoAsync(Warnings);
        await WaitForCaseAsync(user);
        await user.Page.Locator(".notifications summary").ClickAsync();
        await check.LookAsync("warnings");
        await OpenCaseAsync(user);
        await user.SeeAsync(".plot-line");
        await user.SeeAsync(".verdict");
        await check.LookAsync("warning");
        foreach (var (name, path, ready) in new[]
        {
            ("tasks", "/factories/auto-01/tasks", ".empty, .task"), ("privacy", "/factories/auto-01/privacy", ".payload"), ("versions", "/models", ".versions"),
        })
        {
            await user.Page.GotoAsync(path);
            await user.SeeAsync(ready);
            if (name == "versions")
            {
                await user.Page.Locator(".feeds summary").First.ClickAsync();
                await user.SeeAsync(".feeds a.chip");
            }

            await check.LookAsync(name);
        }

        check.Finish();
    }

    private async Task<ConsoleUser> SignedInAsync()
    {
        Chromium.Require();
        var user = await ConsoleUser.ComeAsync(await console.OpenAsync());
        await user.SignInAsync("engineer", console.FirstPassword);
        return user;
    }

    /// <summary>The machine is broken if it is not yet, and its case comes up on the page by itself.</summary>
    private async Task WaitForCaseAsync(ConsoleUser user)
    {
        await PlantFaults.InjectAsync(console, "auto-01", "m1", "bearing-wear");
        await Assertions.Expect(user.Page.Locator("table.cases tbody tr a").First).ToBeVisibleAsync(new() { Timeout = Patience });
    }

    private async Task OpenCaseAsync(ConsoleUser user)
    {
        await WaitForCaseAsync(user);
        await user.Page.Locator("table.cases tbody tr a", new() { HasTextString = "auto-01-m1" }).ClickAsync();
        await Assertions.Expect(user.Page).ToHaveURLAsync(OneCase(), new() { Timeout = Patience });
        await user.SeeAsync(".case");
    }

    private static int FreePort()
    {
        var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    [GeneratedRegex("/warnings/[0-9a-f]{24}$")]
    private static partial Regex OneCase();
}
