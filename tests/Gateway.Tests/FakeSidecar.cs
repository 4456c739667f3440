using System.Collections.Concurrent;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Jinan.IndustryBrain.Gateway.Tests;

/// <summary>Stands where the sidecar stands and writes down what the gateway lets through.</summary>
internal sealed class FakeSidecar : IAsyncDisposable
{
    public const string ApiToken = "token-of-the-sidecar";

    private readonly WebApplication _app;

    private FakeSidecar(WebApplication app, string address) => (_app, Address) = (app, address);

    public string Address { get; }
    public ConcurrentQueue<Call> Calls { get; } = [];

    /// <summary>Status, media type and body of every answer.</summary>
    public (int Status, string Type, string Body) Answer { get; set; } = (200, "application/json", "{}");

    public static async Task<FakeSidecar> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        builder.WebHost.UseUrls(address);
        var app = builder.Build();
        var sidecar = new FakeSidecar(app, address);
        app.Run(sidecar.TakeAsync);
        await app.StartAsync();
        return sidecar;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        Calls.Enqueue(new Call(
            context.Request.Method,
            context.Request.Path,
            context.Request.Headers["dapr-api-token"].ToString(),
            context.Request.Headers.Authorization.ToString(),
            body));
        context.Response.StatusCode = Answer.Status;
        context.Response.ContentType = Answer.Type;
        await context.Response.WriteAsync(Answer.Body);
    }
}

internal sealed record Call(string Method, string Path, string ApiToken, string Authorization, string Body);
