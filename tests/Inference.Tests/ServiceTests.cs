using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Inference.Tests.Windows;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.Inference.Tests;

/// <summary>The service as it runs, over HTTP, without a sidecar: what it says of itself and what it does with deliveries.</summary>
public sealed class ServiceTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inference-service-");
    private readonly HttpClient _http = new();
    private Microsoft.AspNetCore.Builder.WebApplication? _app;

    public async ValueTask InitializeAsync()
    {
        _app = InferenceApplication.Build(
        [
            "--urls", "http://127.0.0.1:0", "--environment", "Production", "--Logging:LogLevel:Default", "Error",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Error",
            "--Inference:CapsulesFolder", Path.Combine(_folder.FullName, "capsules"),
            "--Inference:PublishersFolder", Path.Combine(_folder.FullName, "publishers"),
        ]);
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await _app.StopAsync(patience.Token);
            await _app.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Subscription_OfFrames_IsRawWithDeadLetters()
    {
        var subscription = Assert.Single((await _http.GetFromJsonAsync<JsonElement>("/dapr/subscribe")).EnumerateArray());
        Assert.Equal(("pubsub", "frames", "frames-dead"), (
            subscription.GetProperty("pubsubName").GetString(), subscription.GetProperty("topic").GetString(),
            subscription.GetProperty("deadLetterTopic").GetString()));
        Assert.Equal("true", subscription.GetProperty("metadata").GetProperty("rawPayload").GetString());
    }

    [Fact]
    public async Task Delivery_ThatIsNoFrame_IsDroppedForTheDeadLetters()
    {
        using var response = await DeliverAsync("no frame"u8.ToArray());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("DROP", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Delivery_OfAFrame_IsAcknowledged()
    {
        using var response = await DeliverAsync(new FrameScript().Alive(1).Frames[0]);
        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("/capsules")]
    [InlineData("/workers")]
    [InlineData("/assets")]
    [InlineData("/stats")]
    [InlineData("/health/live")]
    public async Task Question_Answerable_IsAnswered(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task Question_ForAFactoryThatNobodyKnows_SaysSo()
    {
        using var response = await _http.GetAsync("/assets?factory=nowhere-01");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("nowhere-01", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/capsules/nothing/rollback?by=li", "", HttpStatusCode.NotFound, "GET /capsules lists them")]
    [InlineData("/capsules/nothing/unpin?by=li", "", HttpStatusCode.NotFound, "GET /capsules lists them")]
    [InlineData("/replay", "null", HttpStatusCode.BadRequest, "Send the insight")]
    [InlineData("/replay", "{\"values\":[1]}", HttpStatusCode.BadRequest, "Send the insight")]
    public async Task Request_ThatCannotBeMet_SaysWhatToDo(string path, string body, HttpStatusCode expected, string advice)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(path, content);
        Assert.Equal(expected, response.StatusCode);
        Assert.Contains(advice, await response.Content.ReadAsStringAsync());
    }

    /// <summary>As a sidecar delivers a raw payload.</summary>
    private async Task<HttpResponseMessage> DeliverAsync(byte[] payload)
    {
        var envelope = JsonSerializer.Serialize(new
        {
            id = "1", specversion = "1.0", source = "collector", type = "com.dapr.event.sent", topic = "frames", pubsubname = "pubsub",
            datacontenttype = "application/octet-stream", data_base64 = Convert.ToBase64String(payload),
        });
        using var content = new StringContent(envelope, Encoding.UTF8, "application/cloudevents+json");
        return await _http.PostAsync("/frames", content);
    }
}
