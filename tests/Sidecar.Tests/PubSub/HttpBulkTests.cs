using System.Net;
using System.Net.Http.Json;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;

namespace Jinan.IndustryBrain.Sidecar.Tests.PubSub;

public sealed class HttpBulkTests
{
    private const string BulkSubscription = ""","bulkSubscribe":{"enabled":true,"maxMessagesCount":10,"maxAwaitDurationMs":300}""";

    [Fact]
    public async Task Bulk_Delivery_HasTheDocumentedShape()
    {
        await using var app = await new TestApp { AppId = "consumer", Subscriptions = TestApp.Subscribe("bulk", BulkSubscription) }.StartAsync();
        app.Answer = delivery => Task.FromResult((200, AcceptAll(delivery)));
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer"), TestSidecar.Served(app)]);

        var published = await sidecar.Http("producer").PostAsJsonAsync("/v1.0/publish/bulk/pubsub/bulk", new object[]
        {
            new { entryId = "1", @event = new { n = 1 }, contentType = "application/json" },
            new { entryId = "2", @event = "text", contentType = "text/plain" },
            new { entryId = "3", @event = "/wAB", contentType = "application/octet-stream" },
        });

        Assert.Equal(HttpStatusCode.NoContent, published.StatusCode);
        var call = (await app.NextAsync()).Json;
        Assert.Equal("com.dapr.event.sent.bulk", call.GetProperty("type").GetString());
        Assert.Equal("bulk", call.GetProperty("topic").GetString());
        Assert.Equal("pubsub", call.GetProperty("pubsubname").GetString());
        Assert.NotEmpty(call.GetProperty("id").GetString()!);
        Assert.True(call.TryGetProperty("metadata", out _));
        var entries = call.GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(3, entries.Count);
        Assert.Equal(1, entries[0].GetProperty("event").GetProperty("data").GetProperty("n").GetInt32());
        Assert.Equal("text", entries[1].GetProperty("event").GetProperty("data").GetString());
        Assert.Equal([0xFF, 0, 1], entries[2].GetProperty("event").GetProperty("data_base64").GetBytesFromBase64());
        Assert.All(entries, entry => Assert.Equal("application/cloudevents+json", entry.GetProperty("contentType").GetString()));
    }

    [Fact]
    public async Task Bulk_EmptyAnswer_MeansAgain()
    {
        await using var app = await new TestApp { AppId = "consumer", Subscriptions = TestApp.Subscribe("bulk", BulkSubscription) }.StartAsync();
        var calls = 0;
        app.Answer = delivery => Task.FromResult((200, Interlocked.Increment(ref calls) == 1 ? "" : AcceptAll(delivery)));
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer"), TestSidecar.Served(app)]);

        await sidecar.Dapr("producer").PublishEventAsync("pubsub", "bulk", 1);

        Assert.Equal(EntryId(await app.NextAsync()), EntryId(await app.NextAsync()));
    }

    [Fact]
    public async Task Bulk_MessagesOf256KiB_FitIntoTheApplicationsBodyLimit()
    {
        await using var app = await new TestApp { AppId = "consumer", Subscriptions = TestApp.Subscribe("bulk", BulkSubscription) }.StartAsync();
        app.Answer = delivery => Task.FromResult((200, AcceptAll(delivery)));
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer"), TestSidecar.Served(app)]);

        await sidecar.Dapr("producer").BulkPublishEventAsync("pubsub", "bulk", Enumerable.Repeat(new string('x', 256 << 10), 12).ToList());

        var received = 0;
        while (received < 12)
        {
            var call = await app.NextAsync();
            Assert.True(call.Body.Length < 4 << 20, $"a call has {call.Body.Length} bytes");
            received += call.Json.GetProperty("entries").GetArrayLength();
        }
        Assert.Equal(12, received);
    }

    [Fact]
    public async Task BulkPublish_SomeEntriesRefused_NamesThem()
    {
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer")]);

        var answer = await sidecar.Http("producer").PostAsJsonAsync("/v1.0/publish/bulk/pubsub/bulk", new object[]
        {
            new { entryId = "good", @event = 1, contentType = "application/json" },
            new { entryId = "bad", @event = 1, contentType = "application/cloudevents+json" },
        });

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"entryId\":\"bad\"", body);
        Assert.DoesNotContain("\"entryId\":\"good\"", body);
    }

    private static string EntryId(TestApp.Delivery delivery) => delivery.Json.GetProperty("entries")[0].GetProperty("entryId").GetString()!;

    private static string AcceptAll(TestApp.Delivery delivery) =>
        $$"""{"statuses":[{{string.Join(',', delivery.Json.GetProperty("entries").EnumerateArray().Select(entry =>
            $$"""{"entryId":"{{entry.GetProperty("entryId").GetString()}}","status":"SUCCESS"}"""))}}]}""";
}
