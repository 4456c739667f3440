using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;
using Microsoft.Playwright;
using UglyToad.PdfPig;

namespace Jinan.IndustryBrain.Browser.Tests;

/// <summary>The bureau's work: warnings, tasks, targets, reports and the audit, through the gateway; the factory answers by its API.</summary>
public sealed class CityWorkTests(CockpitFixture cockpit) : IClassFixture<CockpitFixture>
{
    private const string Officer = "bureau";

    // Page, and what is there once it is not loading any more.
    private static readonly (string Name, string Path, string Ready)[] Pages =
    [
        ("warnings", "/warnings", "tbody tr"),
        ("warning", "/warnings/auto-01/shown-1", "dl.facts"),
        ("tasks", "/tasks", "select[name=factory]"),
        ("targets", "/targets", "tr[data-indicator]"),
        ("target", "/targets/models", "dl.facts"),
        ("reports", "/reports", "input[name=month]"),
        ("report", "/reports/targets", ".footnotes li"),
        ("audit", "/audit", "tbody tr"),
    ];

    private static readonly HttpClient Http = new();

    [Fact]
    public async Task Warning_BecomesATask_TheFactoryAnswers_AndTheBureauCloses()
    {
        await using var user = await SignedInAsync();
        await ReportAsync(Full("auto-02", "walk-1"));
        await user.Page.GotoAsync("/warnings");
        await user.SeeTextAsync("tbody", "auto-02");
        await user.Page.GetByRole(AriaRole.Link, new() { Name = "查看 auto-02 walk-1" }).ClickAsync();
        await user.SeeTextAsync("dl.facts", "auto-02-m1");
        await user.Page.Locator("input[name=title]").FillAsync("检查焊接机器人关节");
        await user.Page.Locator("textarea[name=text]").FillAsync("请在周五前答复");
        await user.Page.Locator(".work-form button[type=submit]").ClickAsync();
        await user.Page.Locator(".notice.good a").ClickAsync();
        await user.SeeTextAsync("h1", "检查焊接机器人关节");

        // The factory pulls it and answers.
        var pulled = (await GetAsync("factory-auto-02", "/api/v1/factories/auto-02/tasks?after=0")).Deserialize(ContractsJson.Default.CityTaskArray)!;
        var task = Assert.Single(pulled, task => task.Warning == "walk-1");
        var answer = new TaskAnswer("answer-1", task.Id, TaskState.Answered, "轴承已更换", "夜班", TimeProvider.System.GetUtcNow());
        using (var posted = await PostAsync("factory-auto-02", "/api/v1/factories/auto-02/task-answers", JsonSerializer.Serialize([answer], ContractsJson.Default.TaskAnswerArray)))
            Assert.Equal(1, (await posted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("stored").GetInt32());

        // What the officer has before him is old now: he is told, and decides again.
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "关闭任务" }).ClickAsync();
        await user.SeeTextAsync("[role=alert]", "此任务刚被他人更改");
        await user.SeeTextAsync("table", "轴承已更换");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "关闭任务" }).ClickAsync();
        await user.SeeTextAsync("[role=alert]", "已保存");
        await user.SeeTextAsync(".panel header .status", "已关闭");
        await new PageCheck(user).LookAsync("work-task", ofBarriers: false);
        var closed = (await GetAsync("factory-auto-02", $"/api/v1/factories/auto-02/tasks?after={task.Revision}")).Deserialize(ContractsJson.Default.CityTaskArray)!;
        Assert.Equal(TaskState.Closed, Assert.Single(closed).State);

        // And the factory knows who looked.
        var receipts = (await GetAsync("factory-auto-02", "/api/v1/factories/auto-02/receipts?after=0")).Deserialize(ContractsJson.Default.DisclosureReceiptArray)!;
        Assert.Equal(Officer, Assert.Single(receipts, receipt => receipt.Warning == "walk-1").Viewer);
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task WarningWithoutReleasedFields_ShowsThatTheyAreNot()
    {
        await using var user = await SignedInAsync();
        await ReportAsync(Bare("auto-03", "bare-1"));
        await user.Page.GotoAsync("/warnings/auto-03/bare-1");
        await user.SeeAsync("dl.facts");
        Assert.Equal(8, await user.Page.Locator("dl.facts .not-released").CountAsync());
        await ReportAsync(Bare("auto-03", "bare-1") with { Revision = 2, Withdrawn = true });
        await user.Page.ReloadAsync();
        await user.SeeTextAsync(".notice", "工厂已撤回此预警");
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task Targets_ImportedFromExcel_AreShownWithLineage_AndExportedAsExcelAndPdf()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync("/targets");
        await user.SeeAsync("tr[data-indicator=clusters]");

        // A faulty file first: its fault has row and column, and nothing is taken.
        await ChooseAsync(user, "bad.xlsx", Workbook(["指标", "数值", "日期", "类型", "来源", "来源日期"], ["产业集聚区", "许多", "2025-12-31", "上报", "工信局", "2026-01-10"]));
        await user.SeeTextAsync("#import [role=alert]", "文件有 1 处错误");
        await user.SeeTextAsync("#import tbody", "B (数值)");

        await ChooseAsync(user, "产业.xlsx", Workbook(
            ["指标", "数值", "日期", "类型", "来源", "来源日期"],
            ["产业集聚区", 6d, "2024-12-31", "上报", "工信局", "2025-01-10"],
            ["产业集聚区", 8d, "2025-12-31", "上报", "工信局", "2026-01-10"]));
        await user.SeeTextAsync("#import [role=status]", "产业.xlsx：2 个新值");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "确认导入" }).ClickAsync();
        await user.SeeTextAsync("#import [role=status]", "已导入 2 个新值");
        await user.SeeTextAsync("tr[data-indicator=clusters]", "未达成");

        // Lineage by one click.
        await user.Page.Locator("tr[data-indicator=clusters] button.lineage").Nth(1).ClickAsync();
        var note = user.Page.Locator(".lineage-note:popover-open");
        foreach (var owed in new[] { "取自文件", "上报", "工信局", "产业.xlsx 第 3 行", Officer })
            await Assertions.Expect(note).ToContainTextAsync(owed);
        await user.Page.Keyboard.PressAsync("Escape");

        var shown = await user.Page.Locator("tr[data-indicator=clusters] td .number").AllTextContentsAsync();
        Assert.Equal(["10", "8", "2", "80 %"], shown.Select(text => text.Trim()));
        var cells = Cells(await DownloadAsync(user, "规划目标：Excel 文件"));
        var row = cells.Single(line => line.Count > 0 && line[0] == "产业集聚区");
        Assert.Equal(["10", "8", "2", "0.8"], [row[2], row[3], row[6], row[7]]);
        Assert.Contains(cells, line => line.Count == 1 && line[0].Contains("产业.xlsx 第 3 行", StringComparison.Ordinal));

        using var pdf = PdfDocument.Open(await DownloadAsync(user, "规划目标：PDF 文件"));
        var text = string.Concat(pdf.GetPages().Select(page => page.Text)).Replace(" ", "", StringComparison.Ordinal);
        Assert.Matches(@"10\[\d+\]8\[\d+\]2025-12-31", text);
        Assert.Matches(@"2\[\d+\]80%\[\d+\]", text);
        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task EveryReport_IsOnThePage_AndItsExcelHasTheSameCells()
    {
        await using var user = await SignedInAsync();
        foreach (var id in new[] { "overview", "map", "sector", "figures", "targets" })
        {
            await user.Page.GotoAsync($"/reports/{id}");
            await user.SeeAsync("main table");
            var page = await user.Page.Locator("main tbody tr").EvaluateAllAsync<string[]>(
                "rows => rows.map(r => [...r.cells].map(c => c.querySelector('span').textContent.trim()).join('|'))");
            var cells = Cells(await DownloadAsync(user, "：Excel 文件"));
            Assert.NotEmpty(page);

            // Words are the same; figures are written out in full.
            foreach (var line in page)
            {
                var first = line.Split('|')[0];
                Assert.Contains(cells, row => row.Count > 0 && row[0].Split(" [")[0] == first);
            }
        }

        Assert.Empty(user.Complaints);
    }

    [Fact]
    public async Task FactoryUser_Gets403_OnEveryPage_FileAndTheApi()
    {
        await using var user = await ComeAsync();
        await user.SignInAtIssuerAsync("engineer-auto-01");
        foreach (var path in Pages.Select(page => page.Path).Concat(["/tasks/any"]))
        {
            var answer = await user.Page.GotoAsync(path);
            Assert.Equal((path, 403), (path, answer!.Status));
            await user.SeeTextAsync("h1", "无权查看此页");
        }

        foreach (var path in new[] { "/reports/files/targets.xlsx", "/reports/files/targets.pdf", "/audit/views.csv", "/targets/template.csv" })
            Assert.Equal((path, 403), (path, (await user.Page.APIRequest.GetAsync(cockpit.Address + path)).Status));
        var token = await cockpit.UserTokenAsync("engineer-auto-01");
        foreach (var path in new[] { "/api/v1/warnings", "/api/v1/tasks", "/api/v1/targets", "/api/v1/reports", "/api/v1/reports/targets.pdf", "/api/v1/audit" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, cockpit.Address + path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await Http.SendAsync(request);
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, answer.StatusCode));
        }

        // What got as far as the brain is in the audit; what the gateway refused is in its own log.
        await using var officer = await SignedInAsync();
        await officer.Page.GotoAsync("/audit");
        await officer.Page.Locator("input[name=viewer]").FillAsync("engineer-auto-01");
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "筛选" }).ClickAsync();
        await officer.SeeTextAsync("tbody", "/reports/files/targets.pdf");
        await officer.SeeTextAsync("tbody", "已拒绝");
        await Assertions.Expect(officer.Page.Locator("tbody tr", new() { HasTextString = "bureau" })).ToHaveCountAsync(0);
        Assert.True(await officer.Page.Locator("tbody tr", new() { HasTextString = "engineer-auto-01" }).CountAsync() >= Pages.Length);
    }

    [Fact]
    public async Task Audit_HasPagesThatWereChangedWithinACircuit()
    {
        await using var user = await SignedInAsync();
        await user.Page.GotoAsync("/targets");
        await user.SeeAsync("tr[data-indicator]");
        await user.Page.Locator("nav a[href='/reports']").ClickAsync();
        await user.SeeTextAsync("h1", "报告");
        await user.Page.Locator("nav a[href='/audit']").ClickAsync();
        await user.SeeTextAsync("tbody tr:has-text('/reports')", Officer);
        await user.SeeTextAsync("tbody tr:has-text('/reports')", "127.0.0.1");
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
        await FillAsync();
        AxeCore.Require();
        await using var user = await ConsoleUser.ComeAsync(await cockpit.OpenAsync(width, height));
        var check = new PageCheck(user, language, theme, width);
        var isOnce = language == "zh-CN" && width < 2000;
        await user.PreferAsync(language, theme, "/signed-out");
        await check.LookAsync("work-signed-out", isOnce);
        await user.SignInAtIssuerAsync(Officer);
        foreach (var (name, path, ready) in Pages)
        {
            await user.Page.GotoAsync(path);
            await user.SeeAsync(ready);
            await check.LookAsync($"work-{name}", isOnce);
        }

        check.Finish();
    }

    private static WarningReport Full(string factory, string id) => Bare(factory, id) with
    {
        State = WarningState.Confirmed,
        Level = InsightLevel.Alarm,
        AssetType = "welding-robot-joint",
        Asset = $"{factory}-m1",
        ModelKind = "health_index",
        Signals = ["torque", "speed"],
        Value = 0.31,
        Unit = "1",
        Evidence = new WarningEvidence(new string('b', 32), new string('a', 64)),
        Note = "轴承已订购",
    };

    private static WarningReport Bare(string factory, string id) => new()
    {
        Id = id,
        Revision = 1,
        Factory = factory,
        Enterprise = $"ent-{factory}",
        Sector = "auto",
        State = WarningState.Open,
        Raised = TimeProvider.System.GetUtcNow().AddMinutes(-5),
        Changed = TimeProvider.System.GetUtcNow().AddMinutes(-1),
    };

    private static byte[] Workbook(params object[][] rows)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, DocumentFormat.OpenXml.SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var sheet = book.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(new SheetData(rows.Select(row => new Row(row.Select(value => value is double number
                ? new Cell { CellValue = new CellValue(number), DataType = CellValues.Number }
                : new Cell { InlineString = new InlineString(new Text((string)value)), DataType = CellValues.InlineString })))));
            book.Workbook = new Workbook(new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1, Name = "Sheet1" }));
        }

        return stream.ToArray();
    }

    private static List<List<string>> Cells(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        return [.. document.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Row>()
            .Select(row => row.Elements<Cell>().Select(cell => cell.InlineString?.InnerText ?? cell.CellValue?.Text ?? "").ToList())];
    }

    private static async Task ChooseAsync(ConsoleUser user, string name, byte[] file) =>
        await user.Page.Locator("#import input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = name, MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Buffer = file,
        });

    private static async Task<byte[]> DownloadAsync(ConsoleUser user, string link)
    {
        var download = await user.Page.RunAndWaitForDownloadAsync(() => user.Page.GetByRole(AriaRole.Link, new() { Name = link }).First.ClickAsync());
        await using var stream = await download.CreateReadStreamAsync();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }

    private async Task FillAsync()
    {
        await ReportAsync(Full("auto-01", "shown-1"), Bare("auto-01", "shown-2"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{cockpit.Address}/api/v1/targets/import?fileName=models.csv")
        {
            Content = new StringContent(
                "indicator,value,date,kind,source,source_date\nmodels,21,2024-06-30,estimated,survey,2024-07-01\nmodels,33,2024-12-31,reported,yearbook,2025-03-01\nmodels,52,2025-12-31,reported,yearbook,2026-03-01\ncore_industry,380.5,2024-12-31,reported,yearbook,2025-03-01\ncore_industry,452,2025-12-31,reported,yearbook,2026-03-01\n",
                System.Text.Encoding.UTF8, "text/csv"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await cockpit.TokenAsync("bureau-cli"));
        using var answer = await Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    private async Task ReportAsync(params WarningReport[] reports)
    {
        var factory = reports[0].Factory;
        using var answer = await PostAsync(
            $"factory-{factory}", $"/api/v1/factories/{factory}/warnings", JsonSerializer.Serialize(reports, ContractsJson.Default.WarningReportArray));
        answer.EnsureSuccessStatusCode();
        Assert.Equal(0, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refused").GetArrayLength());
    }

    private async Task<HttpResponseMessage> PostAsync(string client, string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, cockpit.Address + path)
        {
            Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await cockpit.TokenAsync(client));
        return await Http.SendAsync(request);
    }

    private async Task<JsonElement> GetAsync(string client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, cockpit.Address + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await cockpit.TokenAsync(client));
        using var answer = await Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
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
