using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Brain.Tests.Warnings;

public sealed class WarningTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>, IAsyncLifetime
{
    private const string Path = "/api/v1/factories/auto-01/warnings";
    private readonly TestIssuer _issuer = fixture.Issuer;
    private BrainHost _brain = null!;
    private string _factory = "";
    private string _bureau = "";

    public async ValueTask InitializeAsync()
    {
        _brain = await BrainHost.StartAsync(_issuer);
        _factory = await _issuer.FactoryTokenAsync("auto-01");
        _bureau = await _issuer.BureauTokenAsync();
    }

    public ValueTask DisposeAsync() => _brain.DisposeAsync();

    [Fact]
    public async Task Reports_SentTwiceOrOlder_AreStoredOnce_AndTheHighestRevisionCounts()
    {
        Assert.Equal((2, 1), await PostAsync(Full(1), Full(3), Full(2)));
        Assert.Equal((0, 3), await PostAsync(Full(1), Full(3), Full(2)));
        Assert.Equal((1, 0), await PostAsync(Full(4) with { State = WarningState.Confirmed }));
        var listed = Assert.Single(await ListAsync());
        Assert.Equal("confirmed", listed.GetProperty("state").GetString());
        Assert.Equal(WarningReports.Raised.AddMinutes(4), listed.GetProperty("changed").GetDateTimeOffset());
    }

    [Fact]
    public async Task Bureau_SeesWhatWasReleased_AndNothingElse()
    {
        await PostAsync(Full(1), WarningReports.Bare("auto-01", "case-2"));
        var listed = (await ListAsync()).ToDictionary(warning => warning.GetProperty("id").GetString()!);
        Assert.Equal(
            ["level", "asset_type", "asset", "model_kind", "signals", "value", "evidence", "note"],
            listed["case-1"].GetProperty("released").EnumerateArray().Select(field => field.GetString()));
        Assert.Equal(0.31, listed["case-1"].GetProperty("value").GetDouble());
        Assert.Equal("bearing ordered", listed["case-1"].GetProperty("note").GetString());
        Assert.Empty(listed["case-2"].GetProperty("released").EnumerateArray());
        foreach (var field in new[] { "level", "assetType", "asset", "modelKind", "signals", "value", "unit", "evidence", "note" })
            Assert.Equal(JsonValueKind.Null, listed["case-2"].GetProperty(field).ValueKind);
    }

    [Fact]
    public async Task FieldThatIsReleasedNoMore_IsForgotten()
    {
        await PostAsync(Full(1));
        await PostAsync(WarningReports.Bare("auto-01", "case-1", 2));
        Assert.Empty(Assert.Single(await ListAsync()).GetProperty("released").EnumerateArray());
        await AssertNowhereAsync("bearing ordered");
    }

    [Fact]
    public async Task Withdrawn_IsForgottenButForItsId()
    {
        await PostAsync(Full(1));
        await PostAsync(Full(2) with { Withdrawn = true });
        Assert.Empty(await ListAsync());
        using (var gone = await _brain.GetAsync("/api/v1/warnings/auto-01/case-1", _bureau))
            Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.Equal((0, 1), await PostAsync(Full(1)));
        Assert.Empty(await ListAsync());
        await AssertNowhereAsync("bearing ordered");
    }

    [Fact]
    public async Task MalformedReports_AreRefusedOneByOne_OthersStored()
    {
        var good = WarningReports.Json(Full(1))[1..^1];
        string[] bad =
        [
            good.Replace("\"schema\":1", "\"schema\":1,\"window\":[1,2,3]"),
            good.Replace("\"schema\":1", "\"schema\":7"),
            good.Replace("case-1", "case/1"),
            good.Replace("\"digest\":\"aa", "\"digest\":\"zz"),
            good.Replace("\"state\":\"open\"", "\"state\":77"),
            good.Replace("bearing ordered", new string('x', 2001)),
            WarningReports.Json(Full(1) with { Raised = _brain.Time.GetUtcNow().AddHours(1) })[1..^1],
            WarningReports.Json(Full(1) with { Signals = [.. Enumerable.Range(0, 9).Select(i => $"s{i}")] })[1..^1],
            "null", "42",
        ];
        using var answer = await _brain.SendAsync(HttpMethod.Post, Path, _factory, $"[{good},{string.Join(',', bad)}]");
        var outcome = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, outcome.GetProperty("stored").GetInt32());
        Assert.Equal(Enumerable.Range(1, bad.Length), outcome.GetProperty("refused").EnumerateArray().Select(item => item.GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task ReportOfAnotherFactoryOrEnterprise_RefusesTheWholeBatch()
    {
        foreach (var foreign in new[] { WarningReports.Full("auto-02", "case-9"), Full(1) with { Enterprise = "ent-auto-02" } })
        {
            using var answer = await _brain.SendAsync(HttpMethod.Post, Path, _factory, WarningReports.Json(Full(1), foreign));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task MoreThanAHundredReports_AreTooMany()
    {
        using var answer = await _brain.SendAsync(
            HttpMethod.Post, Path, _factory, WarningReports.Json([.. Enumerable.Range(0, 101).Select(i => WarningReports.Bare("auto-01", $"c{i}"))]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Looking_LeavesOneReceiptAWarningViewerAndDay()
    {
        await PostAsync(Full(1), WarningReports.Bare("auto-01", "case-2"));
        Assert.Empty(await ReceiptsAsync(0));
        await ListAsync();
        await ListAsync();
        await _brain.ReadAsync("/api/v1/warnings/auto-01/case-1", _bureau);
        var receipts = await ReceiptsAsync(0);
        Assert.Equal([1, 2], receipts.Select(receipt => receipt.Number));
        var full = receipts.Single(receipt => receipt.Warning == "case-1");
        Assert.Equal(_brain.Time.GetUtcNow(), full.At);
        Assert.Equal(8, full.Fields.Count);
        Assert.Contains("bureau", full.Viewer, StringComparison.Ordinal);
        Assert.Empty(receipts.Single(receipt => receipt.Warning == "case-2").Fields);

        _brain.Time.Advance(TimeSpan.FromDays(1));
        _bureau = await _issuer.BureauTokenAsync();
        await ListAsync();
        Assert.Equal([3, 4], (await ReceiptsAsync(2)).Select(receipt => receipt.Number));
    }

    [Fact]
    public async Task Receipts_OfOneFactory_AreNotAnothers()
    {
        await PostAsync(Full(1));
        await ListAsync();
        var other = await _issuer.FactoryTokenAsync("auto-02");
        Assert.Equal(0, (await _brain.ReadAsync("/api/v1/factories/auto-02/receipts", other)).GetArrayLength());
        using var answer = await _brain.GetAsync("/api/v1/factories/auto-01/receipts", other);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/v1/warnings")]
    [InlineData("GET", "/api/v1/warnings/auto-01/case-1")]
    [InlineData("POST", "/api/v1/factories/auto-02/warnings")]
    public async Task Factory_OutsideItsOwn_IsForbidden(string method, string path)
    {
        using var answer = await _brain.SendAsync(new HttpMethod(method), path, _factory, method == "POST" ? "[]" : null);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Bureau_OnTheMachinesAddresses_IsForbidden()
    {
        foreach (var (method, path) in new[] { ("POST", Path), ("GET", "/api/v1/factories/auto-01/tasks"), ("GET", "/api/v1/factories/auto-01/receipts") })
        {
            using var answer = await _brain.SendAsync(new HttpMethod(method), path, _bureau, method == "POST" ? "[]" : null);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task List_NarrowedDown_HoldsWhatMatches_AndUnknownStatesAreRefused()
    {
        await PostAsync(Full(1), Full(1) with { Id = "case-2", State = WarningState.Closed });
        var closed = await _brain.ReadAsync("/api/v1/warnings?state=closed&factory=auto-01&sector=auto", _bureau);
        Assert.Equal("case-2", Assert.Single(closed.EnumerateArray().ToList()).GetProperty("id").GetString());
        Assert.Equal(0, (await _brain.ReadAsync("/api/v1/warnings?sector=materials", _bureau)).GetArrayLength());
        using var unknown = await _brain.GetAsync("/api/v1/warnings?state=burning", _bureau);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Contains("known_maintenance", await unknown.Content.ReadAsStringAsync());
    }

    private static WarningReport Full(long revision) => WarningReports.Full("auto-01", "case-1", revision);

    private async Task<(int Stored, int Duplicates)> PostAsync(params WarningReport[] reports)
    {
        using var answer = await _brain.SendAsync(HttpMethod.Post, Path, _factory, WarningReports.Json(reports));
        answer.EnsureSuccessStatusCode();
        var outcome = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Empty(outcome.GetProperty("refused").EnumerateArray());
        return (outcome.GetProperty("stored").GetInt32(), outcome.GetProperty("duplicates").GetInt32());
    }

    private async Task<List<JsonElement>> ListAsync() => [.. (await _brain.ReadAsync("/api/v1/warnings", _bureau)).EnumerateArray()];

    private async Task<DisclosureReceipt[]> ReceiptsAsync(long after)
    {
        var answer = await _brain.ReadAsync($"/api/v1/factories/auto-01/receipts?after={after}&take=100", _factory);
        return answer.Deserialize(ContractsJson.Default.DisclosureReceiptArray)!;
    }

    // Not only not shown: not kept. What SQLite has freed within its file is no row any more.
    private async Task AssertNowhereAsync(string text)
    {
        await using var database = new SqliteConnection($"Data Source={System.IO.Path.Combine(_brain.Folder, "brain.db")};Mode=ReadOnly");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM Warnings WHERE instr(coalesce(Document, ''), $text) > 0";
        command.Parameters.AddWithValue("$text", text);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }
}
