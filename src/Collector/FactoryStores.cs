using Jinan.IndustryBrain.Collector.Assets;
using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Collector;

/// <summary>Everything durable of one factory, opened together and closed together.</summary>
internal sealed class FactoryStores : IAsyncDisposable
{
    private FactoryStores(
        SegmentedLog log, CoverageLedger ledger, FactoryMemory memory, SignalCatalogue catalogue, ConsumerPositions positions, StorageState storage,
        FrameLog frames)
    {
        Log = log;
        Ledger = ledger;
        Memory = memory;
        Catalogue = catalogue;
        Positions = positions;
        Storage = storage;
        Frames = frames;
    }

    public SegmentedLog Log { get; }

    public CoverageLedger Ledger { get; }

    public FactoryMemory Memory { get; }

    public SignalCatalogue Catalogue { get; }

    public ConsumerPositions Positions { get; }

    public StorageState Storage { get; }

    public FrameLog Frames { get; }

    public static async Task<FactoryStores> OpenAsync(
        string factory, string folder, CollectorOptions options, Metrics metrics, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var log = await SegmentedLog.OpenAsync(
            new SegmentedLogOptions { Directory = Path.Combine(folder, "log"), MaxBytes = (long)options.MaxLogMiB << 20 },
            time: time,
            ct: cancellationToken);
        CoverageLedger? ledger = null;
        try
        {
            ledger = await CoverageLedger.OpenAsync(folder, time, cancellationToken);
            var storage = new StorageState(factory, logger);
            return new FactoryStores(
                log,
                ledger,
                FactoryMemory.Load(folder, log),
                new SignalCatalogue(folder),
                new ConsumerPositions(log),
                storage,
                new FrameLog(log, ledger, storage, metrics, time));
        }
        catch
        {
            // Both hold a lock on their folder, which the next attempt needs.
            if (ledger is not null)
                await ledger.DisposeAsync();
            await log.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Positions.Dispose();
        await Ledger.DisposeAsync();
        await Log.DisposeAsync();
    }
}
