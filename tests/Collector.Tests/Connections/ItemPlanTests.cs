using Jinan.IndustryBrain.Collector.Connections;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Collector.Tests.Connections;

public class ItemPlanTests
{
    private static readonly ConnectionSettings Connection = new() { Id = "plc1", Endpoint = "opc.tcp://127.0.0.1:4840" };
    private static readonly ConnectionSettings WithEvents = Connection with { Events = [new EventSettings(new NodeId(2253u), 0, [])] };

    [Fact]
    public void Of_SignalsThatAskTheSameOfOneNode_ShareAnItem()
    {
        var plan = ItemPlan.Of(WithEvents, [Signal("a") with { Path = "X" }, Signal("b"), Signal("a") with { Path = "Y[2].Z" }, Signal("a") with { Queue = 1 }]);
        Assert.Equal(4, plan.Items.Count);
        Assert.Equal([0, 2], plan.SignalsOf(0).ToArray());
        Assert.Equal([1], plan.SignalsOf(1).ToArray());
        Assert.Equal([3], plan.SignalsOf(2).ToArray());
        Assert.Equal([4], plan.SignalsOf(3).ToArray());
        Assert.Equal(("X", "Y[2].Z", (string?)null), (plan.PathOf(0)?.ToString(), plan.PathOf(2)?.ToString(), plan.PathOf(4)?.ToString()));
        Assert.Equal((4, 1), (plan.EventSignal, plan.EventItems));
        Assert.Equal([true, false, false, false], Enumerable.Range(0, 4).Select(plan.HasPath));
        Assert.Equal([false, false, false, true], Enumerable.Range(0, 4).Select(plan.IsOfEvents));
    }

    [Fact]
    public void Of_WhatASignalAsksFor_IsAskedOfTheServer()
    {
        var items = ItemPlan.Of(Connection,
        [
            Signal("a") with { Deadband = new Deadband(2.5, false), Trigger = ChangeTrigger.Timestamp, Discard = DiscardPolicy.Newest, Queue = 7, Sampling = TimeSpan.FromMilliseconds(20) },
            Signal("b") with { Deadband = new Deadband(10, true), Trigger = ChangeTrigger.Status },
        ]).Items;
        Assert.Equal(
            (2.5, 0.0, DataChangeTrigger.StatusValueTimestamp, false, 7u, 20.0),
            (items[0].AbsoluteDeadband, items[0].PercentDeadband, items[0].Trigger, items[0].DiscardOldest, items[0].QueueSize, items[0].SamplingInterval.TotalMilliseconds));
        Assert.Equal((0.0, 10.0, DataChangeTrigger.Status, true), (items[1].AbsoluteDeadband, items[1].PercentDeadband, items[1].Trigger, items[1].DiscardOldest));
    }

    [Fact]
    public void Digest_OfWhatTheServerIsAskedFor_TellsEachDifferenceAndNoOther()
    {
        var signal = Signal("a");
        string[] digests =
        [
            Digest(Connection, signal),
            Digest(Connection with { Endpoint = "opc.tcp://127.0.0.1:4841" }, signal),
            Digest(Connection, signal with { Queue = 11 }),
            Digest(Connection, signal with { Sampling = TimeSpan.FromSeconds(2) }),
            Digest(Connection, signal with { Deadband = new Deadband(1, false) }),
            Digest(Connection, signal with { Deadband = new Deadband(1, true) }),
            Digest(Connection, signal with { Trigger = ChangeTrigger.Status }),
            Digest(Connection, signal with { Discard = DiscardPolicy.Newest }),
            Digest(WithEvents, signal),
            Digest(WithEvents with { Events = [new EventSettings(new NodeId(2253u), 500, [])] }, signal),
        ];
        Assert.Equal(digests.Length, digests.Distinct().Count());
        Assert.Equal(digests[0], Digest(Connection with { Publishing = TimeSpan.FromSeconds(9) }, signal with { Path = "X", Unit = "K", Name = "other" }));
    }

    private static string Digest(ConnectionSettings connection, SignalSettings signal) => ItemPlan.Of(connection, [signal]).DigestAt(connection);

    private static SignalSettings Signal(string node) => new() { Name = "s", Node = ExpandedNodeId.Parse($"nsu=urn:plc;s={node}") };
}
