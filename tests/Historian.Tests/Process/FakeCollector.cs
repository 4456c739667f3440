using System.Collections.Concurrent;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Frames;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jinan.IndustryBrain.Historian.Tests;

/// <summary>
/// The sidecar's HTTP endpoint with a collector behind it. Unkind: it forgets a frame the moment its position is confirmed.
/// </summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Frames> _factories = new(StringComparer.Ordinal);

    private FakeCollector(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>While set, every call fails.</summary>
    public bool Down { get; set; }

    public static async Task<FakeCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new FakeCollector(app);
        app.Use((context, next) =>
        {
            if (!collector.Down)
                return next(context);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        const string root = "/v1.0/invoke/collector/method";
        app.MapGet(root + "/factories", () => Results.Json(collector.List(), ContractsJson.Default.FactoryLogArray));
        app.MapGet(root + "/frames", collector.Fetch);
        app.MapPut(root + "/positions/historian", collector.ConfirmAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public void Add(string factory, FramePosition position, byte[] frame)
    {
        var frames = _factories.GetOrAdd(factory, _ => new());
        lock (frames)
        {
            frames.Kept[position] = frame;
            frames.Newest = position;
        }
    }

    public FramePosition ConfirmedOf(string factory)
    {
        var frames = _factories[factory];
        lock (frames)
            return frames.Confirmed;
    }

    private FactoryLog[] List() =>
    [
        .. _factories.Select(pair =>
        {
            lock (pair.Value)
                return new FactoryLog(pair.Key, "ent-1", "auto", pair.Value.Confirmed.ToString(), pair.Value.Newest.ToString());
        }),
    ];

    private IResult Fetch(string factory, string after, int maxBytes)
    {
        Assert.True(FramePosition.TryParse(after, out var position), after);
        var bundle = new System.Buffers.ArrayBufferWriter<byte>();
        var frames = _factories[factory];
        lock (frames)
        {
            foreach (var (_, frame) in frames.Kept.Where(pair => pair.Key > position))
            {
                if (bundle.WrittenCount + frame.Length > maxBytes)
                    break;
                FrameBundle.Append(bundle, frame);
            }
        }
        return Results.Bytes(bundle.WrittenMemory.ToArray(), FrameSchema.ContentType);
    }

    private async Task ConfirmAsync(HttpRequest request)
    {
        var position = await request.ReadFromJsonAsync(ContractsJson.Default.ConsumerPosition);
        var frames = _factories[position!.Factory];
        lock (frames)
        {
            frames.Confirmed = new(position.Epoch, position.Sequence);
            foreach (var done in frames.Kept.Keys.Where(key => key <= frames.Confirmed).ToList())
                frames.Kept.Remove(done);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Frames
    {
        public SortedDictionary<FramePosition, byte[]> Kept { get; } = [];
        public FramePosition Newest { get; set; }
        public FramePosition Confirmed { get; set; }
    }
}
