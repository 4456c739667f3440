using System.Text;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;

namespace Jinan.IndustryBrain.Sidecar.Tests.PubSub;

public sealed class PublishSubscribeTests
{
    internal sealed record Reading(string Signal, double Value);

    [Fact]
    public async Task Publish_JsonObject_ArrivesInCloudEventWithDaprAttributes()
    {
        await using var app = await new TestApp { AppId = "consumer", Token = "app-secret", Subscriptions = TestApp.Subscribe("readings") }.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer"), TestSidecar.Served(app)]);

        await sidecar.Dapr("producer").PublishEventAsync("pubsub", "readings", new Reading("torque", 1.5));

        var delivery = await app.NextAsync();
        Assert.Equal("/on/readings", delivery.Path);
        Assert.Equal("application/cloudevents+json", delivery.ContentType);
        Assert.Equal("app-secret", delivery.Headers["dapr-api-token"]);
        var envelope = delivery.Json;
        Assert.Equal("1.0", envelope.GetProperty("specversion").GetString());
        Assert.Equal("com.dapr.event.sent", envelope.GetProperty("type").GetString());
        Assert.Equal("producer", envelope.GetProperty("source").GetString());
        Assert.Equal("readings", envelope.GetProperty("topic").GetString());
        Assert.Equal("pubsub", envelope.GetProperty("pubsubname").GetString());
        Assert.Equal("application/json", envelope.GetProperty("datacontenttype").GetString());
        Assert.True(Guid.TryParse(envelope.GetProperty("id").GetString(), out _));
        Assert.NotEmpty(envelope.GetProperty("traceparent").GetString()!);
        Assert.Equal(envelope.GetProperty("traceparent").GetString(), envelope.GetProperty("traceid").GetString());
        Assert.True(envelope.TryGetProperty("tracestate", out _));
        Assert.True(envelope.GetProperty("time").TryGetDateTimeOffset(out _));
        Assert.Equal(1.5, envelope.GetProperty("data").GetProperty("value").GetDouble());
        Assert.False(envelope.TryGetProperty("data_base64", out _));
    }

    [Fact]
    public async Task Publish_RawPayload_IsWrappedAtDeliveryAsBase64OctetStream()
    {
        await using var app = await new TestApp { AppId = "consumer", Subscriptions = TestApp.Subscribe("frames", ""","metadata":{"rawPayload":"true"}""") }.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer"), TestSidecar.Served(app)]);
        byte[] bytes = [0xFF, 0xFE, 0, 1, 2, 3];

        await sidecar.Dapr("producer").PublishByteEventAsync("pubsub", "frames", bytes, "application/octet-stream", new Dictionary<string, string> { ["rawPayload"] = "true" });

        var envelope = (await app.NextAsync()).Json;
        Assert.Equal(bytes, envelope.GetProperty("data_base64").GetBytesFromBase64());
        Assert.Equal("application/octet-stream", envelope.GetProperty("datacontenttype").GetString());
        Assert.True(Guid.TryParse(envelope.GetProperty("id").GetString(), out _));
        Assert.False(envelope.TryGetProperty("data", out _));
    }
}
