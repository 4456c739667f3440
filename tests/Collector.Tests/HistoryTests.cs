using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Collector.Tests;

/// <summary>Intervals that were not covered, filled from the history of a real server.</summary>
public sealed class HistoryTests
{
    private const string WithHistory = "history: true";
    private static readonly string[] TwoSignals = ["name: s0, node: s0, type: double, queue: 1000", "name: s1, node: s1, type: double, queue: 1000"];

    // Another list of items is another subscription: that of before is not resumed, as if the server had forgotten it.
    private static readonly string[] ThreeSignals = [.. TwoSignals, "name: s2, node: s2, type: double"];

    [Fact]
    public async Task Restart_SubscriptionGone_ReadsTheOutageBackOnceAndSaysSo()
    {
        await using var workshop = Historized(capacity: 10_000, out var variables);
        var emitted = new List<(int, long, double)>();
        await using (await workshop.CollectAsync(workshop.Configuration(WithHistory, TwoSignals)))
        {
            await workshop.Sink.UntilAsync(rows => rows.Count == 2, "the first values");
            emitted.AddRange(Emit(variables, 20, from: 0));
            await UntilStoredAsync(workshop, emitted);
        }

        emitted.AddRange(Emit(variables, 2_500, from: 1_000));
        await using var collector = await workshop.CollectAsync(workshop.Configuration(WithHistory, ThreeSignals));
        await workshop.Sink.UntilAsync(rows => rows.Any(row => row.Signal == 2), "the values that come live");
        emitted.AddRange(Emit(variables, 20, from: 10_000));
        await UntilStoredAsync(workshop, emitted);
        await Workshop.UntilAsync(() => collector.Reports()[0].History is { Pending: 0, Filled: 2 }, "the end of filling");

        AssertEachOnce(workshop, emitted);
        for (var signal = 0; signal < 2; signal++)
        {
            await Workshop.UntilAsync(() => Workshop.Coverage(collector, signal).Any(piece => piece.State == CoverageState.Filled), "the ledger's note");
            var filled = Assert.Single(Workshop.Coverage(collector, signal), piece => piece.Reason is not null);
            Assert.Equal((CoverageState.Filled, NotCoveredReason.Killed), (filled.State, filled.Reason!.Value));
            Assert.InRange(filled.Values!.Value, 1_249, 1_250);
        }

        // Watermarks go forward, whatever was read late.
        var alive = workshop.Sink.Headers().OrderBy(header => header.Position).Select(header => header.AliveThrough).ToArray();
        Assert.All(alive.Zip(alive.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
        Assert.All(
            workshop.Sink.Headers().Where(header => header.Notifications is [{ SubscriptionId: NotificationMark.History }]),
            header => Assert.Empty(header.Signals));
    }

    [Fact]
    public async Task Cut_LongerThanTheSubscriptionLives_IsReadBackOnceWhileLiveValuesCome()
    {
        await using var workshop = Historized(capacity: 10_000, out var variables, options => options with
        {
            Limits = options.Limits with
            {
                MinSessionTimeout = TimeSpan.FromMilliseconds(300), MaxSessionTimeout = TimeSpan.FromMilliseconds(300),
                MaxSubscriptionLifetime = TimeSpan.FromMilliseconds(300),
            },
        });
        await using var line = new CuttableLine(workshop.Server.EndPoint);
        workshop.PortToDial = line.Port;
        await using var collector = await workshop.CollectAsync(workshop.Configuration(WithHistory, TwoSignals));
        await workshop.Sink.UntilAsync(rows => rows.Count == 2, "the first values");
        var emitted = Emit(variables, 20, from: 0);
        await UntilStoredAsync(workshop, emitted);

        line.Cut();
        emitted.AddRange(Emit(variables, 700, from: 1_000));
        await Workshop.UntilAsync(() => collector.Reports()[0].Attempts >= 5, "the fifth attempt");
        emitted.AddRange(Emit(variables, 700, from: 2_000));
        line.Restore();
        await UntilStoredAsync(workshop, emitted);
        emitted.AddRange(Emit(variables, 20, from: 10_000));
        await UntilStoredAsync(workshop, emitted);
        await Workshop.UntilAsync(() => collector.Reports()[0].History is { Pending: 0, Filled: 2, Values: >= 1_390 }, "the end of filling");

        AssertEachOnce(workshop, emitted);
        await Workshop.UntilAsync(() => Workshop.Coverage(collector, 1).Any(piece => piece.State == CoverageState.Filled), "the ledger's note");
        var filled = Assert.Single(Workshop.Coverage(collector, 1), piece => piece.Reason is not null);
        Assert.Equal((CoverageState.Filled, NotCoveredReason.Disconnected), (filled.State, filled.Reason!.Value));
    }

    [Theory]
    [InlineData("oldest")]
    [InlineData("newest")]
    public async Task Overflow_OfAServersQueue_IsFilledBetweenTheValuesThatCame(string discard)
    {
        await using var workshop = Historized(capacity: 10_000, out var variables);
        await using var collector = await workshop.CollectAsync(workshop.Configuration(
            WithHistory, $"name: s0, node: s0, type: double, queue: 2, discard: {discard}"));
        await workshop.Sink.UntilAsync(rows => rows.Count == 1, "the first value");
        var emitted = Emit([variables[0]], 500, from: 0);
        await UntilStoredAsync(workshop, emitted);
        await Workshop.UntilAsync(() => collector.Reports()[0] is { History: { Pending: 0, Filled: > 0, WithoutHistory: 0 }, Counts.Overflows: > 0 }, "the end of filling");
        AssertEachOnce(workshop, emitted);
        await Workshop.UntilAsync(() => Workshop.Coverage(collector, 0).Any(piece => piece.State == CoverageState.Filled), "the ledger's note");
        Assert.All(Workshop.Coverage(collector, 0).Where(piece => piece.Reason is not null), piece => Assert.Equal((CoverageState.Filled, NotCoveredReason.Overflow), (piece.State, piece.Reason!.Value)));
    }

    [Fact]
    public async Task Restart_PartOfAStructure_IsFilledFromTheHistoryOfTheWhole()
    {
        await using var workshop = new Workshop();
        var pose = workshop.Space.AddStructureType(workshop.Id("Pose"), workshop.Name("Pose"), new StructureDefinition
        {
            Fields = [new StructureField { Name = "X", DataType = new NodeId((uint)BuiltInType.Double), ValueRank = -1 }],
        });
        Variant At(double x) => new OpcUa.DataTypes.StructureValue(pose).Set("X", x).ToExtensionObject();
        var machine = workshop.Add("s0", new VariableSettings(BuiltInType.ExtensionObject) { DataType = workshop.Id("Pose"), InitialValue = At(0), HistoryCapacity = 100 });
        workshop.Add("s1", new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 });
        workshop.Server.Start();
        string[] signals = ["name: x, node: s0, path: X, type: double", "name: again, node: s0, path: X, type: text"];
        await using (await workshop.CollectAsync(workshop.Configuration(WithHistory, signals)))
            await workshop.Sink.UntilAsync(rows => rows.Count == 2, "the first values");
        for (var i = 1; i <= 10; i++)
            Workshop.Set(machine, At(i));
        await using var collector = await workshop.CollectAsync(workshop.Configuration(WithHistory, [.. signals, TwoSignals[1]]));
        await workshop.Sink.UntilAsync(rows => rows.Count(row => row.Signal == 0) >= 11 && rows.Count(row => row.Signal == 1) >= 11, "the values of the outage");
        var rows = workshop.Sink.Rows().Distinct().OrderBy(row => row.Time).ToArray();
        Assert.Equal(Enumerable.Range(0, 11).Select(i => (double)i), rows.Where(row => row.Signal == 0).Select(row => row.Number!.Value));
        Assert.Equal(Enumerable.Range(0, 11).Select(i => $"{i}"), rows.Where(row => row.Signal == 1).Select(row => row.Text!));
    }

    [Fact]
    public async Task Restart_WhileHistoryIsRead_GoesOnWithoutAValueTwice()
    {
        var slow = new SlowHistory();
        await using var workshop = new Workshop();
        var variable = workshop.Add("s0", new VariableSettings(BuiltInType.Double) { History = slow });
        workshop.Add("s1", new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 });
        workshop.Server.Start();
        var emitted = new List<(int, long, double)>();
        await using (await workshop.CollectAsync(workshop.Configuration(WithHistory, TwoSignals[0])))
        {
            await workshop.Sink.UntilAsync(rows => rows.Count == 1, "the first value");
            emitted.AddRange(Emit([variable], 2, from: 0, slow));
            await UntilStoredAsync(workshop, emitted);
        }

        emitted.AddRange(Emit([variable], 3_500, from: 1_000, slow));
        slow.BlockAfterFirstPage = true;
        await using (await workshop.CollectAsync(workshop.Configuration(WithHistory, TwoSignals)))
        {
            await slow.Blocked.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await workshop.Sink.UntilAsync(rows => rows.Count(row => row.Signal == 0) > 1_000, "the first page");
        }

        Assert.InRange(workshop.Sink.Rows().DistinctBy(row => (row.Signal, row.Time)).Count(row => row.Signal == 0), 1_000, 2_100);
        slow.Release();
        await using var collector = await workshop.CollectAsync(workshop.Configuration(WithHistory, TwoSignals));
        await UntilStoredAsync(workshop, emitted);
        await Workshop.UntilAsync(() => collector.Reports()[0].History is { Pending: 0 }, "the end of filling");
        AssertEachOnce(workshop, emitted);
        await Workshop.UntilAsync(
            () => Workshop.Coverage(collector, 0).Any(piece => piece is { State: CoverageState.Filled, Values: >= 3_499 }), "the ledger's note of all values");
    }

    [Fact]
    public async Task Restart_ServerWithoutHistory_LeavesTheOutageNotCoveredAndSaysIt()
    {
        await using var workshop = new Workshop();
        workshop.Add("s0", new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 });
        workshop.Add("s1", new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 });
        workshop.Server.Start();
        await using (await workshop.CollectAsync(workshop.Configuration(WithHistory, TwoSignals[0])))
            await workshop.Sink.UntilAsync(rows => rows.Count == 1, "the first value");
        await using var collector = await workshop.CollectAsync(workshop.Configuration(WithHistory, TwoSignals));
        await Workshop.UntilAsync(() => collector.Reports()[0].History is { Pending: 0, WithoutHistory: 1 }, "the refusal of history");
        await Workshop.UntilAsync(() => Workshop.Coverage(collector, 0).Any(piece => piece.State == CoverageState.NotCovered), "the ledger's note");
        Assert.DoesNotContain(Workshop.Coverage(collector, 0), piece => piece.State == CoverageState.Filled);
        Assert.Empty(collector.Stores.Ledger.HolesOf("plc1"));
    }

    [Fact]
    public async Task Restart_HistoryThatBeginsWithinTheOutage_FillsFromThereOn()
    {
        await using var workshop = Historized(capacity: 100, out var variables);
        await using (await workshop.CollectAsync(workshop.Configuration(WithHistory, TwoSignals[0])))
            await workshop.Sink.UntilAsync(rows => rows.Count == 1, "the first value");
        var emitted = Emit([variables[0]], 300, from: 1_000);
        await using var collector = await workshop.CollectAsync(workshop.Configuration(WithHistory, TwoSignals));
        await UntilStoredAsync(workshop, emitted[200..]);
        await Workshop.UntilAsync(() => Workshop.Coverage(collector, 0).Any(piece => piece.State == CoverageState.Filled), "the ledger's note");
        var pieces = Workshop.Coverage(collector, 0).Where(piece => piece.Reason is not null).ToArray();
        Assert.Equal([CoverageState.NotCovered, CoverageState.Filled], pieces.Select(piece => piece.State));
        Assert.Equal(emitted[200].Item2, pieces[1].From);
        Assert.Equal(99, pieces[1].Values);
    }

    private static Workshop Historized(int capacity, out VariableNode[] variables, Func<OpcUaServerOptions, OpcUaServerOptions>? change = null)
    {
        var workshop = new Workshop(change);
        variables = [.. Enumerable.Range(0, 3).Select(i => workshop.Add($"s{i}", new VariableSettings(BuiltInType.Double) { HistoryCapacity = capacity }))];
        foreach (var variable in variables)
            Workshop.Set(variable, -1.0);
        workshop.Server.Start();
        return workshop;
    }

    private static List<(int Signal, long Time, double Value)> Emit(VariableNode[] variables, int count, int from, SlowHistory? history = null)
    {
        var emitted = new List<(int, long, double)>();
        var time = TimeProvider.System.GetUtcNow().UtcDateTime;
        for (var i = 0; i < count; i++)
        {
            var signal = i % Math.Min(2, variables.Length);
            time = time.AddTicks(10);
            history?.Add(new DataValue(from + (double)i, StatusCodes.Good, time, time));
            variables[signal].SetValue(from + (double)i, time);
            emitted.Add((signal, OpcUaTime.ToUnixNanoseconds(time), from + i));
        }

        return emitted;
    }

    private static Task UntilStoredAsync(Workshop workshop, IReadOnlyCollection<(int, long, double)> emitted) => workshop.Sink.UntilAsync(
        rows => rows.Select(row => (row.Signal, row.Time, row.Number ?? double.NaN)).ToHashSet().IsSupersetOf(emitted), $"all {emitted.Count} values");

    private static void AssertEachOnce(Workshop workshop, List<(int Signal, long Time, double Value)> emitted)
    {
        // A frame may be published twice, by collectors one after the other; a value is in one frame.
        var rows = workshop.Sink.Rows().Distinct().Where(row => row.Signal < 2 && row.Number >= 0 && emitted.Exists(one => one.Time == row.Time)).ToArray();
        Assert.Equal(emitted.Count, rows.Length);
        Assert.Equal(emitted.Order(), rows.Select(row => (row.Signal, row.Time, row.Number!.Value)).Order());
    }

    /// <summary>A history that stops answering after the first page, until it is released.</summary>
    private sealed class SlowHistory : IHistorySource
    {
        private readonly Lock _gate = new();
        private readonly List<DataValue> _values = [];
        private readonly ManualResetEventSlim _released = new();

        public bool BlockAfterFirstPage { get; set; }

        public TaskCompletionSource Blocked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Add(DataValue value)
        {
            lock (_gate)
                _values.Add(value);
        }

        public void Release() => _released.Set();

        public IReadOnlyList<DataValue> ReadRaw(DateTime from, DateTime to, bool isForward, int skip, int most)
        {
            if (BlockAfterFirstPage && isForward && skip > 0 && !_released.IsSet)
            {
                Blocked.TrySetResult();
                _released.Wait(TimeSpan.FromSeconds(60));
            }

            lock (_gate)
            {
                var order = isForward
                    ? _values.Where(value => value.SourceTimestamp >= from && value.SourceTimestamp < to)
                    : _values.Where(value => value.SourceTimestamp <= from && value.SourceTimestamp > to).Reverse();
                return [.. order.Skip(skip).Take(most)];
            }
        }
    }
}
