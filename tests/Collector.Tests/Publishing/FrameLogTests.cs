using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.FactoryFile;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.Collector.Tests.Publishing;

public sealed class FrameLogTests : IDisposable
{
    private static readonly FactoryConfiguration Factory = new() { Factory = "auto-01", Enterprise = "e", Sector = "auto", Connections = [], Assets = [] };

    private readonly TemporaryFolder _folder = new();
    private readonly RefusingStorage _disk = new();
    private readonly StorageState _state = new("auto-01", NullLogger.Instance);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Store_DiskFull_WaitsSaysWhyAndGoesOnByItself()
    {
        await using var log = await OpenAsync(64 << 20);
        await using var ledger = await CoverageLedger.OpenAsync(_folder.Path, TimeProvider.System, default);
        var frames = Frames(log, ledger);
        Assert.Equal(1, (await StoreAsync(frames, 1)).Sequence);

        _disk.IsFull = true;
        var storing = StoreAsync(frames, 2);
        await UntilAsync(() => _state.Reason is not null);
        if (OperatingSystem.IsLinux())
            Assert.Equal("storage.diskFull", _state.Reason!.Code!.Code);
        Assert.False(storing.IsCompleted);
        Assert.Equal(1, log.DurableSequence);

        _disk.IsFull = false;
        Assert.Equal(2, (await storing.WaitAsync(TimeSpan.FromSeconds(60))).Sequence);
        Assert.Null(_state.Reason);
        Assert.Equal(3, (await StoreAsync(frames, 3)).Sequence);
        Assert.Equal([1.0, 2, 3], Values(log));
    }

    [Fact]
    public async Task Store_LogFull_GoesOnWhenBothConsumersHaveConfirmed()
    {
        await using var log = await OpenAsync(16 << 10);
        await using var ledger = await CoverageLedger.OpenAsync(_folder.Path, TimeProvider.System, default);
        using var positions = new ConsumerPositions(log);
        var frames = Frames(log, ledger);
        Task<FramePosition> storing;
        var stored = 0;
        do
            storing = StoreAsync(frames, ++stored);
        while (await Task.WhenAny(storing, UntilAsync(() => _state.Reason is not null)) == storing);

        Assert.Equal("storage.logFull", _state.Reason!.Code!.Code);
        positions.Confirm("historian", new FramePosition(log.Epoch, log.DurableSequence));
        await positions.CommitAsync(log.DurableSequence, default);
        Assert.False(storing.IsCompleted);
        positions.Confirm("inference", new FramePosition(log.Epoch, log.DurableSequence));
        await positions.CommitAsync(log.DurableSequence, default);
        Assert.Equal(stored, (await storing.WaitAsync(TimeSpan.FromSeconds(60))).Sequence);
        Assert.Null(_state.Reason);
    }

    [Fact]
    public async Task Store_LedgerEntries_AreDurableBeforeTheFrame()
    {
        await using var log = await OpenAsync(64 << 20);
        await using (var ledger = await CoverageLedger.OpenAsync(_folder.Path, TimeProvider.System, default))
        {
            ledger.Begin("plc1", 0, 10);
            await StoreAsync(Frames(log, ledger), 1);
        }

        await using var reopened = await CoverageLedger.OpenAsync(_folder.Path, TimeProvider.System, default);
        Assert.True(reopened.HasBegun(0));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(10, timeout.Token);
    }

    private static List<double> Values(SegmentedLog log)
    {
        using var scan = log.OpenScan();
        var values = new List<double>();
        // After a refusal the log goes on in another segment, and a batch ends with its segment.
        while (scan.TryRead(values.Count + 1, out var batch))
        {
            using (batch)
            {
                foreach (var record in batch)
                {
                    using var frame = FrameDecoder.Decode(record.Payload);
                    values.Add(frame.Double(0)!.Value);
                }
            }
        }

        return values;
    }

    private FrameLog Frames(SegmentedLog log, CoverageLedger ledger) => new(log, ledger, _state, TestMetrics.Create(), TimeProvider.System);

    private static Task<FramePosition> StoreAsync(FrameLog frames, double value)
    {
        var draft = new FrameDraft("plc1", 1);
        draft.Columns.AddDouble(0, (long)value, null, 1, value, 0);
        return frames.StoreAsync(Factory, "collector", draft, default).AsTask();
    }

    private ValueTask<SegmentedLog> OpenAsync(long maxBytes) => SegmentedLog.OpenAsync(
        new SegmentedLogOptions
        {
            Directory = _folder.Of("log"), MaxBytes = maxBytes, SegmentBytes = Math.Min(maxBytes / 4, 16 << 20),
            MaxRecordBytes = (int)Math.Min(maxBytes / 8, 1 << 20), RetryInterval = TimeSpan.FromMilliseconds(50),
        },
        _disk);
}
