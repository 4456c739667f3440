using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.TestKit.City;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Jinan.IndustryBrain.Brain.Tests.Reports;

/// <summary>What is exported is opened again and held against what the API tells.</summary>
public sealed class ReportTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private static readonly FactoryRegistry Registry = FactoryRegistry.Read(RepositoryRoot.File("apphost", "demo", "plant.json"));
    private const string ExcelType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static readonly string[] Ids = ["overview", "map", "sector", "figures", "targets", "target", "warnings", "tasks", "brief"];
    private readonly TestIssuer _issuer = fixture.Issuer;
    private BrainHost _brain = null!;
    private string _bureau = "";

    public async ValueTask InitializeAsync()
    {
        _brain = await BrainHost.StartAsync(_issuer);
        _bureau = await _issuer.BureauTokenAsync();
    }

    public ValueTask DisposeAsync() => _brain.DisposeAsync();

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Excel_OpenedAgain_HoldsEveryCell_NumbersAsNumbers_AndTheFootnotes(string language)
    {
        await FillAsync();
        foreach (var id in Ids)
        {
            var page = await _brain.ReadAsync($"/api/v1/reports/{id}?language={language}", _bureau);
            AssertExcel(id, page, await DownloadAsync($"/api/v1/reports/{id}.xlsx?language={language}", ExcelType));
        }
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Pdf_OpenedAgain_HoldsEveryCellAsThePageShowsIt_AndTheFootnotes(string language)
    {
        RequireFont();
        await FillAsync();
        foreach (var id in Ids)
        {
            var page = await _brain.ReadAsync($"/api/v1/reports/{id}?language={language}", _bureau);
            AssertPdf(id, page, TextOf(await DownloadAsync($"/api/v1/reports/{id}.pdf?language={language}", "application/pdf")));
        }
    }

    [Fact]
    public async Task TargetsReport_HasTheValuesOfTheTargetsPage()
    {
        await FillAsync();
        var target = (await _brain.ReadAsync("/api/v1/targets", _bureau)).GetProperty("targets")[0];
        var report = await _brain.ReadAsync("/api/v1/reports/targets?language=en", _bureau);
        var row = report.GetProperty("tables")[0].GetProperty("rows")[0];
        Assert.Equal("Core industry", row[0].GetProperty("text").GetString());
        Assert.Equal(target.GetProperty("target").GetDouble(), row[2].GetProperty("number").GetDouble());
        Assert.Equal(target.GetProperty("value").GetProperty("value").GetDouble(), row[3].GetProperty("number").GetDouble());
        Assert.Equal(target.GetProperty("gap").GetDouble(), row[6].GetProperty("number").GetDouble());
        Assert.Equal(target.GetProperty("share").GetDouble(), row[7].GetProperty("number").GetDouble());
        var lineage = report.GetProperty("footnotes")[row[3].GetProperty("footnote").GetInt32() - 1].GetString();
        foreach (var part in new[] { "yearbook", "2026-03-01", "values.csv", "row 2", target.GetProperty("value").GetProperty("digest").GetString()! })
            Assert.Contains(part, lineage);
    }

    [Fact]
    public async Task FiguresReport_HidesWhatTheApiHides_AndShowsWhatItShows()
    {
        await FillAsync();
        var api = (await _brain.ReadAsync("/api/v1/sectors/auto/districts", _bureau)).EnumerateArray()
            .ToDictionary(scope => scope.GetProperty("district").GetString()!, scope => scope.GetProperty("figures")[0]);
        var report = await _brain.ReadAsync("/api/v1/reports/figures?sector=auto&language=en", _bureau);
        var tables = report.GetProperty("tables").EnumerateArray().ToList();
        Assert.Equal(1 + api.Count, tables.Count);
        foreach (var (district, name) in new[] { ("gaoxin", "High-tech Zone"), ("zhangqiu", "Zhangqiu"), ("laiwu", "Laiwu") })
        {
            var mean = tables.Single(table => table.GetProperty("title").GetString()!.EndsWith(name, StringComparison.Ordinal)).GetProperty("rows")[0][1];
            if (api[district].GetProperty("state").GetString() == "published")
                Assert.Equal(api[district].GetProperty("mean").GetDouble(), mean.GetProperty("number").GetDouble());
            else
                Assert.Equal((JsonValueKind.Null, "suppressed"), (mean.GetProperty("number").ValueKind, mean.GetProperty("text").GetString()));
        }

        // And the files have no more than the page.
        var cells = Workbook.Read(await DownloadAsync("/api/v1/reports/figures.xlsx?sector=auto&language=en")).SelectMany(row => row).ToList();
        Assert.DoesNotContain(3d, cells);
        Assert.DoesNotContain(2d, cells);
    }

    [Fact]
    public async Task WarningsReport_OfWhatIsNotReleased_SaysSo_AndLeavesAReceipt()
    {
        var factory = await _issuer.FactoryTokenAsync("auto-01");
        using (var posted = await _brain.SendAsync(
                   HttpMethod.Post, "/api/v1/factories/auto-01/warnings", factory, WarningReports.Json(WarningReports.Bare("auto-01", "case-1"))))
            posted.EnsureSuccessStatusCode();
        var rows = Workbook.Read(await DownloadAsync("/api/v1/reports/warnings.xlsx?language=en"));
        Assert.Equal(5, rows.Single(row => row is ["auto-01", ..]).Count(cell => cell is "not released"));
        Assert.Equal(1, (await _brain.ReadAsync("/api/v1/factories/auto-01/receipts", factory)).GetArrayLength());
    }

    [Fact]
    public async Task Brief_CountsOfAMonthThatIsOver_AreMadeOnce_AndOnlyForKEnterprises()
    {
        var month = _brain.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        foreach (var factory in Registry.Factories.Where(factory => factory.Sector == "auto").Take(6))
            await ReportWarningAsync(factory.Id, "case-1");
        foreach (var factory in Registry.Factories.Where(factory => factory.Sector == "materials").Take(2))
            await ReportWarningAsync(factory.Id, "case-1");
        var current = await _brain.ReadAsync("/api/v1/reports/brief?language=en&month=" + month.ToString("yyyy-MM"), _bureau);
        Assert.Equal("when the month is over", Table(current, 1)[0][1].GetProperty("text").GetString());

        _brain.Time.Advance(TimeSpan.FromDays(32));
        _bureau = await _issuer.BureauTokenAsync();
        var brief = await _brain.ReadAsync("/api/v1/reports/brief?language=en&month=" + month.ToString("yyyy-MM"), _bureau);
        var counts = Table(brief, 1).ToDictionary(row => row[0].GetProperty("text").GetString()!, row => row[1]);
        Assert.Equal(8, counts["Whole city"].GetProperty("number").GetDouble());

        // Two enterprises only; and the six of the other sector less the city's eight would tell them.
        Assert.Equal("suppressed", counts["New materials"].GetProperty("text").GetString());
        Assert.Equal("suppressed", counts["New-energy and connected vehicles"].GetProperty("text").GetString());

        await ReportWarningAsync("auto-09", "late");
        var again = await _brain.ReadAsync("/api/v1/reports/brief?language=en&month=" + month.ToString("yyyy-MM"), _bureau);
        Assert.Equal(8, Table(again, 1)[0][1].GetProperty("number").GetDouble());
    }

    [Fact]
    public async Task Brief_OfTheMonth_HasTheSectorsMeansAndTheBureausTasks()
    {
        await FillAsync();
        var month = _brain.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM");
        var brief = await _brain.ReadAsync($"/api/v1/reports/brief?language=en&month={month}", _bureau);
        var sector = (await _brain.ReadAsync("/api/v1/sectors/auto", _bureau))[0].GetProperty("figures")[0];
        var row = Table(brief, 0).Single(row => row[0].GetProperty("text").GetString() == "New-energy and connected vehicles");
        Assert.Equal(sector.GetProperty("mean").GetDouble(), row[2].GetProperty("number").GetDouble());
        Assert.Equal([1d, 0, 1, 0], Table(brief, 2).Select(line => line[1].GetProperty("number").GetDouble()));
        using var future = await _brain.GetAsync("/api/v1/reports/brief?month=2999-01", _bureau);
        Assert.Equal(HttpStatusCode.BadRequest, future.StatusCode);
    }

    [Fact]
    public async Task Pdf_WithoutAFont_SaysWhatToDo()
    {
        await using var brain = await BrainHost.StartAsync(_issuer, null, $"--Brain:ReportFont={RepositoryRoot.File("README.md")}");
        using var answer = await brain.GetAsync("/api/v1/reports/targets.pdf", _bureau);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Brain:ReportFont", await answer.Content.ReadAsStringAsync());
        using var excel = await brain.GetAsync("/api/v1/reports/targets.xlsx", _bureau);
        Assert.Equal(HttpStatusCode.OK, excel.StatusCode);
    }

    [Fact]
    public async Task Pdf_OfManyRows_HasManyPages_EachWithItsHeading()
    {
        RequireFont();
        var factory = await _issuer.FactoryTokenAsync("auto-01");
        using (var posted = await _brain.SendAsync(
                   HttpMethod.Post, "/api/v1/factories/auto-01/warnings", factory,
                   WarningReports.Json([.. Enumerable.Range(0, 100).Select(i => WarningReports.Full("auto-01", $"case-{i}") with { Note = $"第 {i} 次检查：" + new string('轴', 90) })])))
            posted.EnsureSuccessStatusCode();
        using var pdf = PdfDocument.Open(await DownloadAsync("/api/v1/reports/warnings.pdf", "application/pdf"));
        Assert.True(pdf.NumberOfPages > 5);
        var rows = 0;
        foreach (var page in pdf.GetPages())
        {
            Assert.Contains("工厂说明", TextOf(page), StringComparison.Ordinal);
            Assert.All(page.Letters, letter => Assert.InRange(letter.BoundingBox.Right, 0, page.Width));
            rows += page.Text.Split("auto-01-m1").Length - 1;
        }

        Assert.Equal(100, rows);
    }

    [Theory]
    [InlineData("/api/v1/reports")]
    [InlineData("/api/v1/reports/targets")]
    [InlineData("/api/v1/reports/targets.xlsx")]
    [InlineData("/api/v1/reports/targets.pdf")]
    public async Task Factory_OnReports_IsForbidden(string path)
    {
        using var answer = await _brain.GetAsync(path, await _issuer.FactoryTokenAsync("auto-01"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task UnknownReport_Is404_AndSaysWhichThereAre()
    {
        foreach (var path in new[] { "/api/v1/reports/weather", "/api/v1/reports/weather.xlsx" })
        {
            using var answer = await _brain.GetAsync(path, _bureau);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("targets", await answer.Content.ReadAsStringAsync());
        }
    }

    private static void AssertExcel(string id, JsonElement page, byte[] file)
    {
        var rows = Workbook.Read(file);
        Assert.Equal(page.GetProperty("title").GetString(), rows[0][0]);
        var figures = 0;
        foreach (var (table, row) in Rows(page))
        {
            var expected = row.EnumerateArray().Select(Expected).ToList();
            Assert.True(rows.Any(found => found.SequenceEqual(expected)), $"{id}, {table}: {string.Join(" | ", expected)}");
            figures += expected.Count(cell => cell is double);
        }

        var formats = figures == 0 ? [] : Workbook.Formats(file);
        var footnotes = page.GetProperty("footnotes").EnumerateArray().Select(note => note.GetString()!).ToList();
        for (var i = 0; i < footnotes.Count; i++)
        {
            Assert.Contains(rows, found => found is [string text] && text == $"[{i + 1}] {footnotes[i]}");
            Assert.True(
                formats.Any(code => code.Contains($"[{i + 1}]")) || rows.SelectMany(row => row).OfType<string>().Any(text => text.EndsWith($" [{i + 1}]", StringComparison.Ordinal)),
                $"{id}: footnote {i + 1} is named by no cell");
        }

        if (id is not "warnings" and not "tasks")
            Assert.True(figures > 0 && footnotes.Count > 0, $"{id}: there are no figures in it, or none with lineage");
    }

    private static void AssertPdf(string id, JsonElement page, string text)
    {
        Assert.Contains(Plain(page.GetProperty("title").GetString()!), text, StringComparison.Ordinal);
        foreach (var (table, row) in Rows(page))
        {
            foreach (var cell in row.EnumerateArray())
            {
                // A figure with the number of its footnote right behind it. What is longer may be broken between columns.
                var footnote = cell.GetProperty("footnote").ValueKind == JsonValueKind.Null ? "" : $"[{cell.GetProperty("footnote").GetInt32()}]";
                var expected = Plain(cell.GetProperty("text").GetString()!) + (cell.GetProperty("number").ValueKind == JsonValueKind.Null ? "" : footnote);
                if (expected.Length <= 24)
                    Assert.True(text.Contains(expected, StringComparison.Ordinal), $"{id}, {table}: {expected} is not in the PDF");
            }
        }

        foreach (var footnote in page.GetProperty("footnotes").EnumerateArray().Select(note => Plain(note.GetString()!)))
            Assert.Contains(footnote[..Math.Min(20, footnote.Length)], text, StringComparison.Ordinal);
    }

    private static void RequireFont()
    {
        if (!Directory.Exists("/usr/share/fonts") || !Directory.EnumerateFiles("/usr/share/fonts", "NotoSansCJK-Regular.ttc", SearchOption.AllDirectories).Any())
            Assert.Skip("No font with Chinese letters here: apt-get install fonts-noto-cjk.");
    }

    private static object Expected(JsonElement cell)
    {
        if (cell.GetProperty("number").ValueKind == JsonValueKind.Number)
            return cell.GetProperty("number").GetDouble();
        var text = cell.GetProperty("text").GetString()!;
        return cell.GetProperty("footnote").ValueKind == JsonValueKind.Number ? $"{text} [{cell.GetProperty("footnote").GetInt32()}]" : text;
    }

    private static IEnumerable<(string Table, JsonElement Row)> Rows(JsonElement page) =>
        from table in page.GetProperty("tables").EnumerateArray()
        from row in table.GetProperty("rows").EnumerateArray()
        select (table.GetProperty("title").GetString()!, row);

    private static List<JsonElement> Table(JsonElement report, int table) =>
        [.. report.GetProperty("tables")[table].GetProperty("rows").EnumerateArray()];

    private static string TextOf(byte[] file)
    {
        using var pdf = PdfDocument.Open(file);
        return string.Concat(pdf.GetPages().Select(TextOf));
    }

    // Where letters share a glyph, the text that is meant stands beside it (ISO 32000-1, 14.9.4), as viewers copy it.
    private static string TextOf(Page page)
    {
        var meant = page.GetMarkedContents()
            .Where(content => content is { ActualText: not null, Letters.Count: 1 })
            .ToDictionary(content => content.Letters[0].StartBaseLine, content => content.ActualText!);
        return Plain(string.Concat(page.Letters.Select(letter => meant.GetValueOrDefault(letter.StartBaseLine, letter.Value))));
    }

    // Without spaces, which a PDF does not have to have.
    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private async Task<byte[]> DownloadAsync(string path, string? type = null)
    {
        using var answer = await _brain.GetAsync(path, _bureau);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        if (type is not null)
            Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(answer.Content.Headers.ContentDisposition?.FileName);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task ReportWarningAsync(string factory, string id)
    {
        var raised = _brain.Time.GetUtcNow();
        using var answer = await _brain.SendAsync(
            HttpMethod.Post, $"/api/v1/factories/{factory}/warnings", await _issuer.FactoryTokenAsync(factory),
            WarningReports.Json(WarningReports.Bare(factory, id) with { Raised = raised, Changed = raised }));
        answer.EnsureSuccessStatusCode();
        Assert.Equal(1, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("stored").GetInt32());
    }

    /// <summary>Insights of a whole sector and their figures, a warning, a task, and values of targets.</summary>
    private async Task FillAsync()
    {
        var now = _brain.Time.GetUtcNow();
        var from = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddSeconds(5);
        foreach (var factory in Registry.Factories.Where(factory => factory.Sector == "auto"))
        {
            var insight = Insights.Of(factory.Id, from, value: 0.7 + (0.0123456789 * (factory.Id[^1] - '0'))) with { Enterprise = factory.Enterprise };
            await _brain.PostedAsync(factory.Id, await _issuer.FactoryTokenAsync(factory.Id), Insights.Json(insight));
        }

        using (var warning = await _brain.SendAsync(
                   HttpMethod.Post, "/api/v1/factories/auto-01/warnings", await _issuer.FactoryTokenAsync("auto-01"),
                   WarningReports.Json(WarningReports.Full("auto-01", "case-1"))))
            warning.EnsureSuccessStatusCode();
        using (var task = await _brain.SendAsync(
                   HttpMethod.Post, "/api/v1/tasks", _bureau, """{"factory":"auto-01","title":"检查焊接机器人","warning":"case-1","due":"2099-01-01"}"""))
            task.EnsureSuccessStatusCode();
        const string csv = "indicator,value,date,kind,source,source_date\ncore_industry,456.789012345,2025-12-31,reported,yearbook,2026-03-01\nmodels,30,2024-12-31,estimated,survey,2025-02-01\nmodels,47,2025-12-31,reported,yearbook,2026-03-01\n";
        using (var import = await _brain.SendFileAsync("/api/v1/targets/import?fileName=values.csv", _bureau, Encoding.UTF8.GetBytes(csv)))
            import.EnsureSuccessStatusCode();
        _brain.Time.Advance(TimeSpan.FromMinutes(2));
        await _brain.Publisher.PublishClosedAsync(CancellationToken.None);
    }
}
