using System.Net;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.PlantSimulator.Journal;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using Jinan.IndustryBrain.PlantSimulator.Topology;

namespace Jinan.IndustryBrain.PlantSimulator.Hosting;

/// <summary>A factory: its OPC UA endpoint, its machines, its journal.</summary>
internal sealed class FactoryHost : IAsyncDisposable
{
    private readonly OpcUaServer _server;
    private readonly List<MachineHost> _machines = [];
    private readonly JournalWriter? _journal;

    /// <param name="factory">What it consists of.</param>
    /// <param name="settings">Seed, speed and places of the run.</param>
    /// <param name="port">Port to listen on; 0 takes a free one.</param>
    /// <param name="clock">The clock of the plant.</param>
    public FactoryHost(FactoryEntry factory, PlantSettings settings, int port, PlantClock clock)
    {
        Factory = factory;
        _server = new OpcUaServer(new OpcUaServerOptions
        {
            ApplicationUri = $"{PlantNamespace.Uri}:{factory.Id}",
            ApplicationName = $"Simulated factory {factory.Id}",
            Address = IPAddress.Loopback,
            Port = port,
            PeerRefused = peer => Console.Error.WriteLine($"{factory.Id}: refused {peer.Address?.ToString() ?? "many sources"}, {peer.Times} times: {peer.Status} {peer.Reason}"),
            UnexpectedError = error => Console.Error.WriteLine($"{factory.Id}: {error}"),
        });
        _journal = settings.JournalFolder is { } folder ? JournalWriter.Open(folder, factory.Id) : null;
        foreach (var asset in factory.Machines)
        {
            var machine = MachineCatalog.Create(factory.MachineType, asset, settings.Seed);
            _machines.Add(new MachineHost(machine, _server.AddressSpace, clock, settings.Speed, _journal));
        }
    }

    public FactoryEntry Factory { get; }

    public string EndpointUrl => _server.EndpointUrl;

    public int Port => _server.EndPoint.Port;

    /// <summary>Values given out since the start.</summary>
    public long Emitted => _machines.Sum(machine => machine.Emitted);

    public void Start() => _server.Start();

    /// <summary>Lets simulated time pass and gives out what the instruments read in it.</summary>
    public void Advance(TimeSpan by, DateTime now)
    {
        foreach (var machine in _machines)
            machine.Advance(by, now);
    }

    public void FlushJournal() => _journal?.Flush();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _journal?.Dispose();
    }
}
