using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.ServiceDefaults.Tests;

/// <summary>A service of nothing but the defaults, on a free port.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestService(WebApplication app)
    {
        _app = app;
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = new HttpClient { BaseAddress = new Uri(Address) };
    }

    public string Address { get; }
    public HttpClient Http { get; }

    public static async Task<TestService> StartAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args).AddServiceDefaults();
        configure?.Invoke(builder);
        var app = builder.Build().UseServiceDefaults();
        app.MapGet("/hello", () => "hello");
        app.MapPost("/event", (Payload payload) => payload.Text);
        app.MapPost("/bytes", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            return body.Length;
        });
        app.MapGet("/fault", string () => throw new InvalidOperationException("a secret of the inside"));
        await app.StartAsync();
        return new TestService(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    internal sealed record Payload(string Text);
}
