using System.Buffers;
using Jinan.IndustryBrain.Collector.Endpoints;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.FactoryFile;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.Collector.Tests.Publishing;

public sealed class PublishingTests : IAsyncLifetime
{
    private static readonly FactoryConfiguration Factory = new() { Factory = "auto-01", Enterprise = "e", Sector = "auto", Connections = [], Assets = [] };

    private readonly TemporaryFolder _folder = new();
    private readonly Metrics _metrics = TestMetrics.Create();
    private FactoryStores _stores = null!;

    public async ValueTask InitializeAsync() => _stores = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Store_Frames_HaveTheSequenceOfTheirRecord()
    {
        for (var i = 1; i <= 3; i++)
            Assert.Equal(new FramePosition(_stores.Log.Epoch, i), await StoreAsync(i));
        using var scan = _stores.Log.OpenScan();
        Assert.True(scan.TryRead(1, out var batch));
        using (batch)
        {
            foreach (var record in batch)
                Assert.Equal(new FramePosition(_stores.Log.Epoch, record.Sequence), FrameDecoder.DecodeHeader(record.Payload).Position);
        }
    }

    [Fact]
    public async Task Publisher_BrokerAway_PublishesEverythingInOrderAfterwards()
    {
        var sink = new FakeSink { IsDown = true };
        using var stop = new CancellationTokenSource();
        await StoreAsync(1);
        await StoreAsync(2);
        var running = Publisher(sink).RunAsync(stop.Token);
        Assert.True(SpinWait.SpinUntil(() => sink.Refused > 0, TimeSpan.FromSeconds(30)));
        await StoreAsync(3);
        sink.IsDown = false;
        await sink.UntilAsync(rows => rows.Count == 3, "three rows");
        Assert.Equal([1, 2, 3], sink.Headers().Select(header => header.Position.Sequence));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Publisher_AfterARestart_GoesOnBehindWhatBothConfirmed()
    {
        for (var i = 1; i <= 4; i++)
            await StoreAsync(i);
        Confirm("historian", 3);
        Confirm("inference", 2);
        await _stores.Positions.CommitAsync(0, default);
        await _stores.DisposeAsync();
        _stores = await OpenAsync();

        var sink = new FakeSink();
        using var stop = new CancellationTokenSource();
        var running = Publisher(sink).RunAsync(stop.Token);
        await sink.UntilAsync(rows => rows.Count == 2, "two rows");
        Assert.Equal([3, 4], sink.Headers().Select(header => header.Position.Sequence));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Confirm_OfAnotherLog_IsToldApart()
    {
        await StoreAsync(1);
        var epoch = _stores.Log.Epoch;
        Assert.Equal(Confirmation.Noted, _stores.Positions.Confirm("historian", new FramePosition(epoch, 1)));
        Assert.Equal(Confirmation.BeyondTheLog, _stores.Positions.Confirm("historian", new FramePosition(epoch, 2)));
        Assert.Equal(Confirmation.BeyondTheLog, _stores.Positions.Confirm("historian", new FramePosition(epoch + 1, 1)));
        Assert.Equal(Confirmation.OfAnotherEpoch, _stores.Positions.Confirm("historian", new FramePosition(epoch - 1, 9)));
        Assert.Equal(0, _stores.Positions.ConfirmedByAll);
    }

    [Fact]
    public async Task Collect_AfterAPosition_GivesWhatFollowsWithinTheBytes()
    {
        for (var i = 1; i <= 5; i++)
            await StoreAsync(i);
        var epoch = _stores.Log.Epoch;
        Assert.Equal([3, 4, 5], Fetch(new FramePosition(epoch, 2), 1 << 20));
        Assert.Equal([1, 2, 3, 4, 5], Fetch(new FramePosition(epoch - 1, 77), 1 << 20));
        Assert.Equal([3], Fetch(new FramePosition(epoch, 2), 1));
        Assert.Empty(Fetch(new FramePosition(epoch, 5), 1 << 20));
    }

    [Fact]
    public async Task Log_RestoredFromACopy_GoesOnCountingAndGivesBothEpochsInOrder()
    {
        for (var i = 1; i <= 5; i++)
            await StoreAsync(i);
        var before = _stores.Log.Epoch;
        Confirm("historian", 4);
        Confirm("inference", 2);
        await _stores.Positions.CommitAsync(0, default);
        await _stores.DisposeAsync();
        DurableLog.SegmentedLog.RequestNewEpoch(Path.Combine(_folder.Of("auto-01"), "log"));
        _stores = await OpenAsync();

        var after = _stores.Log.Epoch;
        Assert.True(after > before);
        Assert.Equal(new FramePosition(after, 6), await StoreAsync(6));
        Assert.Equal([3, 4, 5, 6], Fetch(new FramePosition(before, 2), 1 << 20));
        // What the consumer had of the life before ends where the copy ends.
        Assert.Equal([6], Fetch(new FramePosition(before, 900), 1 << 20));
        Assert.Equal([6], Fetch(new FramePosition(after, 5), 1 << 20));
        Assert.Equal(2, _stores.Positions.ConfirmedByAll);
        Assert.Equal(5, _stores.Memory.Sequence);
        Assert.Equal(Confirmation.OfAnotherEpoch, _stores.Positions.Confirm("inference", new FramePosition(before, 5)));
        Assert.Equal(Confirmation.Noted, _stores.Positions.Confirm("inference", new FramePosition(after, 6)));
    }

    private List<long> Fetch(FramePosition after, int maxBytes)
    {
        var bundle = new ArrayBufferWriter<byte>();
        FrameEndpoints.Collect(_stores.Log, after, maxBytes, bundle);
        return [.. FrameBundle.Read(bundle.WrittenMemory).Select(frame => FrameDecoder.DecodeHeader(frame).Position.Sequence)];
    }

    private void Confirm(string consumer, long sequence) =>
        Assert.Equal(Confirmation.Noted, _stores.Positions.Confirm(consumer, new FramePosition(_stores.Log.Epoch, sequence)));

    private FramePublisher Publisher(FakeSink sink) =>
        new("auto-01", _stores.Log, _stores.Positions, sink, _metrics, TimeProvider.System, NullLogger.Instance);

    private async Task<FramePosition> StoreAsync(double value)
    {
        var draft = new FrameDraft("plc1", 1);
        draft.Columns.AddDouble(0, 1, null, 1, value, 0);
        return await _stores.Frames.StoreAsync(Factory, "collector", draft, default);
    }

    private Task<FactoryStores> OpenAsync() =>
        FactoryStores.OpenAsync("auto-01", _folder.Of("auto-01"), new CollectorOptions(), _metrics, TimeProvider.System, NullLogger.Instance, default);
}
