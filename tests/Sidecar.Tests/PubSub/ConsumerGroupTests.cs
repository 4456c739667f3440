using Jinan.IndustryBrain.Sidecar.Tests.Hosting;

namespace Jinan.IndustryBrain.Sidecar.Tests.PubSub;

public sealed class ConsumerGroupTests
{
    [Fact]
    public async Task Groups_OfTwoApplications_EachGetEveryMessage()
    {
        await using var historian = await new TestApp { AppId = "historian", Subscriptions = TestApp.Subscribe("frames") }.StartAsync();
        await using var inference = await new TestApp { AppId = "inference", Subscriptions = TestApp.Subscribe("frames") }.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("collector"), TestSidecar.Served(historian), TestSidecar.Served(inference)]);

        await sidecar.Dapr("collector").PublishEventAsync("pubsub", "frames", 7);

        Assert.Equal(7, (await historian.NextAsync()).Json.GetProperty("data").GetInt32());
        Assert.Equal(7, (await inference.NextAsync()).Json.GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task App_DownWhenPublished_GetsItWhenItComes()
    {
        var historian = new TestApp { AppId = "historian", Subscriptions = TestApp.Subscribe("frames") };
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("collector"), TestSidecar.Served(historian)]);
        await sidecar.Dapr("collector").PublishEventAsync("pubsub", "frames", 7);

        await historian.StartAsync();

        Assert.Equal(7, (await historian.NextAsync()).Json.GetProperty("data").GetInt32());
        await historian.DisposeAsync();
    }

    [Fact]
    public async Task App_RestartedWithOtherSubscriptions_IsAskedAgain()
    {
        await using var historian = await new TestApp { AppId = "historian", Subscriptions = TestApp.Subscribe("frames") }.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("collector"), TestSidecar.Served(historian)]);
        var dapr = sidecar.Dapr("collector");
        await dapr.PublishEventAsync("pubsub", "frames", 1);
        await historian.NextAsync();

        await historian.StopAsync();
        historian.Subscriptions = TestApp.Subscribe("insights");
        await historian.StartAsync();
        await dapr.PublishEventAsync("pubsub", "insights", 2);

        Assert.Equal("/on/insights", (await historian.NextAsync()).Path);
        Assert.Equal(2, historian.SubscribeCalls);
        await Eventually.AssertAsync(() => sidecar.Lines.All.Any(line => line.Contains("no longer subscribes to pubsub/frames")), "the old group was given up");
    }

    [Fact]
    public async Task App_KilledAndBack_GetsWhatCameMeanwhile()
    {
        await using var historian = await new TestApp { AppId = "historian", Subscriptions = TestApp.Subscribe("frames") }.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("collector"), TestSidecar.Served(historian)]);
        var dapr = sidecar.Dapr("collector");
        await dapr.PublishEventAsync("pubsub", "frames", -1);
        await historian.NextAsync();

        await historian.StopAsync();
        for (var i = 0; i < 50; i++)
            await dapr.PublishEventAsync("pubsub", "frames", i);
        await historian.StartAsync();

        var received = new HashSet<int>();
        while (received.Count < 50)
            received.Add((await historian.NextAsync()).Json.GetProperty("data").GetInt32());
        Assert.Equal(Enumerable.Range(0, 50), received.Order());
    }

    [Fact]
    public async Task Sidecar_StoppedAndStarted_GoesOnBehindWhatWasAccepted()
    {
        await using var historian = await new TestApp { AppId = "historian", Subscriptions = TestApp.Subscribe("frames") }.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("collector"), TestSidecar.Served(historian)]);
        await sidecar.Dapr("collector").PublishEventAsync("pubsub", "frames", 1);
        await historian.NextAsync();

        await historian.StopAsync();
        await sidecar.Dapr("collector").PublishEventAsync("pubsub", "frames", 2);
        await sidecar.RestartAsync();
        await historian.StartAsync();

        Assert.Equal(2, (await historian.NextAsync()).Json.GetProperty("data").GetInt32());
        await sidecar.Dapr("collector").PublishEventAsync("pubsub", "frames", 3);
        Assert.Equal(3, (await historian.NextAsync()).Json.GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task Subscribe_404_MeansNone()
    {
        await using var quiet = await new TestApp { AppId = "quiet" }.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Served(quiet)]);
        await Eventually.AssertAsync(() => sidecar.Lines.All.Any(line => line.Contains("quiet is up")), "the application was seen");

        var metadata = await sidecar.Http("quiet").GetStringAsync("/v1.0/metadata");

        Assert.Contains("\"subscriptions\":[]", metadata);
    }

    [Fact]
    public async Task Topic_Full_RefusesWithTheReasonUntilTheConsumerCatchesUp()
    {
        const string SmallTopic = Yaml.PubSub + "\n  metadata:\n  - name: maxTopicBytes\n    value: \"1048576\"\n";
        var slow = new TestApp { AppId = "slow", Subscriptions = TestApp.Subscribe("frames", ""","metadata":{"rawPayload":"true"}""") };
        await slow.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync(
            [TestSidecar.Caller("collector"), TestSidecar.Served(slow)], SmallTopic, new() { BodyBytes = 64 << 10 });
        var http = sidecar.Http("collector");
        await http.PostAsync("/v1.0/publish/pubsub/frames?metadata.rawPayload=true", new ByteArrayContent(new byte[10]));
        await slow.NextAsync();
        await slow.StopAsync();

        var refused = await Publish(http, until: response => !response.IsSuccessStatusCode);
        Assert.Equal(503, (int)refused.StatusCode);
        Assert.Contains("application slow is", await refused.Content.ReadAsStringAsync());
        var grpc = await Assert.ThrowsAsync<Dapr.DaprException>(() => sidecar.Dapr("collector").PublishByteEventAsync(
            "pubsub", "frames", new byte[60 << 10], "application/octet-stream", new Dictionary<string, string> { ["rawPayload"] = "true" }));
        Assert.Equal(Grpc.Core.StatusCode.ResourceExhausted, ((Grpc.Core.RpcException)grpc.InnerException!).StatusCode);

        await slow.StartAsync();
        await Publish(http, until: response => response.IsSuccessStatusCode);
        await slow.DisposeAsync();

        static async Task<HttpResponseMessage> Publish(HttpClient http, Predicate<HttpResponseMessage> until)
        {
            HttpResponseMessage? last = null;
            await Eventually.AssertAsync(
                async () => until(last = await http.PostAsync("/v1.0/publish/pubsub/frames?metadata.rawPayload=true", new ByteArrayContent(new byte[60 << 10]))),
                "the topic changed between full and not full");
            return last!;
        }
    }

    [Fact]
    public async Task Topic_NobodySubscribed_KeepsWhatIsWithinTheLimit()
    {
        const string SmallTopic = Yaml.PubSub + "\n  metadata:\n  - name: maxTopicBytes\n    value: \"4194304\"\n  - name: retainUnreadBytes\n    value: \"300000\"\n  - name: maxInFlight\n    value: \"1\"\n";
        var late = new TestApp { AppId = "late", Subscriptions = TestApp.Subscribe("frames") };
        await using var sidecar = await TestSidecar.StartAsync(
            [TestSidecar.Caller("collector"), TestSidecar.Served(late)], SmallTopic, new() { BodyBytes = 64 << 10 });
        var dapr = sidecar.Dapr("collector");
        const int Count = 60;
        for (var i = 0; i < Count; i++)
            await dapr.PublishEventAsync("pubsub", "frames", new { i, padding = new string('x', 30_000) });

        await late.StartAsync();

        var received = new List<int>();
        while (received.LastOrDefault() != Count - 1)
            received.Add((await late.NextAsync()).Json.GetProperty("data").GetProperty("i").GetInt32());
        // Segments of 512 KiB go whole: what is kept is between the limit, and the limit and two segments.
        Assert.InRange(received.Count, 300_000 / 30_500, (300_000 + 2 * 524_288) / 30_000);
        Assert.Equal(Enumerable.Range(Count - received.Count, received.Count), received);
        await late.DisposeAsync();
    }
}
