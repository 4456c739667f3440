using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Collector.Tests;

/// <summary>Deadbands, triggers, queues and parts of structures, against a real server.</summary>
public sealed class StructuresAndFiltersTests
{
    private static readonly DateTime Start = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Collect_Deadbands_BringWhatChangesByMore()
    {
        await using var workshop = new Workshop();
        var absolute = workshop.Add("a", new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 });
        var percent = workshop.Space.AddAnalogItem(
            workshop.Space.Objects, workshop.Id("p"), workshop.Name("p"), new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 },
            new OpcUa.Services.Range { Low = 0, High = 200 });
        var stamped = workshop.Add("t", new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 });
        workshop.Server.Start();
        await using var collector = await workshop.CollectAsync(workshop.Configuration(
            "",
            "name: a, node: a, type: double, deadband: 2, queue: 100",
            "name: p, node: p, type: double, deadband: 5 %, queue: 100",
            "name: t, node: t, type: double, trigger: timestamp, queue: 100"));
        await workshop.Sink.UntilAsync(rows => rows.Count == 3, "the first values");
        for (var i = 1; i <= 3; i++)
        {
            // Of 200, five percent are ten.
            Workshop.Set(absolute, i * 1.5);
            Workshop.Set(percent, i * 8.0);
            stamped.SetValue(7.0, Start.AddSeconds(i));
        }

        await workshop.Sink.UntilAsync(rows => rows.Count(row => row.Number is not 0) >= 5, "the changes beyond the deadbands");
        Workshop.Set(absolute, 100.0);
        Workshop.Set(percent, 100.0);
        await workshop.Sink.UntilAsync(rows => rows.Count(row => row.Number is 100) == 2, "the last changes");
        var rows = workshop.Sink.Rows();
        Assert.Equal([0.0, 3.0, 100.0], rows.Where(row => row.Signal == 0).Select(row => row.Number!.Value));
        Assert.Equal([0.0, 16.0, 100.0], rows.Where(row => row.Signal == 1).Select(row => row.Number!.Value));
        Assert.Equal([0.0, 7.0, 7.0, 7.0], rows.Where(row => row.Signal == 2).Select(row => row.Number!.Value));
    }

    [Fact]
    public async Task Report_QueueThatTheServerRevised_ShowsAskedAndGranted()
    {
        await using var workshop = new Workshop(options => options with { Limits = options.Limits with { MaxQueueSize = 50 } });
        workshop.Add("s", new VariableSettings(BuiltInType.Double) { InitialValue = 1.0, MinimumSamplingInterval = TimeSpan.FromMilliseconds(250) });
        workshop.Server.Start();
        await using var collector = await workshop.CollectAsync(workshop.Configuration("", "name: s, node: s, type: double, queue: 1000"));
        await workshop.Sink.UntilAsync(rows => rows.Count == 1, "the first value");
        var revised = Assert.Single(collector.Reports()[0].Revised);
        Assert.Equal(("m1/s", 1000u, 50u), (revised.Signal, revised.AskedQueue, revised.Queue));
    }

    [Fact]
    public async Task LatestValueOnly_OfAnEarlierSubscription_EndsWhenTheServerGrantsTheQueue()
    {
        await using var workshop = new Workshop();
        workshop.Add("s", new VariableSettings(BuiltInType.Double) { InitialValue = 1.0 });
        workshop.Server.Start();
        await using (var ledger = await CoverageLedger.OpenAsync(workshop.Folder.Of("data"), TimeProvider.System, default))
        {
            var before = OpcUaTime.ToUnixNanoseconds(TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1));
            ledger.Begin("plc1", 0, before);
            ledger.Open("plc1", 0, before, NotCoveredReason.LatestValueOnly);
            await ledger.FlushAsync(default);
        }

        await using var collector = await workshop.CollectAsync(workshop.Configuration("", "name: s, node: s, type: double, queue: 10"));
        await Workshop.UntilAsync(() => Workshop.Coverage(collector, 0) is [.., { State: CoverageState.Covered }], "covered time");
        Assert.Contains(Workshop.Coverage(collector, 0), piece => piece.Reason == NotCoveredReason.LatestValueOnly);
    }

    [Fact]
    public async Task Collect_PartsOfAStructure_ShareAnItemAndAMissingPartIsRefusedAlone()
    {
        await using var workshop = new Workshop();
        var pose = workshop.Space.AddStructureType(workshop.Id("Pose"), workshop.Name("Pose"), new StructureDefinition
        {
            Fields =
            [
                new StructureField { Name = "X", DataType = new NodeId((uint)BuiltInType.Double), ValueRank = -1 },
                new StructureField { Name = "Count", DataType = new NodeId((uint)BuiltInType.Int32), ValueRank = -1 },
                new StructureField { Name = "State", DataType = new NodeId((uint)BuiltInType.String), ValueRank = -1 },
            ],
        });
        Variant At(double x, int count, string state) =>
            new OpcUa.DataTypes.StructureValue(pose).Set("X", x).Set("Count", count).Set("State", state).ToExtensionObject();
        var machine = workshop.Add("machine", new VariableSettings(BuiltInType.ExtensionObject) { DataType = workshop.Id("Pose"), InitialValue = At(1.5, 7, "idle") });
        workshop.Server.Start();
        await using var collector = await workshop.CollectAsync(workshop.Configuration(
            "",
            "name: x, node: machine, path: X, type: double",
            "name: count, node: machine, path: Count, type: int64",
            "name: state, node: machine, path: State, type: text",
            "name: nothing, node: machine, path: Z.Y, type: double"));
        await workshop.Sink.UntilAsync(rows => rows.Count == 4, "a row for each part");
        Workshop.Set(machine, At(2.5, 8, "运行"));
        await workshop.Sink.UntilAsync(rows => rows.Count == 8, "a row for each part of the change");

        var rows = workshop.Sink.Rows();
        Assert.Equal([1.5, 2.5], rows.Where(row => row.Signal == 0).Select(row => row.Number!.Value));
        Assert.Equal([7.0, 8.0], rows.Where(row => row.Signal == 1).Select(row => row.Number!.Value));
        Assert.Equal(["idle", "运行"], rows.Where(row => row.Signal == 2).Select(row => row.Text!));
        Assert.All(rows.Where(row => row.Signal == 3), row => Assert.Equal((null, StatusCodes.BadNoMatch.Code), (row.Number, row.Status)));
        var report = collector.Reports()[0];
        Assert.Equal((1, 4), (report.Items, report.Signals));
        var refused = Assert.Single(report.Refused);
        Assert.Equal(("m1/nothing", "BadNoMatch"), (refused.Signal, refused.Status));
        Assert.Contains("Z.Y", refused.Reason, StringComparison.Ordinal);
        // Told by the time of arrival, which the second message, published less than a sampling after it, need not have passed.
        await Workshop.UntilAsync(() => Workshop.Coverage(collector, 3)[^1].Reason is not null, "alive beyond the refusal");
        Assert.Equal(NotCoveredReason.BadNode, Workshop.Coverage(collector, 3)[^1].Reason);
    }
}
