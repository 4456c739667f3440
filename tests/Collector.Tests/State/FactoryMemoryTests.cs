using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Collector.Tests.State;

public sealed class FactoryMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_SnapshotAndTheLogBehindIt_GiveWhatTheWholeLogGives()
    {
        await using var log = await OpenAsync();
        await StoreAsync(log, signal: 1, time: 10, mark: 4, alive: 100);
        var first = FactoryMemory.Load(_folder.Path, log);
        first.Save();
        Assert.Equal(1, first.SavedSequence);
        await StoreAsync(log, signal: 2, time: 20, mark: 5, alive: 90);

        var memory = FactoryMemory.Load(_folder.Path, log);
        Assert.Equal(StoredValue.OfDouble(10, 0.5, 0), memory.ValueOf(1));
        Assert.Equal(StoredValue.OfDouble(20, 0.5, 0), memory.ValueOf(2));
        Assert.Equal(StoredKind.Nothing, memory.ValueOf(3).Kind);
        // Alive-through never goes back.
        Assert.Equal(new ConnectionMemory(77, 5, 100), memory.ConnectionOf("plc1"));
        Assert.Equal((2L, 1L), (memory.Sequence, memory.SavedSequence));
    }

    [Fact]
    public async Task Load_LogThatWasLost_KeepsTheValuesAndReadsTheNewLogFromItsBeginning()
    {
        await using (var log = await OpenAsync())
        {
            for (var i = 1; i <= 3; i++)
                await StoreAsync(log, signal: 1, time: i, mark: (uint)i, alive: i);
            FactoryMemory.Load(_folder.Path, log).Save();
        }

        Directory.Delete(_folder.Of("log"), recursive: true);
        await using var another = await OpenAsync();
        await StoreAsync(another, signal: 2, time: 50, mark: 9, alive: 60);
        var memory = FactoryMemory.Load(_folder.Path, another);
        Assert.Equal(3, memory.ValueOf(1).Time);
        Assert.Equal(50, memory.ValueOf(2).Time);
        Assert.Equal(1, memory.Sequence);
    }

    [Fact]
    public async Task Fold_RowsOfHistory_DoNotTakeThePlaceOfNewerOnesAndSayHowFarTheyCame()
    {
        await using var log = await OpenAsync();
        await StoreAsync(log, signal: 1, time: 50, mark: 4, alive: 60);
        await StoreAsync(log, signal: 1, time: 20, mark: 0, alive: 60, subscription: NotificationMark.History);
        await StoreAsync(log, signal: 2, time: 30, mark: 0, alive: 60, subscription: NotificationMark.History);
        var memory = FactoryMemory.Load(_folder.Path, log);
        Check(memory);
        memory.Save();
        Check(FactoryMemory.Load(_folder.Path, log));

        static void Check(FactoryMemory memory)
        {
            Assert.Equal((50, 30), (memory.ValueOf(1).Time, memory.ValueOf(2).Time));
            Assert.Equal((20, 30, long.MinValue), (memory.FilledThrough(1), memory.FilledThrough(2), memory.FilledThrough(3)));
            Assert.Equal(new ConnectionMemory(77, 4, 60), memory.ConnectionOf("plc1"));
        }
    }

    private ValueTask<SegmentedLog> OpenAsync() => SegmentedLog.OpenAsync(new SegmentedLogOptions { Directory = _folder.Of("log") });

    private static async Task StoreAsync(SegmentedLog log, int signal, long time, uint mark, long alive, uint subscription = 77)
    {
        var columns = new FrameColumns();
        columns.AddDouble(signal, time, null, time, 0.5, 0);
        var header = new FrameHeader
        {
            Factory = "auto-01", Enterprise = "e", Sector = "auto", Collector = "c", Connection = "plc1",
            Position = new FramePosition(log.Epoch, log.NextSequence), AliveThrough = alive, Notifications = [new NotificationMark(subscription, mark)],
        };
        await log.AppendAsync(new FrameEncoder().Encode(header, columns).ToArray(), default);
    }
}
