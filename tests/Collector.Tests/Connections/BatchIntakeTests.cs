using System.Buffers;
using Jinan.IndustryBrain.Collector.Connections;
using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.History;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.Collector.Tests.Connections;

public sealed class BatchIntakeTests : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
    private static readonly long StartNs = OpcUaTime.ToUnixNanoseconds(Start);
    private const long Second = 1_000_000_000;

    private readonly TemporaryFolder _folder = new();
    private SegmentedLog _log = null!;
    private CoverageLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _log = await SegmentedLog.OpenAsync(new SegmentedLogOptions { Directory = _folder.Of("log") });
        _ledger = await CoverageLedger.OpenAsync(_folder.Path, TimeProvider.System, default);
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await _log.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void AddRows_SameValueAgain_IsARepeatAndTakesNoRow()
    {
        var intake = Intake(SignalType.Double);
        Take(intake, 1, Item(0, new DataValue(1.5, default, Start)), Item(0, new DataValue(1.5, default, Start)));
        Take(intake, 2, Item(0, new DataValue(1.5, default, Start.AddSeconds(1))), Item(0, new DataValue(1.5, StatusCodes.Uncertain, Start.AddSeconds(1))));
        Assert.Equal((3, 1L), (intake.Draft.Columns.Count, intake.Repeats));
    }

    [Fact]
    public async Task AddRows_HoldValueAfterARestart_IsARepeat()
    {
        var before = Intake(SignalType.Text);
        Take(before, 1, Item(0, new DataValue("running", default, Start)));
        await StoreAsync(before.Draft);

        var after = Intake(SignalType.Text);
        Take(after, 1, Item(0, new DataValue("running", default, Start)), Item(0, new DataValue("stopped", default, Start.AddSeconds(1))));
        Assert.Equal((1, 1L), (after.Draft.Columns.Count, after.Repeats));
    }

    [Fact]
    public void AddRows_OverflowBit_PutsTheTimeSinceTheValueBeforeIntoTheLedger()
    {
        var intake = Intake(SignalType.Double);
        Take(intake, 1, Item(0, new DataValue(1.0, default, Start)), Item(0, new DataValue(2.0, StatusCodes.Good.WithOverflow, Start.AddSeconds(2))));
        Assert.Equal(1, intake.Overflows);
        Assert.Equal(
            new CoveragePiece(Info(1).PublishTime, StartNs + (2 * Second), CoverageState.NotCovered, NotCoveredReason.Overflow),
            Assert.Single(_ledger.Query("plc1", 0, StartNs - Second, StartNs + (5 * Second), long.MaxValue), piece => piece.Reason is not null));
    }

    [Fact]
    public async Task AddRows_OfEachType_GoIntoTheDeclaredColumnOrSayMismatch()
    {
        var intake = Intake(SignalType.Double, SignalType.Int64, SignalType.Text);
        Take(
            intake, 1,
            Item(0, new DataValue(7, default, Start)),
            Item(1, new DataValue(7.0, default, Start)),
            Item(2, new DataValue(7.5, default, Start)),
            Item(1, new DataValue(7.5, default, Start.AddSeconds(1))),
            Item(0, new DataValue("text", default, Start.AddSeconds(1))),
            Item(1, new DataValue(true, default, Start.AddSeconds(2))),
            Item(2, new DataValue(new double[] { 1 }, default, Start.AddSeconds(2))),
            Item(0, new DataValue(Variant.Null, StatusCodes.BadNoCommunication, Start.AddSeconds(3))));
        using var frame = await StoreAsync(intake.Draft);
        Assert.Equal([7.0, 7.0, null, null, null, 1.0, null, null], Enumerable.Range(0, 8).Select(frame.Number));
        Assert.Equal("7.5", frame.Text(2));
        Assert.Equal(
            [0u, 0, 0, StatusCodes.BadTypeMismatch.Code, StatusCodes.BadTypeMismatch.Code, 0, StatusCodes.BadTypeMismatch.Code, StatusCodes.BadNoCommunication.Code],
            frame.Status.ToArray());
        Assert.Equal(3, intake.TypeMismatches);
    }

    [Theory]
    [InlineData("Source", 0)]
    [InlineData("Server", 1)]
    [InlineData("Received", 2)]
    public async Task AddRows_ByClock_AreStampedByIt(string clock, int seconds)
    {
        var intake = Intake(Settings() with { Clock = Enum.Parse<ClockSource>(clock) }, 0, SignalType.Double);
        Take(intake, 1, Item(0, new DataValue(1.0, default, Start, Start.AddSeconds(1))));
        using var frame = await StoreAsync(intake.Draft);
        Assert.Equal(StartNs + (seconds * Second), frame.SourceTime[0]);
    }

    [Fact]
    public void EndBatch_AliveThrough_StaysBehindTheSlowestSamplingAndWaitsForTheRest()
    {
        var intake = Intake(SignalType.Double);
        intake.SlowestSamplingNs = Second / 2;
        Take(intake, Info(1) with { MoreNotifications = true });
        Assert.Equal(long.MinValue, intake.Draft.AliveThrough);
        Take(intake, Info(2));
        Assert.Equal(Info(2).PublishTime - (Second / 2), intake.Draft.AliveThrough);
        Take(intake, Info(1));
        Assert.Equal(Info(2).PublishTime - (Second / 2), intake.Draft.AliveThrough);
    }

    [Fact]
    public void EndBatch_PublishTimeFarAhead_DoesNotMoveTheWatermarkThere()
    {
        var intake = Intake(SignalType.Double);
        var info = Info(1) with { PublishTime = StartNs + (7200 * Second) };
        Take(intake, info, Item(0, new DataValue(1.0, default, Start.AddHours(2))));
        Assert.Equal(info.ReceivedTime - intake.SlowestSamplingNs, intake.Draft.AliveThrough);
        Assert.Equal(1, intake.FutureStamps);
    }

    [Fact]
    public void EndBatch_ServerWithoutPublishTimes_IsCompleteThroughItsNewestStampOrSinceItWasAsked()
    {
        var intake = Intake(SignalType.Double);
        intake.SlowestSamplingNs = 0;
        var newest = StartNs + (4 * Second);
        var message = Unsaid(5) with { CompleteThrough = newest };
        Take(intake, message, Item(0, new DataValue(1.0, default, Start.AddSeconds(4))));
        Assert.Equal(newest, intake.Draft.AliveThrough);

        // Its clock is behind ours by what lies between stamp and arrival, at the most.
        var silence = Unsaid(20) with { IsKeepAlive = true, AskedTime = StartNs + (15 * Second) };
        Take(intake, silence);
        Assert.Equal(silence.AskedTime + newest - message.ReceivedTime, intake.Draft.AliveThrough);
    }

    [Fact]
    public void Gap_ServerWithoutPublishTimes_BeginsWithWhatMayHaveComeWhileTheLastMessageWasOnItsWay()
    {
        var intake = Intake(SignalType.Double);
        intake.SlowestSamplingNs = 0;
        var newest = StartNs + (4 * Second);
        Take(intake, Unsaid(1) with { CompleteThrough = StartNs }, Item(0, new DataValue(0.0, default, Start)));
        Take(intake, Unsaid(5) with { CompleteThrough = newest }, Item(0, new DataValue(1.0, default, Start.AddSeconds(4))));
        var behind = Unsaid(9) with { Gap = GapReason.Disconnected, CompleteThrough = StartNs + (9 * Second) };
        Take(intake, behind, Item(0, new DataValue(2.0, default, Start.AddSeconds(9))));
        var gap = Assert.Single(_ledger.Query("plc1", 0, StartNs, StartNs + (100 * Second), long.MaxValue), piece => piece.Reason == NotCoveredReason.Disconnected);
        Assert.Equal((newest, behind.ReceivedTime), (gap.From, gap.To));
    }

    [Fact]
    public void EndBatch_Marks_HoldTheNewestNumberOfTheSubscription()
    {
        var intake = Intake(SignalType.Double);
        Take(intake, 4, Item(0, new DataValue(1.0, default, Start)));
        Take(intake, 5, Item(0, new DataValue(2.0, default, Start.AddSeconds(1))));
        Take(intake, Info(6) with { IsKeepAlive = true });
        Assert.Equal([new NotificationMark(77, 5)], intake.Draft.Marks);
    }

    [Fact]
    public async Task BeginBatch_AfterARestart_IsCoveredAgainFromEachSignalsFirstValueOn()
    {
        var before = Intake(SignalType.Double, SignalType.Double);
        Take(before, 1, Item(0, new DataValue(1.0, default, Start)), Item(1, new DataValue(1.0, default, Start)));
        await StoreAsync(before.Draft);

        var after = Intake(SignalType.Double, SignalType.Double);
        Take(after, 60, Item(0, new DataValue(2.0, default, Start.AddSeconds(60))));
        Take(after, 70, Item(1, new DataValue(2.0, default, Start.AddSeconds(70))));
        // From the alive-through of before, which here lies before the beginning of coverage.
        Assert.Equal((Info(1).PublishTime, Info(60).PublishTime), Killed(0));
        Assert.Equal((Info(1).PublishTime, Info(70).PublishTime), Killed(1));
    }

    [Fact]
    public async Task BeginBatch_SubscriptionThatGoesOn_LeavesNoGap()
    {
        var before = Intake(SignalType.Double);
        Take(before, 1, Item(0, new DataValue(1.0, default, Start)));
        await StoreAsync(before.Draft);
        var after = Intake(Settings(), 77, SignalType.Double);
        Take(after, 60, Item(0, new DataValue(2.0, default, Start.AddSeconds(60))));
        Assert.DoesNotContain(_ledger.Query("plc1", 0, StartNs, long.MaxValue, long.MaxValue), piece => piece.State == CoverageState.NotCovered);
    }

    [Fact]
    public void BeginBatch_MissingNotifications_IsAGapOfAllSignals()
    {
        var intake = Intake(SignalType.Double);
        Take(intake, 1, Item(0, new DataValue(1.0, default, Start)));
        Take(intake, Info(5));
        var alive = intake.Draft.AliveThrough;
        Take(intake, Info(9) with { Gap = GapReason.MissingNotifications });
        Assert.Equal(
            new CoveragePiece(alive, Info(9).PublishTime, CoverageState.NotCovered, NotCoveredReason.MissingNotifications),
            Assert.Single(_ledger.Query("plc1", 0, StartNs, StartNs + (100 * Second), long.MaxValue), piece => piece.State == CoverageState.NotCovered));
    }

    [Fact]
    public void MissingNotifications_WithHistory_AreLookedUpBetweenTheRowsThatAreStored()
    {
        var intake = IntakeWithHistory(SignalType.Double, SignalType.Double);
        Take(intake, 1, Item(0, new DataValue(1.0, default, Start)), Item(1, new DataValue(1.0, default, Start)));
        Take(intake, Info(5));
        var alive = intake.Alive;
        Take(intake, Info(9) with { Gap = GapReason.MissingNotifications, MoreNotifications = true }, Item(0, new DataValue(2.0, default, Start.AddSeconds(8))));
        // Of the silent signal it is known only when the cycle is complete that it had nothing to say.
        Assert.Equal([0], _ledger.HolesOf("plc1").Select(holes => holes.Signal));
        Take(intake, Info(10));
        Assert.Equal(
            [new Hole(alive, Info(9).PublishTime, new(StartNs, StartNs + (8 * Second))), new Hole(alive, Info(9).PublishTime, new(StartNs, Info(10).PublishTime + 1))],
            _ledger.HolesOf("plc1").SelectMany(holes => holes.Holes));
    }

    [Fact]
    public void Outage_WithHistory_HoldsAliveThroughBackUntilItIsLetGoOrPatienceEnds()
    {
        var intake = IntakeWithHistory(SignalType.Double);
        Take(intake, 1, Item(0, new DataValue(1.0, default, Start)));
        var before = intake.Draft.AliveThrough;
        Take(intake, Info(100) with { Gap = GapReason.Disconnected }, Item(0, new DataValue(2.0, default, Start.AddSeconds(99))));
        Take(intake, 101);
        Assert.Equal(before, intake.Draft.AliveThrough);
        Assert.Equal([new Hole(before, Info(100).PublishTime, new(StartNs, StartNs + (99 * Second)))], Assert.Single(_ledger.HolesOf("plc1")).Holes);
        _history!.LetGo();
        Take(intake, 102);
        Assert.Equal(intake.Alive, intake.Draft.AliveThrough);

        Take(intake, Info(200) with { Gap = GapReason.Disconnected }, Item(0, new DataValue(3.0, default, Start.AddSeconds(199))));
        var held = intake.Draft.AliveThrough;
        Take(intake, 210);
        Assert.Equal(held, intake.Draft.AliveThrough);
        Take(intake, 211);
        Assert.Equal(intake.Alive, intake.Draft.AliveThrough);
        Assert.True(intake.Alive > held);
    }

    [Fact]
    public async Task AddHistory_ValuesThatAreThereAlready_AreLeftOutAlsoAfterARestart()
    {
        var intake = IntakeWithHistory(SignalType.Double);
        Take(intake, 1, Item(0, new DataValue(1.0, default, Start.AddSeconds(100))));
        await StoreAsync(intake.Draft);
        intake.Draft.Clear();
        Assert.Equal(3, intake.AddHistory(0, [Past(10), Past(20), Past(20)], 0, StartNs));
        Assert.Equal((2, 2L), (intake.Draft.Columns.Count, intake.HistoryValues));
        Assert.Equal([new NotificationMark(NotificationMark.History, 0)], intake.Draft.Marks);
        await StoreAsync(intake.Draft);

        var after = IntakeWithHistory(SignalType.Double);
        after.AddHistory(0, [Past(10), Past(20), Past(30)], 0, StartNs);
        using var frame = await StoreAsync(after.Draft);
        Assert.Equal([StartNs + (30 * Second)], frame.SourceTime.ToArray());
        // The value that came live is still the newest: the same again is a repeat.
        after.Draft.Clear();
        Take(after, 2, Item(0, new DataValue(1.0, default, Start.AddSeconds(100))));
        Assert.Equal(1, after.Repeats);

        static HistoryRow Past(int second) => new(StartNs + (second * Second), new DataValue((double)second, default, Start.AddSeconds(second)));
    }

    [Fact]
    public void AddRows_ThousandDoubles_AllocateNothing()
    {
        var intake = Intake([.. Enumerable.Repeat(SignalType.Double, 1000)]);
        var rounds = Enumerable.Range(0, 12).Select(round => Columns(
            [.. Enumerable.Range(0, 1000).Select(i => Item(i, new DataValue(round + i, default, Start.AddSeconds(round))))])).ToArray();
        long allocated = 0;
        for (var round = 0; round < rounds.Length; round++)
        {
            intake.Draft.Clear();
            var info = Info((uint)round + 1);
            var before = GC.GetAllocatedBytesForCurrentThread();
            intake.BeginBatch(info);
            intake.AddRows(info, rounds[round].Values, 0);
            intake.EndBatch(info);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(1000, intake.Draft.Columns.Count);
        }

        Assert.Equal(0, allocated);
    }

    private (long, long) Killed(int signal)
    {
        var piece = Assert.Single(_ledger.Query("plc1", signal, StartNs, StartNs + (100 * Second), long.MaxValue), piece => piece.State == CoverageState.NotCovered);
        Assert.Equal(NotCoveredReason.Killed, piece.Reason);
        return (piece.From, piece.To);
    }

    private HistoryNotes? _history;

    private BatchIntake IntakeWithHistory(params SignalType[] types)
    {
        var items = Items(types);
        _history = new HistoryNotes("plc1", items, items.Length, _ledger, TimeSpan.FromSeconds(10));
        return Intake(Settings(), 0, items, _history);
    }

    private BatchIntake Intake(params SignalType[] types) => Intake(Settings(), 0, types);

    private BatchIntake Intake(ConnectionSettings settings, uint resumedId, params SignalType[] types) => Intake(settings, resumedId, Items(types), null);

    private static SignalDefinition[] Items(SignalType[] types) =>
        [.. types.Select((type, id) => new SignalDefinition(id, $"s{id}", "m1", "joint", "", type, "plc1", 100))];

    private BatchIntake Intake(ConnectionSettings settings, uint resumedId, SignalDefinition[] items, HistoryNotes? history)
    {
        var memory = FactoryMemory.Load(_folder.Path, _log);
        var draft = new FrameDraft("plc1", memory.ConnectionOf("plc1")?.AliveThrough ?? long.MinValue);
        return new BatchIntake(settings, items, memory, _ledger, draft, NotCoveredReason.Killed, resumedId, history: history);
    }

    private static ConnectionSettings Settings() => new() { Id = "plc1", Endpoint = "opc.tcp://127.0.0.1:1" };

    private async Task<Frame> StoreAsync(FrameDraft draft)
    {
        var bytes = new FrameEncoder().Encode(
            new FrameHeader
            {
                Factory = "auto-01", Enterprise = "e", Sector = "auto", Collector = "c", Connection = "plc1",
                Position = new FramePosition(_log.Epoch, _log.NextSequence), AliveThrough = draft.AliveThrough, Notifications = draft.Marks,
            },
            draft.Columns).ToArray();
        await _log.AppendAsync(bytes, default);
        return FrameDecoder.Decode(bytes);
    }

    private static void Take(BatchIntake intake, uint number, params MonitoredItemNotification[] items) => Take(intake, Info(number), items);

    private static void Take(BatchIntake intake, BatchInfo info, params MonitoredItemNotification[] items)
    {
        intake.BeginBatch(info);
        var columns = Columns(items);
        Assert.Equal(items.Length, intake.AddRows(info, columns.Values, 0));
        intake.EndBatch(info);
    }

    /// <summary>Message n is published n seconds after the start and arrives two seconds after it.</summary>
    private static BatchInfo Info(uint number) => new(
        77, number, StartNs + (number * Second), StartNs + (number * Second) + Second, MoreNotifications: false, IsKeepAlive: false,
        IsRepublished: false, GapReason.None);

    /// <summary>As <see cref="Info"/>, of a server that does not say when it published.</summary>
    private static BatchInfo Unsaid(uint number) => Info(number) with { PublishTime = OpcUaTime.NoTime, CompleteThrough = OpcUaTime.NoTime };

    private static MonitoredItemNotification Item(int handle, DataValue value) => new() { ClientHandle = (uint)handle, Value = value };

    private static PublishColumns Columns(MonitoredItemNotification[] items)
    {
        var response = new PublishResponse
        {
            NotificationMessage = new NotificationMessage
            {
                NotificationData = [new DataChangeNotification { MonitoredItems = items }.ToExtensionObject()],
            },
        };
        var output = new ArrayBufferWriter<byte>();
        var writer = new UaWriter(output);
        response.Encode(ref writer);
        writer.Flush();
        var reader = new UaReader(output.WrittenSpan);
        var columns = new PublishColumns();
        columns.Decode(ref reader);
        return columns;
    }
}
