using System.Globalization;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.OpcUa.Tests.Faults;

/// <summary>
/// Runs for SOAK_MINUTES (60 in .ci/long): encrypted, tokens renewed each minute, the line cut each five, values all the time. Memory
/// stays flat, and what did not come is explained. A shorter run, such as that without SOAK_MINUTES, does the same in shorter steps.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class SoakTests(ITestOutputHelper output)
{
    static readonly TimeSpan ShortestToken = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Connection_ForALongTime_StaysFlatAndExplainsEverything()
    {
        var minutes = double.Parse(Environment.GetEnvironmentVariable("SOAK_MINUTES") ?? "0.35", CultureInfo.InvariantCulture);
        var length = TimeSpan.FromMinutes(minutes);
        // Renewed at three quarters of its lifetime: 80 s makes it each minute.
        var token = Shorter(TimeSpan.FromSeconds(80), Longer(length / 6, ShortestToken));
        // No shorter than what a renewal takes, or no token would live to see one.
        var step = Shorter(TimeSpan.FromMinutes(5), Longer(length / 6, token * 1.5));
        var watch = new StreamWatch();
        await using var plant = new CountingPlant();
        await using var proxy = new FaultProxy(plant.Port, 1);
        await using var receiver = Receiver.Start(
            Receiver.Options(proxy.Url) with
            {
                TokenLifetime = token, RequestTimeout = TimeSpan.FromSeconds(10), ConnectTimeout = TimeSpan.FromSeconds(10),
                Security = CountingPlant.Secured(SecurityMode.SignAndEncrypt),
            },
            watch.DialAsync);
        await receiver.UntilAsync(0, "the start");

        using var stop = new CancellationTokenSource();
        var emitting = EmitAsync(plant, stop.Token);
        var started = TimeProvider.System.GetTimestamp();
        var footprints = new List<Footprint>();
        var cuts = 0;
        while (TimeProvider.System.GetElapsedTime(started) < length)
        {
            await Task.Delay(Shorter(step, length - TimeProvider.System.GetElapsedTime(started)));
            var footprint = await Footprint.TakeAsync(watch);
            footprints.Add(footprint);
            new TestReport(output).Line($"{TimeProvider.System.GetElapsedTime(started):hh\\:mm\\:ss}: {footprint}; {receiver.Connection.Status.Counters}");
            receiver.Forget();
            proxy.Cut();
            cuts++;
        }

        await stop.CancelAsync();
        await emitting;
        plant.Emit();
        await receiver.UntilAsync(plant.Last, "the end");

        var counters = receiver.Connection.Status.Counters;
        var renewals = proxy.Openings - proxy.Accepted;
        new TestReport(output).Line($"{plant.Last} values, {cuts} cuts, {renewals} renewals of tokens of {token}: {counters}");
        Assert.InRange(renewals, (int)(length / token) / 2, int.MaxValue);
        // The line was cut and the server lived: each session went on, and whatever was under way was fetched again.
        Assert.Equal(0, receiver.Disorders);
        Assert.Empty(receiver.Gaps);
        Assert.Equal(plant.Last + 1, receiver.Count);
        Assert.Equal(0, counters.MessagesLost);
        Assert.InRange(counters.Connects, cuts, 1 + (cuts * 4));
        Assert.Equal((1, 1), (plant.Server.SessionCount, plant.Server.SubscriptionCount));

        // The line is up again since the last cut. Held against the first look, before any cut; in a long run against the second, when all is warm.
        var late = await Footprint.TakeAsync(watch);
        var early = footprints[footprints.Count > 4 ? 1 : 0];
        new TestReport(output).Line($"At the end: {late}; more than early on: {late.MoreThan(early)}");
        Assert.InRange(late.Streams, 1, 1);
        Assert.True(late.Sockets <= early.Sockets, $"Sockets were left behind: {early} became {late}.");
        Assert.True(late.Descriptors <= early.Descriptors + 4, $"{early} became {late}, by {late.MoreThan(early)}.");
        Assert.InRange(late.Timers, 0, early.Timers + 8);
        Assert.True(late.Bytes <= early.Bytes + 1_000_000 + (plant.Last * 40), $"{early} became {late}");
    }

    static async Task EmitAsync(CountingPlant plant, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) plant.Emit();
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
