using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

/// <summary>An application: subscribes as it is told, records what it is sent, answers as it is told.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();
    private WebApplication? _web;

    public sealed record Delivery(string Path, string ContentType, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }

    /// <summary>Thrown by an answer to give none: the connection is closed hard.</summary>
    public sealed class ConnectionBrokenException : Exception;

    public required string AppId { get; init; }

    public string? Token { get; init; }

    public int Port { get; } = FreePort.Next();

    /// <summary>What it answers to <c>/dapr/subscribe</c>; null is 404.</summary>
    public string? Subscriptions { get; set; }

    /// <summary>How often it was asked for that.</summary>
    public int SubscribeCalls { get; private set; }

    /// <summary>The answer to a delivery: status and body.</summary>
    public Func<Delivery, Task<(int Status, string Body)>> Answer { get; set; } = _ => Task.FromResult((200, ""));

    /// <summary>Endpoints besides.</summary>
    public Action<WebApplication>? Map { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1;

    public static string Subscribe(string topic, string more = "") =>
        $$"""[{"pubsubname":"pubsub","topic":"{{topic}}","route":"/on/{{topic}}"{{more}}}]""";

    public async Task<TestApp> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port, listen => listen.Protocols = Protocols));
        builder.Logging.ClearProviders();
        Services?.Invoke(builder.Services);
        _web = builder.Build();
        if (Token is not null)
            _web.Use((context, next) =>
            {
                if (context.Request.Headers["dapr-api-token"] == Token)
                    return next(context);
                context.Response.StatusCode = 401;
                return Task.CompletedTask;
            });
        Map?.Invoke(_web);
        if (Services is null)
        {
            _web.MapGet("/dapr/subscribe", context =>
            {
                SubscribeCalls++;
                if (Subscriptions is not null)
                    return context.Response.WriteAsync(Subscriptions);
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
            });
        }
        _web.MapPost("/on/{**name}", ReceiveAsync);
        await _web.StartAsync();
        return this;
    }

    public async Task StopAsync()
    {
        if (_web is not null)
            await _web.DisposeAsync();
        _web = null;
    }

    public void Record(Delivery delivery) => _deliveries.Writer.TryWrite(delivery);

    public async Task<Delivery> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await _deliveries.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{AppId} received nothing for {Patience.TotalSeconds} s");
        }
    }

    public bool HasMore => _deliveries.Reader.Count > 0;

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var delivery = new Delivery(
            context.Request.Path, context.Request.ContentType ?? "", context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()), body.ToArray());
        Record(delivery);
        (int, string) answer;
        try
        {
            answer = await Answer(delivery);
        }
        catch (ConnectionBrokenException)
        {
            context.Abort();
            return;
        }
        var (status, text) = answer;
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(text);
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
