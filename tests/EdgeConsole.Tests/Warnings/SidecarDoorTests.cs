using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.EdgeConsole.Warnings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;

/// <summary>Where the sidecar comes in: people reach the same port, and must not get in here.</summary>
public sealed class SidecarDoorTests : IAsyncLifetime
{
    private const string Token = "token-of-the-sidecar";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("console-sidecar-");
    private readonly WarningsStand _stand = new();
    private Microsoft.AspNetCore.Builder.WebApplication? _app;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync() => await StartAsync($"--APP_API_TOKEN={Token}");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stand.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Insight_FromTheSidecar_OpensACase()
    {
        using var answer = await DeliverAsync(JsonSerializer.Serialize(_stand.Insight(0), ContractsJson.Default.Insight), Token);
        Assert.Equal("SUCCESS", await StatusOfAsync(answer));
        var desk = _app!.Services.GetRequiredService<CaseDesk>();
        Assert.Equal("m1", Assert.Single(await desk.ListAsync("auto-01", withEnded: false, CancellationToken.None)).Case.Asset);
    }

    [Fact]
    public async Task Message_ThatIsNoInsight_GoesToTheDeadLetters()
    {
        using var answer = await DeliverAsync("{\"schema\":1,\"values\":[1,2]}", Token);
        Assert.Equal("DROP", await StatusOfAsync(answer));
    }

    [Fact]
    public async Task Subscription_OfInsights_IsTold()
    {
        _http.DefaultRequestHeaders.Add("dapr-api-token", Token);
        var subscription = Assert.Single((await _http.GetFromJsonAsync<JsonElement>("/dapr/subscribe")).EnumerateArray());
        Assert.Equal(("pubsub", "insights", "insights-dead", "topics/insights"), (
            subscription.GetProperty("pubsubName").GetString(), subscription.GetProperty("topic").GetString(),
            subscription.GetProperty("deadLetterTopic").GetString(), subscription.GetProperty("route").GetString()!.TrimStart('/')));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another")]
    public async Task Insight_WithoutTheSidecarsToken_IsRefused(string? token)
    {
        using var answer = await DeliverAsync(JsonSerializer.Serialize(_stand.Insight(0), ContractsJson.Default.Insight), token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var question = await _http.GetAsync("/dapr/subscribe");
        Assert.Equal(HttpStatusCode.Unauthorized, question.StatusCode);
    }

    [Fact]
    public async Task Insight_WhereNoTokenIsSet_IsRefusedAsWell()
    {
        await StopAsync();
        await StartAsync("--APP_API_TOKEN=");
        using var answer = await DeliverAsync(JsonSerializer.Serialize(_stand.Insight(0), ContractsJson.Default.Insight), "");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task StartAsync(string token)
    {
        _app = EdgeConsoleApplication.Build(
        [
            "--urls", "http://127.0.0.1:0", "--environment", "Production", "--Logging:LogLevel:Default", "None", "--Edge:DataFolder", _folder.FullName, token,
        ]);
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    private async Task StopAsync()
    {
        _http.Dispose();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _app!.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private async Task<HttpResponseMessage> DeliverAsync(string insight, string? token)
    {
        var envelope = $$"""
            {"id":"1","specversion":"1.0","source":"inference","type":"com.dapr.event.sent","datacontenttype":"application/json",
             "topic":"insights","pubsubname":"pubsub","data":{{insight}}}
            """;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/topics/insights") { Content = new StringContent(envelope, Encoding.UTF8, "application/cloudevents+json") };
        if (token is not null)
            request.Headers.Add("dapr-api-token", token);
        return await _http.SendAsync(request);
    }

    private static async Task<string?> StatusOfAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString();
    }
}
