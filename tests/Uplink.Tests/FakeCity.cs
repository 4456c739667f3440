using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Jinan.IndustryBrain.Uplink.Tests;

/// <summary>A city behind a real socket that keeps every byte it was sent and answers as the test wants.</summary>
internal sealed class FakeCity : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();

    private FakeCity(WebApplication app, string address) => (_app, Address) = (app, address);

    public string Address { get; }

    public ConcurrentQueue<byte[]> EveryByte { get; } = [];

    /// <summary>Status and body for a batch; taken as a whole when left alone.</summary>
    public Func<Received, (int Status, string Body)> Answer { get; set; } = _ => (200, """{"stored":1,"duplicates":0,"refused":[]}""");

    /// <summary>Status and body for everything that is no batch of insights, by method, path with query, and body; an older city knows none of it.</summary>
    public Func<string, string, string, (int Status, string Body)> Other { get; set; } = (_, _, _) => (404, "{}");

    public static async Task<FakeCity> StartAsync(int? port = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var address = $"http://127.0.0.1:{port ?? FreePort.Next()}";
        builder.WebHost.UseUrls(address);
        var app = builder.Build();
        var city = new FakeCity(app, address);
        app.Run(city.TakeAsync);
        await app.StartAsync();
        return city;
    }

    public async Task<Received> NextAsync(string waitingFor)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            return await _received.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The city still waits for {waitingFor}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = string.Join('\n', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"));
        EveryByte.Enqueue([.. Encoding.UTF8.GetBytes($"{context.Request.Path}{context.Request.QueryString}\n{headers}\n"), .. body.ToArray()]);
        if (!context.Request.Path.Value!.EndsWith("/insights", StringComparison.Ordinal))
        {
            var (code, text) = Other(context.Request.Method, context.Request.Path + context.Request.QueryString, Encoding.UTF8.GetString(body.ToArray()));
            context.Response.StatusCode = code;
            context.Response.ContentType = code < 400 ? "application/json" : "application/problem+json";
            await context.Response.WriteAsync(text);
            return;
        }

        var received = new Received(
            context.Request.Path,
            context.Request.Headers.Authorization.ToString(),
            JsonSerializer.Deserialize(body.ToArray(), ContractsJson.Default.InsightArray)!);
        var (status, answer) = Answer(received);
        context.Response.StatusCode = status;
        context.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
        await context.Response.WriteAsync(answer);
        _received.Writer.TryWrite(received with { Status = status });
    }
}

internal sealed record Received(string Path, string Authorization, IReadOnlyList<Insight> Insights, int Status = 0);
