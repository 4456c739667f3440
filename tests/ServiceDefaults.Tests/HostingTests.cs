using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Jinan.IndustryBrain.ServiceDefaults.Tests;

public sealed class HostingTests
{
    private static readonly string[] Production = ["--environment=Production"];
    private static readonly string[] Guarded = ["--environment=Production", "--APP_API_TOKEN=the-token"];

    [Fact]
    public async Task Service_WithoutAddress_ListensOnTheLoopbackOnly()
    {
        await using var service = await TestService.StartAsync(Production);
        Assert.StartsWith("http://127.0.0.1:", service.Address);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("another", HttpStatusCode.Unauthorized)]
    [InlineData("the-token", HttpStatusCode.OK)]
    public async Task AppToken_WhenSet_IsAskedOfEveryRequest(string? token, HttpStatusCode expected)
    {
        await using var service = await TestService.StartAsync(Guarded);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hello");
        if (token is not null)
            request.Headers.Add("dapr-api-token", token);
        using var answer = await service.Http.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.Unauthorized)
            await AssertProblemAsync(answer, 401);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_NeedsNoAppToken(string path)
    {
        await using var service = await TestService.StartAsync(Guarded);
        using var answer = await service.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/healthy")]
    [InlineData("/hello/../health")]
    public async Task AppToken_PathThatOnlyLooksLikeHealth_IsGuarded(string path)
    {
        await using var service = await TestService.StartAsync(Guarded);
        using var answer = await service.Http.GetAsync(path);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Ready_CheckFails_Is503AndSaysWhy_WhileAliveStays()
    {
        await using var service = await TestService.StartAsync(Production, builder => builder.Services.AddHealthChecks()
            .AddCheck("disk", () => HealthCheckResult.Unhealthy("the disk is full")));
        using var ready = await service.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("the disk is full", await ready.Content.ReadAsStringAsync());
        using var live = await service.Http.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task CloudEvent_IsUnwrappedBeforeAnEndpointIsChosen()
    {
        await using var service = await TestService.StartAsync(Production);
        using var content = new StringContent(
            """{"specversion":"1.0","id":"1","source":"s","type":"t","datacontenttype":"application/json","data":{"text":"within"}}""",
            Encoding.UTF8,
            "application/cloudevents+json");
        using var answer = await service.Http.PostAsync("/event", content);
        Assert.Equal("within", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Fault_IsAProblemWithoutTheInside()
    {
        await using var service = await TestService.StartAsync(Production);
        using var answer = await service.Http.GetAsync("/fault");
        Assert.DoesNotContain("secret of the inside", await answer.Content.ReadAsStringAsync());
        await AssertProblemAsync(answer, 500);
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("DELETE", "/hello", 405)]
    [InlineData("POST", "/event", 415)]
    public async Task Refusal_IsAProblemThatSaysWhatToDo(string method, string path, int status)
    {
        await using var service = await TestService.StartAsync(Production);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = method == "POST" ? new StringContent("x", Encoding.UTF8, "text/plain") : null;
        using var answer = await service.Http.SendAsync(request);
        await AssertProblemAsync(answer, status);
    }

    [Fact]
    public async Task Body_AboveFourMebibytes_IsRefused()
    {
        await using var service = await TestService.StartAsync(Production);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/bytes");
        request.Content = new ByteArrayContent(new byte[(4 * 1024 * 1024) + 1]);

        // Asks first: a service that refuses while we still send may close the connection on us.
        request.Headers.ExpectContinue = true;
        using var answer = await service.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.Length > 10);
    }
}
