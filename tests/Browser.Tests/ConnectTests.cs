using System.Diagnostics;
using Jinan.IndustryBrain.Functional.Tests.Running;
using Jinan.IndustryBrain.OpcUa.Interop.Tests;
using Jinan.IndustryBrain.TestKit;
using Microsoft.Playwright;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>
/// From nothing to live values in the console: an edge without a factory, and a secured server that nobody here wrote, with a
/// user and a password.
/// </summary>
public sealed class ConnectTests(ITestOutputHelper output)
{
    private const string Factory = "press-shop";
    private const int Items = 40;

    [Fact]
    public async Task Connect_AForeignServerFromNothing_LeadsToLiveValues()
    {
        Chromium.Require();
        AxeCore.Require();
        NodeProcess.Require();
        var folder = Directory.CreateTempSubdirectory("industrybrain-connect-").FullName;
        // Keys are made on the way, by a machine that may be busy with other tests.
        Assertions.SetDefaultExpectTimeout(60_000);
        await using var plc = NodeProcess.Start("rich-server.mjs", "--port", "0", "--pki", folder, "--items", $"{Items}", "--period", "200", "--accept");
        var clock = Stopwatch.StartNew();
        var address = (await plc.NextAsync("that the server is ready")).GetProperty("endpoint").GetString()!;
        await using var run = await DemoRun.StartAsync("--profile", "edge");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Path, Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
        await using var user = await ConsoleUser.ComeAsync(await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = run.Snapshot()["edge-console"].Url!.TrimEnd('/'), ViewportSize = new ViewportSize { Width = 1366, Height = 768 }, Locale = "zh-CN",
        }));
        var page = user.Page;
        var (check, inEnglish) = (new PageCheck(user), new PageCheck(user, "en", "dark"));
        await user.SignInAsync("engineer", (await File.ReadAllLinesAsync(Path.Combine(run.Data, "edge-console", "first-password.txt")))[1]);
        await user.SeeAsync(".empty a.button");
        await check.LookAsync("connect-empty");
        await page.Locator(".empty a.button").ClickAsync();

        await FindServerAsync(page, address);
        await TrustAsync(user);
        await LogInAsync(page);
        await ChooseAsync(user);
        await check.LookAsync("connect-connect");
        await TryAndWriteAsync(user);
        new TestReport(output).Line($"written after {clock.Elapsed.TotalSeconds:0} s");
        await check.LookAsync("connect-written");

        await page.Locator(".notice.good a").First.ClickAsync();
        await user.SeeTextAsync(".connection .status-good", "运行中");
        await user.SeeTextAsync(".connection header .mono", address);
        await check.LookAsync("connect-health");
        await page.GotoAsync($"/factories/{Factory}/machines");
        await page.Locator(".tree a", new() { HasTextString = "Items" }).ClickAsync();
        var value = page.Locator("td .quantity .number").First;
        await Assertions.Expect(value).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(value).Not.ToHaveTextAsync((await value.TextContentAsync())!, new() { Timeout = 30_000 });
        new TestReport(output).Line($"a value of the server moved in the console after {clock.Elapsed.TotalSeconds:0} s");
        await AddInEnglishAndDarkAsync(user, address);
        await inEnglish.LookAsync("connect-added");
        inEnglish.Finish();
        check.Finish();

        var written = await File.ReadAllTextAsync(Path.Combine(run.Data, "factories", Factory, "factory.yaml"));
        Assert.DoesNotContain("secret\"", written.Replace("secrets/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var secret = Assert.Single(Directory.GetFiles(Path.Combine(run.Data, "factories", Factory, "secrets")));
        Assert.Equal("secret", await File.ReadAllTextAsync(secret));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task FindServerAsync(IPage page, string address)
    {
        await page.Locator("input[name=id]").FillAsync(Factory);
        await page.Locator("input[name=enterprise]").FillAsync("ent-press");
        await page.Locator("select[name=sector]").SelectOptionAsync("materials");
        await page.Locator("input[name=url]").FillAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "查找端点" }).ClickAsync();
        // Seven endpoints; the safest is chosen already.
        await Assertions.Expect(page.Locator("input[type=radio]")).ToHaveCountAsync(7);
        await Assertions.Expect(page.Locator("tr.chosen")).ToContainTextAsync("SignAndEncrypt");
        await Assertions.Expect(page.Locator("tr.chosen")).ToContainTextAsync("推荐");
    }

    private static async Task TrustAsync(ConsoleUser user)
    {
        var open = user.Page.GetByRole(AriaRole.Button, new() { Name = "连接并浏览" });
        await Assertions.Expect(open).ToBeDisabledAsync();
        await Assertions.Expect(user.Page.Locator(".fingerprint").First).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^([0-9A-F]{4} ){15}[0-9A-F]{4}$"));
        await user.Page.Locator(".check input").CheckAsync();
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "信任此证书" }).ClickAsync();
        await Assertions.Expect(open).ToBeEnabledAsync();
    }

    private static async Task LogInAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "用户名和密码" }).ClickAsync();
        await page.Locator("input[name=user]").FillAsync("engineer");
        await page.Locator("input[name=password]").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "连接并浏览" }).ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]").First).ToContainTextAsync("处理办法");
        await page.Locator("input[name=password]").FillAsync("secret");
        await page.GetByRole(AriaRole.Button, new() { Name = "连接并浏览" }).ClickAsync();
    }

    private static async Task ChooseAsync(ConsoleUser user)
    {
        var page = user.Page;
        var tree = page.Locator("[role=tree]");
        var items = tree.Locator("[role=treeitem]", new() { HasTextString = "Items" });
        await Assertions.Expect(items).ToBeVisibleAsync();

        // By keys alone: down to the folder, into it, and its first variable.
        await tree.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        for (var i = 0; i < 20 && await items.GetAttributeAsync("id") != await tree.GetAttributeAsync("aria-activedescendant"); i++)
        {
            var before = await tree.GetAttributeAsync("aria-activedescendant");
            await page.Keyboard.PressAsync("ArrowDown");
            await Assertions.Expect(tree).Not.ToHaveAttributeAsync("aria-activedescendant", before!);
        }

        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(tree.Locator("[role=treeitem]", new() { HasTextString = "i00000" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync(" ");
        await Assertions.Expect(page.Locator(".chosen-signals .path")).ToHaveTextAsync(["Objects/Items/i00000"]);
        await Assertions.Expect(tree.Locator("[aria-selected=true]")).ToHaveCountAsync(1);

        // All that a search finds: i00000 to i00009, one of which is there.
        await page.Locator("#node-search").FillAsync("items i0000");
        await page.Locator("#node-search").PressAsync("Enter");
        await user.SeeTextAsync("[role=status]:has-text('变量')", "10 个节点，其中 10 个变量");
        await page.GetByRole(AriaRole.Button, new() { Name = "选择全部搜索结果" }).ClickAsync();
        await user.SeeTextAsync(".notice.good", "新增 9 个信号，1 个已在列表中");

        // Their values move, with their quality.
        var value = page.Locator(".now .number").First;
        await Assertions.Expect(value).ToBeVisibleAsync();
        await Assertions.Expect(value).Not.ToHaveTextAsync((await value.TextContentAsync())!);

        await page.Locator("input[type=number].short").First.FillAsync("200");
        await page.GetByRole(AriaRole.Button, new() { Name = "应用到全部" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("dd.number:text-is('50')").First).ToBeVisibleAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "导出 CSV" }).ClickAsync());
        var rows = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(11, rows.Length);
        Assert.Contains("s=i00000\",Objects/Items/i00000,,,double,,200ms,", rows[1], StringComparison.Ordinal);
    }

    // The server is trusted and its signals are known by now: only what is new is added.
    private static async Task AddInEnglishAndDarkAsync(ConsoleUser user, string address)
    {
        var page = user.Page;
        await page.GotoAsync($"/preferences?language=en&theme=dark&returnUrl=/factories/{Factory}/connect");
        await page.Locator("input[name=url]").FillAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Discover" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "User and password" }).ClickAsync();
        await page.Locator("input[name=user]").FillAsync("engineer");
        await page.Locator("input[name=password]").FillAsync("secret");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect and browse" }).ClickAsync();
        await page.Locator("[role=treeitem]", new() { HasTextString = "Items" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Choose all below this node" }).ClickAsync();
        await user.SeeTextAsync(".notice.good", $"{Items} signals added");
        // Rows are drawn as far as they are seen, here as well.
        await page.Locator(".chosen-signals").EvaluateAsync("e => { e.scrollIntoView({ block: 'center' }); e.scrollTop = e.scrollHeight; }");
        await Assertions.Expect(page.Locator(".chosen-signals .path", new() { HasTextString = $"i{Items - 1:00000}" })).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator(".chosen-signals .path", new() { HasTextString = "i00000" })).Not.ToBeInViewportAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the preview" }).ClickAsync();
        await user.SeeTextAsync("p[role=status]:has-text('plc1')", $"{Items - 10} signals will be added (connection plc1); 10 are collected already.");
    }

    private static async Task TryAndWriteAsync(ConsoleUser user)
    {
        var page = user.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "试采 5 秒" }).ClickAsync();
        await Assertions.Expect(page.GetByText("服务器接受 10/10 个信号")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "生成预览" }).ClickAsync();
        await user.SeeTextAsync("p[role=status]:has-text('plc1')", "将新增 10 个信号（连接 plc1）");
        await Assertions.Expect(page.Locator(".yaml")).ToContainTextAsync("passwordFile");
        await page.GetByRole(AriaRole.Button, new() { Name = "写入并立即应用" }).ClickAsync();
        await user.SeeAsync(".notice.good a[href='/factories/press-shop/health']");
    }
}
