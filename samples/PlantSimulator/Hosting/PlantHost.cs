using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.PlantSimulator.Topology;

namespace Jinan.IndustryBrain.PlantSimulator.Hosting;

/// <summary>All factories of a plant in one process, advanced in real time by one loop.</summary>
internal sealed class PlantHost : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly PlantClock _clock;
    private readonly List<FactoryHost> _factories = [];

    private PlantHost(double speed, TimeProvider time)
    {
        _time = time;
        _clock = new PlantClock(time, speed);
    }

    public IReadOnlyList<FactoryHost> Factories => _factories;

    /// <summary>Builds the factories and opens their endpoints; the machines stand still until <see cref="RunAsync"/>.</summary>
    /// <exception cref="PlantException">A port is in use, or a journal cannot be written.</exception>
    public static async Task<PlantHost> StartAsync(
        IReadOnlyList<(FactoryEntry Factory, int Number)> factories, PlantSettings settings, TimeProvider time)
    {
        var plant = new PlantHost(settings.Speed, time);
        try
        {
            foreach (var (factory, number) in factories)
            {
                var port = settings.BasePort == 0 ? 0 : settings.BasePort + number;
                var host = new FactoryHost(factory, settings, port, plant._clock);
                plant._factories.Add(host);
                host.Start();
            }

            if (settings.PortsFile is { } file)
                await PortsFile.WriteAsync(file, plant._factories);
            return plant;
        }
        catch (Exception e) when (e is OpcUaException or IOException or UnauthorizedAccessException)
        {
            await plant.DisposeAsync();
            throw new PlantException($"The plant cannot start. {e.Message}", e);
        }
        catch
        {
            await plant.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the machines until cancelled.</summary>
    /// <exception cref="PlantException">A journal could not be written: values that are not in it would not be accounted for.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var lastFlush = _time.GetTimestamp();
        using var timer = new PeriodicTimer(Tick, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Advance();
                if (_time.GetElapsedTime(lastFlush) < FlushEvery)
                    continue;
                lastFlush = _time.GetTimestamp();
                foreach (var factory in _factories)
                    factory.FlushJournal();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The way to stop.
        }
        catch (IOException e)
        {
            throw new PlantException($"A journal cannot be written: {e.Message} Free some space, or run without --journal.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var factory in _factories)
            await factory.DisposeAsync();
        _factories.Clear();
    }

    private void Advance()
    {
        var by = _clock.Advance(out var skipped);
        if (skipped > TimeSpan.Zero)
            Console.Error.WriteLine($"plant: stood still for {skipped.TotalSeconds:F1} s; the machines go on from where they were.");
        foreach (var factory in _factories)
            factory.Advance(by, _time.GetUtcNow().UtcDateTime);
    }
}
