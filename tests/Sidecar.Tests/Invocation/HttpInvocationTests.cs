using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Jinan.IndustryBrain.Sidecar.Configuration;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Jinan.IndustryBrain.Sidecar.Tests.Invocation;

public sealed class HttpInvocationTests : IAsyncLifetime
{
    private readonly TestApp _callee = new()
    {
        AppId = "callee",
        Token = "callee-app-token",
        Map = web =>
        {
            web.UseWebSockets();
            web.Map("/socket", EchoSocketAsync);
            web.Map("/echo/{**rest}", EchoAsync);
        },
    };

    private TestSidecar _sidecar = null!;

    public async ValueTask InitializeAsync()
    {
        await _callee.StartAsync();
        _sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("caller", "caller-token"), TestSidecar.Served(_callee, "callee-token"), TestSidecar.Caller("portless")]);
    }

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _callee.DisposeAsync();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("POST")]
    public async Task Invoke_AnyVerb_ReachesThePathWithQueryAndBody(string verb)
    {
        using var request = new HttpRequestMessage(new(verb), "/v1.0/invoke/callee/method/echo/a%20b/c?x=1&y=%2F");
        request.Content = verb is "GET" or "DELETE" ? null : new StringContent("body");

        var response = await _sidecar.Http("caller").SendAsync(request);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"{verb} /echo/a%20b/c?x=1&y=%2F", Assert.Single(response.Headers.GetValues("x-seen")));
        Assert.Equal(request.Content is null ? "" : "body", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Invoke_CallersTokenIsStrippedAndTheTargetsIsGiven()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1.0/invoke/callee/method/echo");
        request.Headers.Add("Authorization", "Bearer user");
        request.Headers.Add("dapr-caller-app-id", "somebody-else");

        var response = await _sidecar.Http("caller").SendAsync(request);

        Assert.Equal("callee-app-token", Assert.Single(response.Headers.GetValues("seen-dapr-api-token")));
        Assert.Equal("caller", Assert.Single(response.Headers.GetValues("seen-dapr-caller-app-id")));
        Assert.Equal("callee", Assert.Single(response.Headers.GetValues("seen-dapr-callee-app-id")));
        Assert.Equal("Bearer user", Assert.Single(response.Headers.GetValues("seen-authorization")));
    }

    [Fact]
    public async Task Invoke_UpgradedToAWebSocket_GoesBothWays()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("dapr-api-token", "caller-token");
        var address = new UriBuilder(_sidecar.Http("caller").BaseAddress!) { Scheme = "ws", Path = "/v1.0/invoke/callee/method/socket" };
        await socket.ConnectAsync(address.Uri, cancellation);
        foreach (var said in new[] { "one", "two" })
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(said), WebSocketMessageType.Text, true, cancellation);
            var heard = new byte[16];
            var got = await socket.ReceiveAsync(heard, cancellation);
            Assert.Equal(said, Encoding.UTF8.GetString(heard, 0, got.Count));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task Invoke_ByHeaderOnAnyPath_IsAccepted()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo/by-header?z=1");
        request.Headers.Add("dapr-app-id", "callee");

        var response = await _sidecar.Http("caller").SendAsync(request);

        Assert.Equal("GET /echo/by-header?z=1", Assert.Single(response.Headers.GetValues("x-seen")));
        Assert.Equal("", Assert.Single(response.Headers.GetValues("seen-dapr-app-id")));
    }

    [Fact]
    public async Task Invoke_WithTheSdksHttpClient_Works()
    {
        using var client = _sidecar.Dapr("caller").CreateInvokableHttpClient("callee");

        var response = await client.PostAsJsonAsync("/echo/sdk", 42);

        Assert.Equal("POST /echo/sdk", Assert.Single(response.Headers.GetValues("x-seen")));
        Assert.Equal("42", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Invoke_UnknownApplication_IsErrDirectInvoke()
    {
        var response = await _sidecar.Http("caller").GetAsync("/v1.0/invoke/nobody/method/x");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("ERR_DIRECT_INVOKE", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Invoke_ApplicationWithoutPort_IsErrDirectInvoke()
    {
        var response = await _sidecar.Http("caller").GetAsync("/v1.0/invoke/portless/method/x");

        Assert.Contains("ERR_DIRECT_INVOKE", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Invoke_ApplicationStartsDuringTheRetries_Succeeds()
    {
        await _callee.StopAsync();
        var call = _sidecar.Http("caller").PostAsync("/v1.0/invoke/callee/method/echo/late", new StringContent("kept"));
        await Eventually.AssertAsync(() => _sidecar.Lines.All.Any(line => line.Contains("retry 1 of the call")), "the call failed once");
        await _callee.StartAsync();

        var response = await call;

        Assert.Equal("kept", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Invoke_ApplicationStaysAway_IsErrDirectInvokeAfterThreeRetries()
    {
        await _callee.StopAsync();

        var response = await _sidecar.Http("caller").GetAsync("/v1.0/invoke/callee/method/echo");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("ERR_DIRECT_INVOKE", body);
        Assert.Contains("retries: 3", body);
    }

    [Fact]
    public async Task Invoke_BodyBeyondTheLimit_Is413()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1.0/invoke/callee/method/echo");
        request.Content = new ByteArrayContent(new byte[new LimitOptions().BodyBytes + 1]);
        // Asks before it sends, or the answer is lost with the connection that is closed under the body.
        request.Headers.ExpectContinue = true;

        var response = await _sidecar.Http("caller").SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        context.Response.StatusCode = 201;
        context.Response.Headers["x-seen"] = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
        foreach (var name in new[] { "dapr-api-token", "dapr-app-id", "dapr-caller-app-id", "dapr-callee-app-id", "authorization", "traceparent" })
            context.Response.Headers[$"seen-{name}"] = context.Request.Headers[name].ToString();
        await context.Request.Body.CopyToAsync(context.Response.Body);
    }

    private static async Task EchoSocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var heard = new byte[16];
        while (await socket.ReceiveAsync(heard, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } got)
            await socket.SendAsync(heard.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, context.RequestAborted);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}
