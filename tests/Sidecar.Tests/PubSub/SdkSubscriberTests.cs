using System.Threading.Channels;
using Dapr;
using Dapr.AspNetCore;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Jinan.IndustryBrain.Sidecar.Tests.PubSub;

/// <summary>An application written with Dapr.AspNetCore, as the services are: its attributes, its envelopes, its bulk models.</summary>
public sealed class SdkSubscriberTests : IAsyncLifetime
{
    internal sealed record Reading(string Signal, double Value);

    private readonly Channel<Reading> _readings = Channel.CreateUnbounded<Reading>();
    private readonly Channel<byte[]> _frames = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<int> _batches = Channel.CreateUnbounded<int>();
    private readonly Channel<(string Id, Reading Reading)> _bulk = Channel.CreateUnbounded<(string, Reading)>();
    private int _refusals = 1;
    private TestApp _app = null!;
    private TestSidecar _sidecar = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await new TestApp { AppId = "consumer", Token = "token", Services = _ => { }, Map = Map }.StartAsync();
        _sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer"), TestSidecar.Served(_app)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Typed_Event_IsUnwrappedByTheSdk()
    {
        await _sidecar.Dapr("producer").PublishEventAsync("pubsub", "readings", new Reading("torque", 2));

        Assert.Equal(new Reading("torque", 2), await NextAsync(_readings));
    }

    [Fact]
    public async Task Raw_Payload_IsUnwrappedByTheSdkToTheBytes()
    {
        var bytes = new byte[256 << 10];
        Random.Shared.NextBytes(bytes);

        await _sidecar.Dapr("producer").PublishByteEventAsync(
            "pubsub", "frames", bytes, "application/octet-stream", new Dictionary<string, string> { ["rawPayload"] = "true" });

        Assert.Equal(bytes, await NextAsync(_frames));
    }

    [Fact]
    public async Task Bulk_PublishAndSubscribe_OnlyWhatHasNoSuccessComesAgain()
    {
        var readings = Enumerable.Range(0, 20).Select(i => new Reading("s", i)).ToList();

        var response = await _sidecar.Dapr("producer").BulkPublishEventAsync("pubsub", "bulk", readings);

        Assert.Empty(response.FailedEntries);
        var received = new List<double>();
        while (received.Count < 21)
            received.Add((await NextAsync(_bulk)).Reading.Value);
        Assert.Equal(readings.Select(reading => reading.Value).Append(7).Order(), received.Order());
        Assert.InRange(await NextAsync(_batches), 2, 20);
    }

    private void Map(WebApplication web)
    {
        web.UseCloudEvents();
        web.MapSubscribeHandler();
        web.MapPost("/readings", (Reading reading) =>
        {
            _readings.Writer.TryWrite(reading);
            return Results.Ok();
        }).WithTopic("pubsub", "readings");
        web.MapPost("/frames", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            _frames.Writer.TryWrite(body.ToArray());
            return Results.Ok();
        }).WithTopic("pubsub", "frames", enableRawPayload: true);
        web.MapPost("/bulk", [Topic("pubsub", "bulk")] [BulkSubscribe("bulk", 50, 200)] (BulkSubscribeMessage<BulkMessageModel<Reading>> messages) =>
        {
            _batches.Writer.TryWrite(messages.Entries.Count);
            var answers = new List<BulkSubscribeAppResponseEntry>();
            foreach (var entry in messages.Entries)
            {
                _bulk.Writer.TryWrite((entry.EntryId, entry.Event.Data));
                // One entry gets no status the first time, which means again.
                if (entry.Event.Data.Value != 7 || Interlocked.Decrement(ref _refusals) < 0)
                    answers.Add(new(entry.EntryId, BulkSubscribeAppResponseStatus.SUCCESS));
            }
            return new BulkSubscribeAppResponse(answers);
        });
    }

    private static async Task<T> NextAsync<T>(Channel<T> channel)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await channel.Reader.ReadAsync(patience.Token);
    }
}
