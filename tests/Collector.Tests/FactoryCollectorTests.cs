using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.Security;
using Jinan.IndustryBrain.FactoryFile;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.Collector.Tests;

/// <summary>The collector against a real OPC UA server over a socket.</summary>
public sealed class FactoryCollectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeSink _sink = new();
    private readonly Metrics _metrics = TestMetrics.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Collect_ChangingVariables_StoresEveryValueOnceWithItsTime()
    {
        await using var plant = Plant.Start(variables: 3);
        await using var collector = await StartAsync(plant.Configuration());
        await _sink.UntilAsync(rows => rows.Count(row => row.Number == -1) == 3, "the first value of each variable");
        var emitted = Emit(plant, 60, from: 0);
        await _sink.UntilAsync(rows => rows.Count >= 63, "all values");

        Assert.Equal(emitted.Order(), Stored().Order());
        Assert.Equal(["m1/s0", "m1/s1", "m1/s2"], _sink.Headers().SelectMany(header => header.Signals).Select(signal => signal.FullName).Distinct());
        var sequences = _sink.Headers().Select(header => header.Position.Sequence).ToArray();
        Assert.Equal(Enumerable.Range(1, sequences.Length).Select(i => (long)i), sequences);
        Assert.All(_sink.Headers().Zip(_sink.Headers().Skip(1)), pair => Assert.True(pair.First.AliveThrough <= pair.Second.AliveThrough));
    }

    [Fact]
    public async Task Restart_WithinTheLifetime_ResumesWithoutLossOrRepeat()
    {
        await using var plant = Plant.Start(variables: 2);
        var emitted = new List<(long, double)>();
        await using (await StartAsync(plant.Configuration()))
        {
            await _sink.UntilAsync(rows => rows.Count == 2, "the first values");
            emitted.AddRange(Emit(plant, 20, from: 0));
            await _sink.UntilAsync(rows => rows.Count >= 22, "the values before the restart");
        }

        emitted.AddRange(Emit(plant, 20, from: 100));
        await using var collector = await StartAsync(plant.Configuration());
        emitted.AddRange(Emit(plant, 20, from: 200));
        await _sink.UntilAsync(rows => emitted.All(value => rows.Any(row => (row.Time, row.Number) == value)), "all values of before, between and after");

        var frames = _sink.Frames.Select(Convert.ToHexString).Distinct().Count();
        var stored = _sink.Rows().DistinctBy(row => (row.Frame, row.Signal, row.Time)).Where(row => row.Number != -1).Select(row => (row.Time, row.Number!.Value));
        Assert.Equal(emitted.Order(), stored.Order());
        Assert.True(frames > 2);
        Assert.DoesNotContain(Pieces(collector, 0), piece => piece.State == CoverageState.NotCovered);
    }

    [Fact]
    public async Task Restart_SubscriptionGone_PutsTheOutageIntoTheLedger()
    {
        int port;
        var plant = Plant.Start(variables: 1);
        port = plant.Port;
        var configuration = plant.Configuration();
        await using (await StartAsync(configuration))
        {
            await _sink.UntilAsync(rows => rows.Count == 1, "the first value");
            plant.Set(0, 1);
            await _sink.UntilAsync(rows => rows.Count == 2, "a value");
        }

        await plant.DisposeAsync();
        await using var another = Plant.Start(variables: 1, port);
        var last = another.Set(0, 7);
        await using var collector = await StartAsync(configuration);
        await _sink.UntilAsync(rows => rows.Any(row => row.Time == last), "the value of the new server");
        await UntilAliveAsync(collector, last);
        var gap = Assert.Single(Pieces(collector, 0), piece => piece.State == CoverageState.NotCovered);
        Assert.Equal(NotCoveredReason.Killed, gap.Reason);
    }

    [Fact]
    public async Task ServerRestarted_HoldValueOfBefore_IsARepeatAndTheOutageIsInTheLedger()
    {
        var plant = Plant.Start(variables: 1);
        var port = plant.Port;
        await using var collector = await StartAsync(plant.Configuration());
        await _sink.UntilAsync(rows => rows.Count == 1, "the first value");
        await plant.DisposeAsync();
        await using var another = Plant.Start(variables: 1, port);
        var last = another.Set(0, 5);
        await _sink.UntilAsync(rows => rows.Any(row => row.Time == last), "the value of the new server");
        await UntilAliveAsync(collector, last);
        Assert.Equal(NotCoveredReason.Disconnected, Assert.Single(Pieces(collector, 0), piece => piece.State == CoverageState.NotCovered).Reason);
    }

    [Fact]
    public async Task Collect_OneBadNode_DoesNotFailTheOthersAndIsSaid()
    {
        await using var plant = Plant.Start(variables: 2);
        await using var collector = await StartAsync(plant.Configuration("nothere"));
        await _sink.UntilAsync(rows => rows.Count == 2, "the values of the good nodes");
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (collector.Reports().Single().Refused.Count == 0)
            await Task.Delay(20, timeout.Token);
        var refused = Assert.Single(collector.Reports().Single().Refused);
        Assert.Equal(("m1/nothere", "BadNodeIdUnknown"), (refused.Signal, refused.Status));
    }

    [Fact]
    public async Task Collect_UnreachableServer_ShowsItAndTriesAgain()
    {
        int port;
        FactoryConfiguration configuration;
        await using (var plant = Plant.Start(variables: 1))
        {
            port = plant.Port;
            configuration = plant.Configuration();
        }

        await using var collector = await StartAsync(configuration);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (collector.Reports().Single() is not { Attempts: > 0, LastError: not null })
            await Task.Delay(20, timeout.Token);
        await using var late = Plant.Start(variables: 1, port);
        await _sink.UntilAsync(rows => rows.Count == 1, "the first value of the server that came late");
    }

    [Fact]
    public async Task Configure_AnotherSignal_GetsANewIdAndIsCollected()
    {
        await using var plant = Plant.Start(variables: 3);
        var whole = plant.Configuration();
        var asset = whole.Assets[0];
        await using var collector = await StartAsync(whole with { Assets = [asset with { Signals = [asset.Signals[2]] }] });
        await _sink.UntilAsync(rows => rows.Count == 1, "the one signal");
        await collector.ConfigureAsync(whole, default);
        await _sink.UntilAsync(rows => rows.Select(row => row.Signal).Distinct().Count() == 3, "all signals");
        Assert.Equal(["s0:1", "s1:2", "s2:0"], collector.Signals.Select(signal => $"{signal.Name}:{signal.Id}"));
    }

    private static List<(long Time, double Value)> Emit(Plant plant, int count, int from)
    {
        var emitted = new List<(long, double)>();
        for (var i = 0; i < count; i++)
            emitted.Add((plant.Set(i % 2, from + i), from + i));
        return emitted;
    }

    private IEnumerable<(long, double)> Stored() => _sink.Rows().Where(row => row.Number != -1).Select(row => (row.Time, row.Number!.Value));

    private static IReadOnlyList<CoveragePiece> Pieces(FactoryCollector collector, int signal)
    {
        var alive = collector.AliveThroughOf("plc1");
        return collector.Stores.Ledger.Query("plc1", signal, alive - 3_600_000_000_000, alive, alive);
    }

    /// <summary>A frame may be published a moment before the collector takes note that it is durable.</summary>
    private static async Task UntilAliveAsync(FactoryCollector collector, long time)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (collector.AliveThroughOf("plc1") < time)
            await Task.Delay(20, timeout.Token);
    }

    private async Task<FactoryCollector> StartAsync(FactoryConfiguration configuration)
    {
        var options = new CollectorOptions();
        var stores = await FactoryStores.OpenAsync(
            "auto-01", _folder.Of("data"), options, _metrics, TimeProvider.System, NullLogger.Instance, default);
        var certificates = new FactoryCertificates("auto-01", _folder.Of("pki"), TimeProvider.System, NullLogger.Instance);
        var collector = new FactoryCollector("auto-01", stores, certificates, _sink, options, _metrics, TimeProvider.System, NullLogger.Instance);
        collector.Start();
        await collector.ConfigureAsync(configuration, default);
        return collector;
    }
}
