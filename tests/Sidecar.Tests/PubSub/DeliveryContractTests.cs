using System.Collections.Concurrent;
using Dapr.Client;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;

namespace Jinan.IndustryBrain.Sidecar.Tests.PubSub;

/// <summary>What becomes of a message by what the application answers.</summary>
public sealed class DeliveryContractTests : IAsyncLifetime
{
    private const string Retries = """

        ---
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: deliveries
        spec:
          policies:
            retries:
              some:
                policy: constant
                duration: 50ms
                maxRetries: 2
          targets:
            components:
              pubsub:
                inbound:
                  retry: some
        """;

    private readonly List<IAsyncDisposable> _started = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _started.Reverse();
        foreach (var started in _started)
            await started.DisposeAsync();
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(204, "")]
    [InlineData(200, "not json")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"status":""}""")]
    [InlineData(200, """{"status":"SUCCESS"}""")]
    public async Task Answer_Accepted_IsDeliveredOnce(int status, string body)
    {
        var (app, dapr) = await StartAsync();
        app.Answer = _ => Task.FromResult((status, status == 204 ? "" : body));

        await dapr.PublishEventAsync("pubsub", "readings", "first");
        await app.NextAsync();
        await dapr.PublishEventAsync("pubsub", "readings", "second");

        Assert.Equal("second", Data(await app.NextAsync()));
        Assert.False(app.HasMore);
    }

    [Theory]
    [InlineData(200, """{"status":"RETRY"}""")]
    [InlineData(200, """{"status":"WHATEVER"}""")]
    [InlineData(500, "")]
    [InlineData(400, "")]
    [InlineData(302, "")]
    public async Task Answer_NotAccepted_IsDeliveredAgain(int status, string body)
    {
        var (app, dapr) = await StartAsync();
        var answers = 0;
        app.Answer = _ => Task.FromResult(Interlocked.Increment(ref answers) == 1 ? (status, body) : (200, ""));

        await dapr.PublishEventAsync("pubsub", "readings", "again");

        var first = await app.NextAsync();
        var second = await app.NextAsync();
        Assert.Equal(first.Json.GetProperty("id").GetString(), second.Json.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData(200, """{"status":"DROP"}""")]
    [InlineData(404, "")]
    public async Task Answer_DropWithoutDeadLetters_IsDone(int status, string body)
    {
        var (app, dapr) = await StartAsync();
        app.Answer = delivery => Task.FromResult(Data(delivery) == "bad" ? (status, body) : (200, ""));

        await dapr.PublishEventAsync("pubsub", "readings", "bad");
        await app.NextAsync();
        await Eventually.AssertAsync(() => Lines.Any(line => line.Contains("dropped message")), "the drop was logged");
        await dapr.PublishEventAsync("pubsub", "readings", "good");

        Assert.Equal("good", Data(await app.NextAsync()));
        Assert.False(app.HasMore);
    }

    [Theory]
    [InlineData(200, """{"status":"DROP"}""")]
    [InlineData(200, """{"status":"RETRY"}""")]
    [InlineData(500, "")]
    public async Task Failure_WithDeadLettersAndNoPolicy_GoesThereAtOnce(int status, string body)
    {
        var (app, dapr) = await StartAsync(deadLetters: true);
        app.Answer = delivery => Task.FromResult(delivery.Path == "/on/readings" ? (status, body) : (200, ""));

        await dapr.PublishEventAsync("pubsub", "readings", "bad");

        var tried = await app.NextAsync();
        var buried = await app.NextAsync();
        Assert.Equal("/on/dead", buried.Path);
        Assert.Equal(tried.Json.GetProperty("id").GetString(), buried.Json.GetProperty("id").GetString());
        Assert.Equal("bad", Data(buried));
    }

    [Fact]
    public async Task Failure_WithDeadLettersAndAPolicy_GoesThereAfterItsRetries()
    {
        var (app, dapr) = await StartAsync(deadLetters: true, yaml: Yaml.Default + Retries);
        app.Answer = delivery => Task.FromResult(delivery.Path == "/on/readings" ? (500, "") : (200, ""));

        await dapr.PublishEventAsync("pubsub", "readings", "bad");

        var paths = new List<string>();
        for (var i = 0; i < 4; i++)
            paths.Add((await app.NextAsync()).Path);
        Assert.Equal(["/on/readings", "/on/readings", "/on/readings", "/on/dead"], paths);
    }

    [Fact]
    public async Task NoAnswer_WithDeadLetters_IsNotTheMessagesFault()
    {
        var (app, dapr) = await StartAsync(deadLetters: true);
        var deliveries = 0;
        app.Answer = _ => Interlocked.Increment(ref deliveries) == 1 ? throw new TestApp.ConnectionBrokenException() : Task.FromResult((200, ""));

        await dapr.PublishEventAsync("pubsub", "readings", "kept");

        Assert.Equal("/on/readings", (await app.NextAsync()).Path);
        Assert.Equal("/on/readings", (await app.NextAsync()).Path);
    }

    [Fact]
    public async Task Retrying_OneMessage_DoesNotHoldUpTheOthers()
    {
        var (app, dapr) = await StartAsync();
        var refusals = 0;
        app.Answer = delivery => Task.FromResult(Data(delivery) == "bad" && Interlocked.Increment(ref refusals) <= 3 ? (500, "") : (200, ""));
        await dapr.PublishEventAsync("pubsub", "readings", "bad");
        for (var i = 0; i < 100; i++)
            await dapr.PublishEventAsync("pubsub", "readings", $"good {i}");

        var received = new ConcurrentBag<string>();
        while (received.Count(text => text == "bad") < 4 || received.Distinct().Count() < 101)
            received.Add(Data(await app.NextAsync()));

        Assert.Equal(100, received.Count(text => text != "bad"));
    }

    private static string Data(TestApp.Delivery delivery) => delivery.Json.GetProperty("data").GetString()!;

    private IReadOnlyCollection<string> Lines { get; set; } = [];

    private async Task<(TestApp App, DaprClient Dapr)> StartAsync(bool deadLetters = false, string? yaml = null)
    {
        var app = await new TestApp
        {
            AppId = "consumer",
            Subscriptions = deadLetters
                ? """
                  [{"pubsubname":"pubsub","topic":"readings","route":"/on/readings","deadLetterTopic":"dead"},
                   {"pubsubname":"pubsub","topic":"dead","route":"/on/dead"}]
                  """
                : TestApp.Subscribe("readings"),
        }.StartAsync();
        _started.Add(app);
        var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer"), TestSidecar.Served(app)], yaml);
        _started.Add(sidecar);
        Lines = sidecar.Lines.All;
        return (app, sidecar.Dapr("producer"));
    }
}
