using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.OpcUa.Tests.Faults;

/// <summary>Measures the process, so that nothing else may run beside it.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>
/// A server that is started again and again, by default 50 times (SERVER_RESTARTS; 1,000 in .ci/long): no task, socket, timer or
/// memory is left behind, every span that was not covered is reported, and nothing comes twice.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class RestartTests(ITestOutputHelper output)
{
    const int Connections = 3;
    const int WarmUp = 10;

    static int Restarts => int.TryParse(Environment.GetEnvironmentVariable("SERVER_RESTARTS"), out var restarts) ? restarts : 50;

    [Fact]
    public async Task Server_RestartedManyTimes_LeavesNothingBehindAndEveryGapIsReported()
    {
        var watch = new StreamWatch();
        var started = TimeProvider.System.GetTimestamp();
        await using var plant = new CountingPlant();
        // The server numbers its subscriptions from 1 at each start: three clients with ids of before would take each other's.
        var receivers = Enumerable.Range(0, Connections)
            .Select(_ => Receiver.Start(Receiver.Options(plant.Server.EndpointUrl), watch.DialAsync)).ToList();
        try
        {
            Footprint? early = null;
            for (var round = 1; round <= Restarts; round++)
            {
                for (var i = 0; i < 20; i++)
                {
                    plant.Emit();
                    if (i % 5 == 0) await Task.Delay(2);
                }

                // Some rounds end with everything delivered, others in the midst of it.
                if (round % 3 == 0) await EachUntilAsync(receivers, plant.Last, round);
                await plant.RestartAsync();
                plant.Emit();
                await EachUntilAsync(receivers, plant.Last, round);
                if (round == Math.Min(WarmUp, Restarts - 1)) early = await MeasureAsync(round, watch);
            }

            var late = await MeasureAsync(Restarts, watch);
            foreach (var (receiver, number) in receivers.Select((receiver, number) => (receiver, number)))
            {
                plant.Reconcile(receiver, $"connection {number}");
                Assert.Equal(0, receiver.Connection.Status.Counters.EventsDropped);
                new TestReport(output).Line(
                    $"Connection {number}: {receiver.Values.Count} values, {receiver.Gaps.Count} gaps reported, "
                    + $"{receiver.Connection.Status.Counters.Connects} connects, {receiver.Connection.Status.Counters.Duplicates} duplicates let go.");
            }

            new TestReport(output).Line(
                $"{Restarts} restarts in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s, {watch.Dialled} connections made, {plant.Last} values emitted.");
            Assert.Equal((Connections, Connections), (plant.Server.SessionCount, plant.Server.SubscriptionCount));
            Assert.Equal(Connections, late.Streams);
            Assert.InRange(late.Descriptors, 0, early!.Descriptors + 4);
            Assert.InRange(late.Timers, 0, early.Timers + 8);
            // What the test itself keeps (values, journal) is some 60 bytes each; a leak of one channel a restart, with its 64 KB buffer,
            // would be 190 KB a restart.
            var kept = plant.Last * 64 * (Connections + 1);
            Assert.True(late.Bytes <= early.Bytes + kept + 1_500_000, $"{early} became {late}");
        }
        finally
        {
            foreach (var receiver in receivers) await receiver.DisposeAsync();
        }

        // What the last connections held goes with them.
        Assert.Equal(0, (await MeasureAsync(0, watch)).Streams);
    }

    async Task<Footprint> MeasureAsync(int round, StreamWatch watch)
    {
        var footprint = await Footprint.TakeAsync(watch);
        new TestReport(output).Line(round == 0 ? $"After the end: {footprint}" : $"After {round} restarts: {footprint}");
        return footprint;
    }

    static async Task EachUntilAsync(List<Receiver> receivers, long value, int round)
    {
        foreach (var receiver in receivers) await receiver.UntilAsync(value, $"restart {round}");
    }
}
