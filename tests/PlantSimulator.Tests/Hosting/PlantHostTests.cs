using System.Globalization;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.PlantSimulator.Commands;
using Jinan.IndustryBrain.PlantSimulator.Hosting;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.PlantSimulator.Topology;

namespace Jinan.IndustryBrain.PlantSimulator.Tests.Hosting;

/// <summary>The plant as others see it: over OPC UA, by this repository's client.</summary>
public sealed class PlantHostTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly (FactoryEntry, int)[] Factories =
    [
        (new FactoryEntry("auto-01", "ent-auto-01", "auto", "gaoxin", WeldingRobotJoint.TypeName, ["auto-01-m1"]), 1),
        (new FactoryEntry("semi-01", "ent-semi-01", "semiconductors", "gaoxin", PlasmaEtcher.TypeName, ["semi-01-m1"]), 2),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("plant-").FullName;

    [Fact]
    public async Task Subscriber_AtTheIntervalsOfFactoryYaml_GetsEveryJournalledValue()
    {
        const double speed = 5;
        var received = new Dictionary<(string Signal, long Time), string>();
        await using (var plant = await PlantHost.StartAsync(Factories, Settings(speed), TimeProvider.System))
        {
            using var stop = new CancellationTokenSource(Patience);
            var running = plant.RunAsync(stop.Token);
            foreach (var factory in plant.Factories)
                await ReceiveAsync(factory, speed, received, atLeast: 300);
            await stop.CancelAsync();
            await running;
        }

        foreach (var (factory, _) in Factories)
        {
            var journal = ReadJournal(factory.Id).ToList();
            var own = received.Where(entry => entry.Key.Signal.StartsWith(factory.Id, StringComparison.Ordinal)).ToList();
            Assert.True(own.Count >= 300);
            // Per signal: between its first and its last value received, the journal has no other.
            foreach (var ofSignal in own.GroupBy(entry => entry.Key.Signal))
            {
                var (from, to) = (ofSignal.Min(entry => entry.Key.Time), ofSignal.Max(entry => entry.Key.Time));
                var emitted = journal.Where(line => line.Signal == ofSignal.Key && line.Time >= from && line.Time <= to)
                    .Select(line => (line.Time, line.Value)).Order();
                Assert.Equal(emitted, ofSignal.Select(entry => (entry.Key.Time, entry.Value)).Order());
            }
        }
    }

    [Fact]
    public async Task Fault_InjectedByCall_ChangesTheMachineAndIsCleared()
    {
        await using var plant = await PlantHost.StartAsync(Factories[..1], Settings(speed: 1), TimeProvider.System);
        var endpoint = plant.Factories[0].EndpointUrl;

        await MethodCall.InvokeAsync(endpoint, "auto-01-m1", PlantNamespace.InjectFault, ["bearing-wear", 0.5], CancellationToken.None);
        await MethodCall.InvokeAsync(endpoint, "auto-01-m1", PlantNamespace.ClearFaults, [], CancellationToken.None);

        await Assert.ThrowsAsync<PlantException>(() =>
            MethodCall.InvokeAsync(endpoint, "auto-01-m1", PlantNamespace.InjectFault, ["no-such-fault", 0.5], CancellationToken.None));
        await Assert.ThrowsAsync<PlantException>(() =>
            MethodCall.InvokeAsync(endpoint, "auto-01-m1", PlantNamespace.InjectFault, ["bearing-wear", 1.5], CancellationToken.None));
    }

    [Fact]
    public async Task Start_PortInUse_SaysWhichAndLeavesNoneOpen()
    {
        await using var first = await PlantHost.StartAsync(Factories[..1], Settings(speed: 1), TimeProvider.System);
        var settings = Settings(speed: 1) with { BasePort = first.Factories[0].Port - 1, JournalFolder = null, PortsFile = null };

        var fault = await Assert.ThrowsAsync<PlantException>(() => PlantHost.StartAsync(Factories[..1], settings, TimeProvider.System));

        Assert.Contains($"Port {first.Factories[0].Port}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PortsFile_AfterStart_NamesEveryEndpoint()
    {
        await using var plant = await PlantHost.StartAsync(Factories, Settings(speed: 1), TimeProvider.System);

        var ports = PortsFile.Read(Path.Combine(_folder, "ports.json"));

        Assert.Equal(plant.Factories.ToDictionary(factory => factory.Factory.Id, factory => factory.Port), ports);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PlantSettings Settings(double speed) => new(7, speed, 0, Path.Combine(_folder, "journal"), Path.Combine(_folder, "ports.json"));

    private static async Task ReceiveAsync(FactoryHost factory, double speed, Dictionary<(string, long), string> received, int atLeast)
    {
        var asset = factory.Factory.Machines[0];
        var signals = MachineCatalog.Create(factory.Factory.MachineType, asset, 7).Signals;
        await using var connection = new OpcUaConnection(new ConnectionOptions { EndpointUrl = factory.EndpointUrl });
        connection.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = TimeSpan.FromMilliseconds(200),
            Items =
            [
                .. signals.Select(signal => new MonitoredItemSettings(new ExpandedNodeId(new NodeId($"{asset}.{signal.Name}", 0), PlantNamespace.Uri))
                {
                    SamplingInterval = TimeSpan.FromMilliseconds(Math.Floor(signal.Period.TotalMilliseconds / speed)),
                    QueueSize = 1_000,
                }),
            ],
        });
        connection.Start();
        using var timeout = new CancellationTokenSource(Patience);
        var before = received.Count;
        await foreach (var batch in connection.Notifications.ReadAllAsync(timeout.Token))
        {
            using (batch)
            {
                for (var row = 0; row < batch.Count; row++)
                {
                    // Before its first reading a variable has no value, and says so.
                    if (batch.Values.Status[row] != StatusCodes.Good.Code)
                        continue;
                    var value = batch.Values.Value(row).ToObject();
                    received.Add(
                        ($"{asset}/{signals[batch.Values.Handle[row]].Name}", batch.Values.SourceTime[row]),
                        Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                }

                batch.Acknowledge();
            }

            if (received.Count - before >= atLeast)
                return;
        }
    }

    private IEnumerable<(string Signal, long Time, string Value)> ReadJournal(string factory) =>
        from line in File.ReadLines(Path.Combine(_folder, "journal", factory + ".csv")).Skip(1)
        let fields = line.Split(',')
        select (fields[0], long.Parse(fields[1], CultureInfo.InvariantCulture), fields[2]);
}
