using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Policy;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Brain.Tests.Policy;

public sealed class TargetTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private const string Headings = "indicator,value,unit,date,kind,source,source_date";
    private readonly TestIssuer _issuer = fixture.Issuer;
    private BrainHost _brain = null!;
    private string _bureau = "";

    public async ValueTask InitializeAsync()
    {
        _brain = await BrainHost.StartAsync(_issuer);
        _bureau = await _issuer.BureauTokenAsync();
    }

    public ValueTask DisposeAsync() => _brain.DisposeAsync();

    [Fact]
    public void Cycle_ThatIsShipped_HasThePlansNineIndicators_EachTiedToItsClause()
    {
        var cycle = PlanCycles.Read(null).Find(null)!;
        Assert.Empty(cycle.FindFaults());
        Assert.Equal(new DateOnly(2025, 12, 31), cycle.Closes);
        Assert.Equal(
            [("core_industry", 500d), ("related_industry", 2000), ("enterprises", 600), ("compute", 3500), ("models", 50), ("scenarios", 300),
                ("demonstrations", 1000), ("clusters", 10), ("zones", 3)],
            cycle.Indicators.Select(indicator => (indicator.Id, indicator.Target)));

        // 50 bn yuan are 500 times 100 million.
        Assert.Equal(50, 500 / cycle.Find("core_industry")!.Units["bn yuan"]);
    }

    [Fact]
    public async Task Targets_WithoutValues_SayThatThereAreNone_AndThatTheCycleIsClosed()
    {
        var answer = await _brain.ReadAsync("/api/v1/targets", _bureau);
        Assert.True(answer.GetProperty("cycle").GetProperty("isClosed").GetBoolean());
        Assert.All(answer.GetProperty("targets").EnumerateArray(), target =>
        {
            Assert.Equal("no_value", target.GetProperty("state").GetString());
            Assert.Equal(JsonValueKind.Null, target.GetProperty("gap").ValueKind);
            Assert.Contains(target.GetProperty("clause").GetString()!, answer.GetProperty("cycle").GetProperty("text").GetString());
        });
    }

    [Fact]
    public async Task Excel_IsImported_WithGapTrendAndProvenance()
    {
        var file = Workbook.Of(
            ["指标", "数值", "单位", "日期", "类型", "来源", "来源日期", "备注"],
            ["人工智能核心产业规模", 380.5, "亿元", new DateOnly(2024, 12, 31), "上报", "统计年报", new DateOnly(2025, 3, 1), null],
            ["core_industry", 45.2, "bn yuan", "2025-12-31", "reported", "统计年报", "2026-03-01", "快报数"],
            ["算力", null, null, null, null, null, null, null]);
        var faulty = await ImportAsync("数据.xlsx", file);
        Assert.Equal(422, faulty.Status);

        file = Workbook.Of(
            ["指标", "数值", "单位", "日期", "类型", "来源", "来源日期", "备注"],
            ["人工智能核心产业规模", 380.5, "亿元", new DateOnly(2024, 12, 31), "上报", "统计年报", new DateOnly(2025, 3, 1), null],
            ["core_industry", 45.2, "bn yuan", "2025-12-31", "reported", "统计年报", "2026-03-01", "快报数"]);
        var imported = await ImportAsync("C:\\fakepath\\数据.xlsx", file);
        Assert.Equal(200, imported.Status);
        Assert.Equal(2, imported.Body.GetProperty("added").GetInt32());

        var target = await TargetAsync("core_industry");
        Assert.Equal("short", target.GetProperty("state").GetString());
        Assert.Equal(452, target.GetProperty("value").GetProperty("value").GetDouble());
        Assert.Equal(48, target.GetProperty("gap").GetDouble());
        Assert.Equal(71.5, target.GetProperty("change").GetDouble());
        Assert.Equal([380.5, 452], target.GetProperty("trend").EnumerateArray().Select(point => point.GetProperty("value").GetDouble()));
        var value = target.GetProperty("value");
        Assert.Equal("数据.xlsx", value.GetProperty("fileName").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), value.GetProperty("digest").GetString());
        Assert.Equal(3, value.GetProperty("line").GetInt32());
        Assert.Equal("快报数", value.GetProperty("note").GetString());
        Assert.Contains("bureau", value.GetProperty("importedBy").GetString(), StringComparison.Ordinal);
        Assert.Equal(_brain.Time.GetUtcNow(), value.GetProperty("importedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task File_ImportedAgain_AddsNothing_ACorrectionIsShown_AndWhatItCorrectsIsKept()
    {
        const string row = "models,40,,2025-06-30,reported,bureau,2025-07-10";
        Assert.Equal((1, 0), await AddedAsync("a.csv", $"{Headings}\n{row}\n"));
        Assert.Equal((0, 1), await AddedAsync("a.csv", $"{Headings}\n{row}\n"));
        Assert.Equal((1, 1), await AddedAsync("b.csv", $"{Headings}\n{row}\nmodels,52,,2025-12-31,reported,bureau,2026-01-10\n"));
        Assert.Equal((1, 0), await AddedAsync("c.csv", $"{Headings}\nmodels,49,,2025-12-31,reported,bureau,2026-02-01\n"));
        var detail = await _brain.ReadAsync("/api/v1/targets/models", _bureau);
        Assert.Equal(49, detail.GetProperty("target").GetProperty("value").GetProperty("value").GetDouble());
        Assert.Equal(
            [(49d, false), (52, true), (40, false)],
            detail.GetProperty("values").EnumerateArray().Select(v => (v.GetProperty("value").GetDouble(), v.GetProperty("isSuperseded").GetBoolean())));

        // Back to what it was before the correction is a correction too.
        Assert.Equal((1, 0), await AddedAsync("b.csv", $"{Headings}\nmodels,52,,2025-12-31,reported,bureau,2026-01-10\n"));
        Assert.Equal("met", (await TargetAsync("models")).GetProperty("state").GetString());
        Assert.Equal(5, (await _brain.ReadAsync("/api/v1/targets/imports", _bureau)).GetArrayLength());
    }

    [Fact]
    public async Task OfOneDate_AMeasuredValueStandsBeforeAReportedOne_AndThatBeforeAnEstimate()
    {
        await AddedAsync("a.csv", $"""
            {Headings}
            compute,3000,,2025-12-31,estimated,guess,2025-12-31
            compute,3100,,2025-12-31,reported,form,2025-12-31
            compute,3.2,EFLOPS,2025-12-31,measured,meter,2025-12-31
            """);
        var value = (await TargetAsync("compute")).GetProperty("value");
        Assert.Equal((3200d, "measured"), (value.GetProperty("value").GetDouble(), value.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Preview_StoresNothing()
    {
        var preview = await ImportAsync("a.csv", Encoding.UTF8.GetBytes($"{Headings}\nzones,3,,2025-12-31,reported,bureau,2026-01-10\n"), "&preview=true");
        Assert.Equal((200, 1), (preview.Status, preview.Body.GetProperty("added").GetInt32()));
        Assert.Equal("no_value", (await TargetAsync("zones")).GetProperty("state").GetString());
        Assert.Equal(0, (await _brain.ReadAsync("/api/v1/targets/imports", _bureau)).GetArrayLength());
    }

    [Fact]
    public async Task Faults_AreAllListed_ByRowAndColumn_AndNothingIsImported()
    {
        var csv = $"""
            {Headings}
            zones,3,,2025-12-31,reported,bureau,2026-01-10
            steel,3,,2025-12-31,reported,bureau,2026-01-10
            models,many,,2025-12-31,reported,bureau,2026-01-10
            models,1.5,,2025-12-31,reported,bureau,2026-01-10
            models,-1,,2025-12-31,reported,bureau,2026-01-10
            models,5,tons,2025-12-31,reported,bureau,2026-01-10
            models,5,,31/12/2025,reported,bureau,2026-01-10
            models,5,,2026-01-01,reported,bureau,2026-01-10
            models,5,,2025-12-31,rumoured,bureau,2026-01-10
            models,5,,2025-12-31,reported,,2099-01-10
            models,,,,,,
            zones,4,,2025-12-31,reported,bureau,2026-01-10
            """;
        var answer = await ImportAsync("a.csv", Encoding.UTF8.GetBytes(csv));
        Assert.Equal(422, answer.Status);
        Assert.Equal(
            [(3, "A"), (4, "B"), (5, "B"), (6, "B"), (7, "C"), (8, "D"), (9, "D"), (10, "E"), (11, "F"), (11, "G"), (12, "B"), (12, "D"), (12, "E"), (12, "F"), (12, "G"), (13, "")],
            Faults(answer.Body).Select(fault => (fault.Row, fault.Column.Split(' ')[0])).Order());
        Assert.Contains("steel", Faults(answer.Body)[0].Message);
        Assert.Contains("core_industry", Faults(answer.Body)[0].Message);
        Assert.Equal("no_value", (await TargetAsync("zones")).GetProperty("state").GetString());

        var chinese = await ImportAsync("a.csv", Encoding.UTF8.GetBytes(csv), "&language=zh-CN");
        Assert.Contains("没有指标", Faults(chinese.Body)[0].Message);
    }

    [Theory]
    [InlineData("a.txt", "x", "xlsx")]
    [InlineData("a.xlsx", "this is no zip", ".xlsx")]
    [InlineData("a.csv", "", "empty")]
    [InlineData("a.csv", "indicator,value,unit,date,kind,source,source_date\n", "below the headings")]
    [InlineData("a.csv", "indicator,value,colour,date,kind,source,source_date\nmodels,1,red,2025-01-01,reported,x,2025-01-01\n", "No such column")]
    [InlineData("a.csv", "indicator,value,date,kind,source\nmodels,1,2025-01-01,reported,x\n", "source_date")]
    [InlineData("a.csv", "indicator,value,value,date,kind,source,source_date\nmodels,1,1,2025-01-01,reported,x,2025-01-01\n", "twice")]
    public async Task File_ThatIsNoTableOfValues_SaysWhy(string name, string content, string word)
    {
        var answer = await ImportAsync(name, Encoding.UTF8.GetBytes(content));
        Assert.Equal(422, answer.Status);
        Assert.Contains(Faults(answer.Body), fault => fault.Message.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Csv_OfAChineseExcel_IsRead()
    {
        var gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        var imported = await ImportAsync("数据.csv", gb.GetBytes("指标;数值;日期;类型;来源;来源日期\r\n示范项目;\"1,024\";2025年12月31日;上报;工信局;2026/1/10\r\n"));
        Assert.Equal(200, imported.Status);
        var target = await TargetAsync("demonstrations");
        Assert.Equal(("met", -24d), (target.GetProperty("state").GetString(), target.GetProperty("gap").GetDouble()));
        Assert.Equal("工信局", target.GetProperty("value").GetProperty("source").GetString());
    }

    [Fact]
    public async Task File_TooLarge_IsRefused()
    {
        var answer = await ImportAsync("a.csv", new byte[(1024 * 1024) + 1]);
        Assert.Equal(413, answer.Status);
    }

    [Fact]
    public async Task Excel_WithAnErrorOrADateForANumber_IsRefusedAtItsPlace()
    {
        var file = Workbook.Of(
            ["indicator", "value", "date", "kind", "source", "source_date"],
            ["models", new DateOnly(2025, 1, 1), "2025-12-31", "reported", "x", "2026-01-01"]);
        var answer = await ImportAsync("a.xlsx", file);
        Assert.Equal((2, "B (value)"), (Faults(answer.Body)[0].Row, Faults(answer.Body)[0].Column));
    }

    [Fact]
    public async Task Factory_OnTargets_IsForbidden()
    {
        var factory = await _issuer.FactoryTokenAsync("auto-01");
        foreach (var path in new[] { "/api/v1/targets", "/api/v1/targets/models", "/api/v1/targets/imports", "/api/v1/targets/cycles" })
        {
            using var answer = await _brain.GetAsync(path, factory);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var import = await _brain.SendFileAsync("/api/v1/targets/import?fileName=a.csv", factory, [1]);
        Assert.Equal(HttpStatusCode.Forbidden, import.StatusCode);
    }

    [Fact]
    public async Task CycleOfTheFolder_IsAnother_AndStandsFirstWhenItIsNewer()
    {
        var folder = Directory.CreateTempSubdirectory("cycles-").FullName;
        var shipped = await File.ReadAllTextAsync(RepositoryRoot.File("src", "Brain", "Policy", "Cycles", "2025.json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "2030.json"), shipped.Replace("\"id\": \"2025\"", "\"id\": \"2030\"").Replace("2025-12-31", "2030-12-31"));
        await using var brain = await BrainHost.StartAsync(_issuer, null, $"--Brain:PlanCycles={folder}");
        var cycles = await brain.ReadAsync("/api/v1/targets/cycles", _bureau);
        Assert.Equal(
            [("2030", false), ("2025", true)],
            cycles.EnumerateArray().Select(cycle => (cycle.GetProperty("id").GetString(), cycle.GetProperty("isClosed").GetBoolean())));
        Assert.Equal("2030-12-31", (await brain.ReadAsync("/api/v1/targets", _bureau)).GetProperty("targets")[0].GetProperty("deadline").GetString());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void CycleFile_ThatIsFaulty_EndsTheStart_WithEveryFault()
    {
        var folder = Directory.CreateTempSubdirectory("cycles-").FullName;
        File.WriteAllText(Path.Combine(folder, "bad.json"), """{"id":"x y","closes":"2030-12-31","text":"abc","indicators":[{"id":"a","target":0,"clause":"zzz"}]}""");
        var refusal = Assert.Throws<ServiceStartException>(() => PlanCycles.Read(folder));
        foreach (var part in new[] { "id is 'x y'", "name needs", "target is 0", "clause 'zzz' does not stand in the text", "units needs" })
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private async Task<(int Status, JsonElement Body)> ImportAsync(string name, byte[] file, string more = "")
    {
        using var answer = await _brain.SendFileAsync($"/api/v1/targets/import?fileName={Uri.EscapeDataString(name)}{more}", _bureau, file);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task<(int Added, int Duplicates)> AddedAsync(string name, string csv)
    {
        var (status, body) = await ImportAsync(name, Encoding.UTF8.GetBytes(csv));
        Assert.True(status == 200, body.GetRawText());
        return (body.GetProperty("added").GetInt32(), body.GetProperty("duplicates").GetInt32());
    }

    private static List<(int Row, string Column, string Message)> Faults(JsonElement body) =>
        [.. body.GetProperty("faults").EnumerateArray().Select(fault =>
            (fault.GetProperty("row").GetInt32(), fault.GetProperty("column").GetString()!, fault.GetProperty("message").GetString()!))];

    private async Task<JsonElement> TargetAsync(string id) =>
        (await _brain.ReadAsync("/api/v1/targets", _bureau)).GetProperty("targets").EnumerateArray().Single(target => target.GetProperty("id").GetString() == id);
}
