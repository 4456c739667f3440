using System.Globalization;
using System.Net;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Historian.Tests;

public sealed class HistorianProcessTests : IDisposable
{
    private const string Factory = "auto-01";
    private readonly string _data = Directory.CreateTempSubdirectory("historian").FullName;
    private readonly TestFrames _frames = new(Factory);
    private int _values;

    [Fact]
    public async Task Historian_KilledWhileFramesFlow_HasEveryValueAndInsightOnce()
    {
        await using var collector = await FakeCollector.StartAsync();
        var die = new Random(7);
        var insights = 0;
        for (var life = 0; life < 5; life++)
        {
            // Seals often, so that kills fall into them.
            await using var historian = await HistorianProcess.StartAsync(_data, collector.Address, ("Historian__SealRows", "200"), ("Historian__MaxTailRows", "400"));
            for (var i = die.Next(30, 60); i > 0; i--)
            {
                var frame = AddFrame(collector, 20);
                // The broker loses one frame in eight and brings one in eight twice.
                var luck = die.Next(8);
                if (luck > 0)
                    Assert.Empty(await historian.DeliverFrameAsync(frame));
                if (luck == 1)
                    await historian.DeliverFrameAsync(frame);
                if (i % 5 == 0)
                    await historian.DeliverInsightAsync(TestInsights.Json(Factory, insights++));
            }
            if (life == 3)
                await historian.UntilAsync("sealed", async () => (await StatsAsync(historian)).GetProperty("segments").GetInt32() > 0);
            if (life % 2 == 1)
                await historian.UntilAsync("confirmed all", () => Task.FromResult(collector.ConfirmedOf(Factory) == _frames.Position));
            await historian.KillAsync();
        }

        await using var last = await HistorianProcess.StartAsync(_data, collector.Address);
        await last.UntilAsync("caught up", () => Task.FromResult(collector.ConfirmedOf(Factory) == _frames.Position));
        var values = await AllValuesAsync(last);
        Assert.Equal(ExpectedValues(), values);
        var stats = await StatsAsync(last);
        Assert.Equal(_values, stats.GetProperty("values").GetInt32());
        Assert.Equal(insights, stats.GetProperty("insights").GetInt32());
        Assert.True(stats.GetProperty("segments").GetInt32() > 0, "no segment was made: the test did not test sealing");

        // Not late: what the broker brings now is there at once.
        await last.DeliverFrameAsync(AddFrame(collector, 20));
        Assert.Equal(_values, (await AllValuesAsync(last)).Count);
    }

    [Fact]
    public async Task Historian_BrokerAndCollectorFail_CatchesUpByItself()
    {
        await using var collector = await FakeCollector.StartAsync();
        collector.Down = true;
        AddFrame(collector, 10);
        await using var historian = await HistorianProcess.StartAsync(_data, collector.Address);
        var second = AddFrame(collector, 10);
        Assert.Empty(await historian.DeliverFrameAsync(second));
        AddFrame(collector, 10);
        collector.Down = false;
        await historian.UntilAsync("caught up", () => Task.FromResult(collector.ConfirmedOf(Factory) == _frames.Position));
        // The first and the last came from the collector; the second from there or from where it was held.
        await historian.UntilAsync("counted", async () => (await StatsAsync(historian)).GetProperty("refetched").GetInt32() is 2 or 3);
        Assert.Equal(30, (await StatsAsync(historian)).GetProperty("values").GetInt32());
        Assert.Equal(ExpectedValues(), await AllValuesAsync(historian));
    }

    [Fact]
    public async Task Historian_FramesOvertakeEachOther_AreTakenInOrderWithoutTheCollector()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var historian = await HistorianProcess.StartAsync(_data, collector.Address);
        // The collector knows nothing of these: whatever is there at the end was put in order here.
        var frames = Enumerable.Range(0, 40).Select(i => _frames.Next(5 * i, 5)).ToArray();
        _values = 200;
        new Random(3).Shuffle(frames);
        await Task.WhenAll(frames.Select(historian.DeliverFrameAsync));
        await historian.UntilAsync("taken all", async () => (await historian.GetAsync("/stats")).GetProperty("values").GetInt32() == _values);
        Assert.Equal(ExpectedValues(), await AllValuesAsync(historian));
    }

    [Fact]
    public async Task Historian_Malformed_GoesToTheDeadLettersAndIsCounted()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var historian = await HistorianProcess.StartAsync(_data, collector.Address);
        var frame = AddFrame(collector, 10);
        Assert.Contains("DROP", await historian.DeliverFrameAsync([1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("DROP", await historian.DeliverFrameAsync(frame[..^100]), StringComparison.Ordinal);
        Assert.Contains("DROP", await historian.DeliverFrameAsync(new TestFrames("../../etc").Next(0, 3)), StringComparison.Ordinal);
        Assert.Contains("DROP", await historian.DeliverInsightAsync("""{"factory":"auto-01"}"""), StringComparison.Ordinal);
        Assert.Contains("DROP", await historian.DeliverInsightAsync(TestInsights.Json(Factory, 1).Replace("\"schema\"", "\"nonsense\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        var stats = await historian.GetAsync("/stats");
        Assert.Equal((3, 2), (stats.GetProperty("malformedFrames").GetInt32(), stats.GetProperty("malformedInsights").GetInt32()));
    }

    [Fact]
    public async Task Historian_Subscriptions_NameTopicsRawPayloadAndDeadLetters()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var historian = await HistorianProcess.StartAsync(_data, collector.Address);
        var subscriptions = (await historian.GetAsync("/dapr/subscribe")).EnumerateArray()
            .ToDictionary(subscription => subscription.GetProperty("topic").GetString()!);
        Assert.Equal("frames-dead", subscriptions["frames"].GetProperty("deadLetterTopic").GetString());
        Assert.Equal("true", subscriptions["frames"].GetProperty("metadata").GetProperty("rawPayload").GetString());
        Assert.Equal("insights-dead", subscriptions["insights"].GetProperty("deadLetterTopic").GetString());
        Assert.Equal("topics/insights", subscriptions["insights"].GetProperty("route").GetString());
    }

    [Fact]
    public async Task Rest_Questions_AreAnswered()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var historian = await HistorianProcess.StartAsync(_data, collector.Address);
        await historian.DeliverFrameAsync(AddFrame(collector, 30));
        for (var i = 0; i < 6; i++)
            Assert.Empty(await historian.DeliverInsightAsync(TestInsights.Json(Factory, i)));
        Assert.Empty(await historian.DeliverInsightAsync(TestInsights.Json(Factory, 5)));

        var signals = (await historian.GetAsync($"/signals?factory={Factory}")).GetProperty("signals");
        Assert.Equal(["auto-01-m1/torque", "auto-01-m1/count", "auto-01-m1/state"], signals.EnumerateArray().Select(signal => signal.GetProperty("signal").GetString()));

        var page = await historian.GetAsync($"/values?factory={Factory}&signal=auto-01-m1/state&limit=4");
        Assert.Equal("text 2", page.GetProperty("values")[0].GetProperty("value").GetString());
        var next = await historian.GetAsync($"/values?factory={Factory}&signal=auto-01-m1/state&limit=9&after={page.GetProperty("next").GetString()}");
        Assert.Equal(6, next.GetProperty("values").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, next.GetProperty("next").ValueKind);

        var last = (await historian.GetAsync($"/values/last?factory={Factory}")).GetProperty("values");
        Assert.Equal([27.5, 28], new[] { last[0].GetProperty("value").GetDouble(), last[1].GetProperty("value").GetDouble() });
        var asOf = (await historian.GetAsync($"/values/as-of?factory={Factory}&signal=auto-01-m1/torque&at={TestFrames.Start + 4_000_000}")).GetProperty("values");
        Assert.Equal(3.5, asOf[0].GetProperty("value").GetDouble());
        var buckets = await historian.GetAsync($"/values/buckets?factory={Factory}&signal=auto-01-m1/torque&from={TestFrames.Start}&to={TestFrames.Start + 30_000_000}&width=10ms");
        Assert.Equal([4, 3, 3], buckets.GetProperty("buckets").EnumerateArray().Select(bucket => bucket.GetProperty("count").GetInt32()));

        Assert.Equal(6, (await InsightsAsync(historian, "")).Count);
        Assert.Equal(3, (await InsightsAsync(historian, "&asset=auto-01-m2")).Count);
        Assert.Equal(4, (await InsightsAsync(historian, "&state=computed&model=auto.weld/health")).Count);
        Assert.Equal(2, (await InsightsAsync(historian, "&from=2026-09-21T14:14:10Z&to=2026-09-21T14:14:30Z&limit=5")).Count);
    }

    [Fact]
    public async Task Rest_AcceptedForms_HoldTheSameValues()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var historian = await HistorianProcess.StartAsync(_data, collector.Address);
        await historian.DeliverFrameAsync(AddFrame(collector, 900));
        var expected = ExpectedValues();

        var lines = await SendAsync(historian, $"/values?factory={Factory}", "application/x-ndjson");
        var fromLines = (await lines.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, fromLines.Select(line => Describe(JsonDocument.Parse(line).RootElement)));

        var arrow = await SendAsync(historian, $"/values?factory={Factory}", "application/vnd.apache.arrow.stream");
        using var reader = new ArrowStreamReader(await arrow.Content.ReadAsStreamAsync());
        var fromArrow = new List<string>();
        while (await reader.ReadNextRecordBatchAsync() is { } batch)
        {
            for (var row = 0; row < batch.Length; row++)
            {
                var value = ((DoubleArray)batch.Column("double")).GetValue(row)?.ToString(CultureInfo.InvariantCulture)
                    ?? ((Int64Array)batch.Column("int64")).GetValue(row)?.ToString(CultureInfo.InvariantCulture)
                    ?? ((StringArray)batch.Column("text")).GetString(row);
                fromArrow.Add($"{((StringArray)batch.Column("signal")).GetString(row)} {((TimestampArray)batch.Column("source_time")).GetValue(row)} {value}");
            }
        }
        Assert.Equal(900, fromArrow.Count);
        Assert.Equal($"auto-01-m1/state {TestFrames.Start + 2_000_000} text 2", fromArrow[2]);
    }

    [Fact]
    public async Task Rest_BadQuestion_IsAProblemDocumentThatHelps()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var historian = await HistorianProcess.StartAsync(_data, collector.Address);
        await historian.DeliverFrameAsync(AddFrame(collector, 3));
        (string Path, int Status, string Hint)[] questions =
        [
            ("/values", 400, "factory"),
            ("/values?factory=../x", 400, "a-z 0-9"),
            ("/values?factory=nobody", 404, "/stats"),
            ("/values?factory=auto-01&signal=x/y", 404, "/signals"),
            ("/values?factory=auto-01&from=yesterday&limit=0", 400, "ISO 8601"),
            ("/values?factory=auto-01&fron=1", 400, "fron"),
            ("/values?factory=auto-01&after=1", 400, "next"),
            ("/values/buckets?factory=auto-01&signal=auto-01-m1/torque&from=0&to=1790000000000000000&width=1s", 400, "20000"),
            ("/values/buckets?factory=auto-01&signal=auto-01-m1/state&from=0&to=10&width=1s", 400, "text"),
            ("/values/as-of?factory=auto-01", 400, "at"),
            ("/insights?factory=auto-01&state=fine", 400, "coverage_too_low"),
        ];
        foreach (var (path, status, hint) in questions)
        {
            var response = await SendAsync(historian, path, "application/json");
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(status == (int)response.StatusCode, $"{path}: {body}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            Assert.Contains(hint, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rest_WithoutTheSidecarsToken_IsRefused()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var historian = await HistorianProcess.StartAsync(_data, collector.Address);
        historian.Http.DefaultRequestHeaders.Clear();
        Assert.Equal(HttpStatusCode.Unauthorized, (await historian.Http.GetAsync("/stats", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task<JsonElement> StatsAsync(HistorianProcess historian) =>
        (await historian.GetAsync("/stats")).GetProperty("factories")[0];

    private byte[] AddFrame(FakeCollector collector, int count)
    {
        var frame = _frames.Next(_values, count);
        _values += count;
        collector.Add(Factory, _frames.Position, frame);
        return frame;
    }

    private List<string> ExpectedValues() =>
    [
        .. Enumerable.Range(0, _values).Select(i => (i % 3) switch
        {
            TestFrames.Torque => $"{TestFrames.NameOf(Factory, 0)} {Time(i)} {i}.5 0",
            TestFrames.Count => $"{TestFrames.NameOf(Factory, 1)} {Time(i)} {i} {0x40000000}",
            _ => $"{TestFrames.NameOf(Factory, 2)} {Time(i)} text {i} 0",
        }),
    ];

    private static string Time(int i) => Query.TimeText.Format(TestFrames.Start + i * 1_000_000L);

    private static string Describe(JsonElement value) =>
        $"{value.GetProperty("signal").GetString()} {value.GetProperty("sourceTime").GetString()} {value.GetProperty("value")} {value.GetProperty("status")}";

    private static async Task<List<string>> AllValuesAsync(HistorianProcess historian)
    {
        var values = new List<string>();
        var after = "";
        do
        {
            var page = await historian.GetAsync($"/values?factory={Factory}&limit=777{after}");
            values.AddRange(page.GetProperty("values").EnumerateArray().Select(Describe));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : "";
        }
        while (after.Length > 0);
        return values;
    }

    private static async Task<List<JsonElement>> InsightsAsync(HistorianProcess historian, string filter) =>
        [.. (await historian.GetAsync($"/insights?factory={Factory}{filter}")).GetProperty("insights").EnumerateArray()];

    private static Task<HttpResponseMessage> SendAsync(HistorianProcess historian, string path, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        return historian.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
