using System.Net;
using System.Text;
using Dapr;
using Dapr.Client;
using Grpc.Core;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;

namespace Jinan.IndustryBrain.Sidecar.Tests.PubSub;

/// <summary>What publishers send, and what arrives.</summary>
public sealed class EnvelopeTests : IAsyncLifetime
{
    private const string Scoped = Yaml.PubSub + """

          metadata:
          - name: protectedTopics
            value: secret
          - name: publishingScopes
            value: muted=;limited=readings
          - name: subscriptionScopes
            value: consumer=readings
        """;

    private readonly TestApp _app = new() { AppId = "consumer", Subscriptions = TestApp.Subscribe("readings")[..^1] + "," + TestApp.Subscribe("forbidden")[1..] };
    private TestSidecar _sidecar = null!;
    private DaprClient _dapr = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _sidecar = await TestSidecar.StartAsync(
            [TestSidecar.Caller("producer"), TestSidecar.Caller("muted"), TestSidecar.Caller("limited"), TestSidecar.Caller("outsider") with { Components = [] }, TestSidecar.Served(_app)], Scoped);
        _dapr = _sidecar.Dapr("producer");
        _http = _sidecar.Http("producer");
    }

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Publish_CloudEventOfTheSdk_KeepsItsAttributes()
    {
        var cloudEvent = new CloudEvent<int>(42) { Source = new Uri("urn:test"), Type = "reading.v1", Subject = "torque" };

        await _dapr.PublishEventAsync("pubsub", "readings", cloudEvent);

        var envelope = (await _app.NextAsync()).Json;
        Assert.Equal("urn:test", envelope.GetProperty("source").GetString());
        Assert.Equal("reading.v1", envelope.GetProperty("type").GetString());
        Assert.Equal("torque", envelope.GetProperty("subject").GetString());
        Assert.Equal("readings", envelope.GetProperty("topic").GetString());
        Assert.Equal(42, envelope.GetProperty("data").GetInt32());
        Assert.NotEmpty(envelope.GetProperty("id").GetString()!);
    }

    [Theory]
    [InlineData("text/plain", "data", "hello")]
    [InlineData("application/xml", "data", "hello")]
    [InlineData("application/octet-stream", "data_base64", "aGVsbG8=")]
    [InlineData("application/json", "data", "hello")]
    public async Task Publish_OtherContentTypes_AreTextOrBase64(string contentType, string member, string expected)
    {
        using var content = new ByteArrayContent("hello"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        Assert.Equal(HttpStatusCode.NoContent, (await _http.PostAsync("/v1.0/publish/pubsub/readings", content)).StatusCode);

        var envelope = (await _app.NextAsync()).Json;
        Assert.Equal(expected, envelope.GetProperty(member).GetString());
        Assert.NotEqual(envelope.TryGetProperty("data", out _), envelope.TryGetProperty("data_base64", out _));
        Assert.Equal(contentType, envelope.GetProperty("datacontenttype").GetString());
    }

    [Fact]
    public async Task Publish_BytesThatAreNoText_BecomeBase64UnderAnyContentType()
    {
        using var content = new ByteArrayContent([0xC3, 0x28]);
        content.Headers.TryAddWithoutValidation("Content-Type", "text/plain");

        await _http.PostAsync("/v1.0/publish/pubsub/readings", content);

        Assert.Equal([0xC3, 0x28], (await _app.NextAsync()).Json.GetProperty("data_base64").GetBytesFromBase64());
    }

    [Fact]
    public async Task Publish_Trace_GoesToTheConsumer()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1.0/publish/pubsub/readings");
        request.Headers.Add("traceparent", Trace);
        request.Headers.Add("tracestate", "vendor=1");
        request.Content = new StringContent("1", Encoding.UTF8, "application/json");

        await _http.SendAsync(request);

        var delivery = await _app.NextAsync();
        Assert.StartsWith(Trace[..35], delivery.Json.GetProperty("traceparent").GetString());
        Assert.StartsWith(Trace[..35], delivery.Headers["traceparent"]);
        Assert.Equal("vendor=1", delivery.Json.GetProperty("tracestate").GetString());
    }

    [Fact]
    public async Task Publish_MetadataOverridesAttributes()
    {
        await _dapr.PublishEventAsync("pubsub", "readings", 1, new Dictionary<string, string> { ["cloudevent.id"] = "mine", ["cloudevent.type"] = "special" });

        var envelope = (await _app.NextAsync()).Json;
        Assert.Equal("mine", envelope.GetProperty("id").GetString());
        Assert.Equal("special", envelope.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Publish_Ttl_IsTheExpirationAndEndsDelivery()
    {
        await _dapr.PublishEventAsync("pubsub", "readings", 1, new Dictionary<string, string> { ["ttlInSeconds"] = "60" });
        Assert.True((await _app.NextAsync()).Json.GetProperty("expiration").TryGetDateTimeOffset(out _));

        await _app.StopAsync();
        await _dapr.PublishEventAsync("pubsub", "readings", "expires", new Dictionary<string, string> { ["ttlInSeconds"] = "1" });
        await _dapr.PublishEventAsync("pubsub", "readings", "stays");
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        await _app.StartAsync();

        Assert.Equal("stays", (await _app.NextAsync()).Json.GetProperty("data").GetString());
    }

    [Fact]
    public async Task Publish_BadTtl_IsInvalidArgument() =>
        Assert.Equal(StatusCode.InvalidArgument, await PublishFailureAsync(_dapr, "readings", new() { ["ttlInSeconds"] = "soon" }));

    [Theory]
    [InlineData("muted", "readings", StatusCode.PermissionDenied)]
    [InlineData("limited", "other", StatusCode.PermissionDenied)]
    [InlineData("producer", "secret", StatusCode.PermissionDenied)]
    [InlineData("outsider", "readings", StatusCode.FailedPrecondition)]
    public async Task Publish_OutOfScope_IsRefused(string appId, string topic, StatusCode expected) =>
        Assert.Equal(expected, await PublishFailureAsync(_sidecar.Dapr(appId), topic));

    [Fact]
    public async Task Publish_ForbiddenOrUnknownOverHttp_HasItsCode()
    {
        var forbidden = await _sidecar.Http("muted").PostAsync("/v1.0/publish/pubsub/readings", new StringContent("1"));
        var unknown = await _http.PostAsync("/v1.0/publish/nowhere/readings", new StringContent("1"));
        var noTopic = await _http.PostAsync("/v1.0/publish/pubsub/", new StringContent("1"));

        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        Assert.Contains("ERR_PUBSUB_FORBIDDEN", await forbidden.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("ERR_PUBSUB_NOT_FOUND", await unknown.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, noTopic.StatusCode);
    }

    [Fact]
    public async Task Subscribe_OutOfScope_IsRefusedLoudly()
    {
        await Eventually.AssertAsync(
            () => _sidecar.Lines.All.Any(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("pubsub/forbidden") && line.Contains("scopes do not allow")),
            "the forbidden subscription was named");
    }

    [Fact]
    public async Task Publish_BodyBeyondTheLimit_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1.0/publish/pubsub/readings");
        request.Content = new ByteArrayContent(new byte[(4 << 20) + 1]);
        request.Headers.ExpectContinue = true;

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _http.SendAsync(request)).StatusCode);
    }

    private static async Task<StatusCode> PublishFailureAsync(DaprClient dapr, string topic, Dictionary<string, string>? metadata = null)
    {
        var error = await Assert.ThrowsAsync<DaprException>(() => dapr.PublishEventAsync("pubsub", topic, 1, metadata ?? []));
        return Assert.IsType<RpcException>(error.InnerException).StatusCode;
    }
}
