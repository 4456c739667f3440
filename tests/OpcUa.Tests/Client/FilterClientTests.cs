using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Range = Jinan.IndustryBrain.OpcUa.Services.Range;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>Filters, queues and changes of what is subscribed, our client against our server.</summary>
public sealed class FilterClientTests
{
    static VariableNode Analog(DataPlant plant, string name, double low, double high) => plant.Space.AddAnalogItem(
        plant.Press, plant.Id(name), plant.Name(name), new VariableSettings(BuiltInType.Double) { InitialValue = 0.0 },
        new Range { Low = low, High = high });

    static void Push(VariableNode variable, params double[] values)
    {
        for (var i = 0; i < values.Length; i++) variable.SetValue(values[i], DataPlant.Start.AddSeconds(i));
    }

    [Fact]
    public async Task PercentDeadband_AtItsEdges_ReportsOnlyWhatIsBeyond()
    {
        await using var plant = await DataPlant.StartAsync();
        // 5 % of 200 is 10.
        var force = Analog(plant, "force", -100, 100);
        plant.Subscribe(DataPlant.Item("force") with { PercentDeadband = 5 });
        await plant.MonitoredAsync();

        Push(force, 10, 10.5, 0.5, 0.4, 10.4, double.NaN, 99);

        // 10 is no more than 10 away from 0; 10.5 is; 0.5 is exactly 10 below that; 0.4 is more; 10.4 exactly 10 above.
        Assert.Equal([10.5, 0.4, double.NaN, 99], await plant.NumbersAsync(99));
    }

    [Fact]
    public async Task Deadbands_WhereTheyMakeNoSense_FailTheirItemAlone()
    {
        await using var plant = await DataPlant.StartAsync();
        Analog(plant, "force", 0, 100);
        Analog(plant, "empty", 5, 5);
        plant.Add("plain", new VariableSettings(BuiltInType.Double) { InitialValue = 1.0 });
        plant.Add("text", new VariableSettings(BuiltInType.String) { InitialValue = "x" });
        var subscription = plant.Subscribe(
            DataPlant.Item("force") with { PercentDeadband = 100 },
            DataPlant.Item("empty") with { PercentDeadband = 1 },
            DataPlant.Item("plain") with { PercentDeadband = 1 },
            DataPlant.Item("text") with { PercentDeadband = 1 });
        await plant.MonitoredAsync();

        Assert.Equal(
            [StatusCodes.Good, StatusCodes.BadMonitoredItemFilterUnsupported, StatusCodes.BadMonitoredItemFilterUnsupported, StatusCodes.BadFilterNotAllowed],
            Enumerable.Range(0, 4).Select(subscription.StatusOf));
        var faults = Assert.Throws<ArgumentException>(() => plant.Subscribe(
            DataPlant.Item("force") with { PercentDeadband = 101 }, DataPlant.Item("force") with { PercentDeadband = 1, AbsoluteDeadband = 1 }));
        Assert.Contains("allowed are 0 to 100", faults.Message, StringComparison.Ordinal);
        Assert.Contains("give one of them", faults.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Triggers_EachReportsWhatItNames()
    {
        await using var plant = await DataPlant.StartAsync();
        var force = Analog(plant, "force", 0, 100);
        plant.Subscribe(
            DataPlant.Item("force") with { Trigger = DataChangeTrigger.Status },
            DataPlant.Item("force"),
            DataPlant.Item("force") with { Trigger = DataChangeTrigger.StatusValueTimestamp });
        var counts = new int[3];
        bool Count(NotificationBatch batch, int enough)
        {
            for (var row = 0; row < batch.Count; row++) counts[batch.Values.Handle[row]]++;
            return counts.Sum() >= enough;
        }

        await plant.ReadAsync("a first value of each", batch => Count(batch, 3));
        Array.Clear(counts);
        Push(force, 1, 1, 2);
        force.SetValue(2.0, DataPlant.Start.AddSeconds(3), StatusCodes.UncertainLastUsableValue);
        await plant.ReadAsync("eight changes", batch => Count(batch, 8));

        Assert.Equal([1, 3, 4], counts);
    }

    [Fact]
    public async Task Revised_SamplingAndQueue_AreShownPerItem()
    {
        await using var plant = await DataPlant.StartAsync(limits: new ServerLimits { MaxQueueSize = 50 });
        plant.Add("slow", new VariableSettings(BuiltInType.Double) { InitialValue = 1.0, MinimumSamplingInterval = TimeSpan.FromMilliseconds(250) });
        var subscription = plant.Subscribe(DataPlant.Item("slow"), DataPlant.Item("none"));
        await plant.MonitoredAsync();

        Assert.Equal(new MonitoredItemStatus(StatusCodes.Good, TimeSpan.FromMilliseconds(250), 50), subscription.ItemStatusOf(0));
        Assert.Equal(StatusCodes.BadNodeIdUnknown, subscription.ItemStatusOf(1).Status);
    }

    [Fact]
    public async Task Queue_Full_KeepsTheOldestOrTheNewestAsAsked()
    {
        await using var plant = await DataPlant.StartAsync();
        var force = Analog(plant, "force", 0, 100);
        var subscription = plant.Subscribe(
            DataPlant.Item("force") with { QueueSize = 3, DiscardOldest = true }, DataPlant.Item("force") with { QueueSize = 3, DiscardOldest = false });
        await plant.MonitoredAsync();
        await plant.Connection.SetPublishingAsync(subscription, enabled: false);

        Push(force, 1, 2, 3, 4, 5, 6);
        await plant.Connection.SetPublishingAsync(subscription, enabled: true);
        var got = new List<double>[] { [], [] };
        await plant.ReadAsync("three values of each", batch =>
        {
            for (var row = 0; row < batch.Count; row++) got[batch.Values.Handle[row]].Add(batch.Values.Double(row));
            return got[0].Count == 3 && got[1].Count == 3;
        });

        Assert.Equal([4, 5, 6], got[0]);
        Assert.Equal([1, 2, 6], got[1]);
        Assert.True(subscription.Settings.PublishingEnabled);
    }

    [Fact]
    public async Task ModifyItems_ChangesTheLiveOnes_AndWhatIsAskedForLater()
    {
        await using var plant = await DataPlant.StartAsync();
        var force = Analog(plant, "force", 0, 100);
        var subscription = plant.Subscribe(DataPlant.Item("force"), DataPlant.Item("none"));
        await plant.MonitoredAsync();

        var statuses = await plant.Connection.ModifyItemsAsync(subscription, [0, 1], item => item with { AbsoluteDeadband = 5, QueueSize = 77 });
        Push(force, 3, 6, 8, 50);

        Assert.Equal([StatusCodes.Good, StatusCodes.BadNodeIdUnknown], statuses);
        Assert.Equal([6, 50], await plant.NumbersAsync(50));
        Assert.Equal(77u, subscription.ItemStatusOf(0).QueueSize);
        // The one that is not there yet gets them when it is created.
        Assert.All(subscription.Settings.Items, item => Assert.Equal((5.0, 77u), (item.AbsoluteDeadband, item.QueueSize)));
        // A refused change leaves the item as it was.
        var refused = await plant.Connection.ModifyItemsAsync(subscription, [0], item => item with { Trigger = (DataChangeTrigger)9 });
        Assert.Equal([StatusCodes.BadMonitoredItemFilterInvalid], refused);
        Assert.Equal(DataChangeTrigger.StatusValue, subscription.Settings.Items[0].Trigger);
        await Assert.ThrowsAsync<ArgumentException>(() => plant.Connection.ModifyItemsAsync(subscription, [0], item => item with { IndexRange = "1" }));
    }

    [Fact]
    public async Task MonitoringMode_OffAndOn_StopsAndStartsAgain()
    {
        await using var plant = await DataPlant.StartAsync();
        var force = Analog(plant, "force", 0, 100);
        var subscription = plant.Subscribe(DataPlant.Item("force"));
        await plant.MonitoredAsync();

        Assert.Equal([StatusCodes.Good], await plant.Connection.SetMonitoringModeAsync(subscription, [0], MonitoringMode.Disabled));
        Push(force, 1, 2, 3);
        Assert.Equal([StatusCodes.Good], await plant.Connection.SetMonitoringModeAsync(subscription, [0], MonitoringMode.Reporting));
        Push(force, 4);

        // It begins with the value of the moment.
        Assert.Equal([3, 4], await plant.NumbersAsync(4));
        Assert.Equal(MonitoringMode.Reporting, subscription.Settings.Items[0].MonitoringMode);
    }

    [Fact]
    public async Task ModifySubscription_ChangesWhatIsGranted()
    {
        await using var plant = await DataPlant.StartAsync();
        Analog(plant, "force", 0, 100);
        var subscription = plant.Subscribe(DataPlant.Item("force"));
        await plant.MonitoredAsync();

        await plant.Connection.ModifySubscriptionAsync(subscription, settings => settings with { PublishingInterval = TimeSpan.FromMilliseconds(120), Priority = 9 });

        Assert.Equal(TimeSpan.FromMilliseconds(120), plant.Connection.Status.Subscriptions[0].PublishingInterval);
        Assert.Equal(9, subscription.Settings.Priority);
        await Assert.ThrowsAsync<ArgumentException>(() => plant.Connection.ModifySubscriptionAsync(subscription, settings => settings with { Items = [] }));
    }

    [Fact]
    public async Task IndexRange_OfAnItem_GivesThatPart()
    {
        await using var plant = await DataPlant.StartAsync();
        var array = plant.Add("array", new VariableSettings(BuiltInType.Int32) { ValueRank = 1, InitialValue = new[] { 1, 2, 3, 4 } });
        var subscription = plant.Subscribe(DataPlant.Item("array") with { IndexRange = "1:2" }, DataPlant.Item("array") with { IndexRange = "5:x" });
        var parts = new List<int[]>();
        bool Add(NotificationBatch batch)
        {
            for (var row = 0; row < batch.Count; row++) parts.Add((int[])batch.Values.Value(row).Elements!);
            return batch.Count > 0;
        }

        await plant.ReadAsync("the part", Add);
        // Outside of the part: nothing new.
        array.SetValue(new[] { 9, 2, 3, 4 }, DataPlant.Start);
        array.SetValue(new[] { 9, 2, 7, 4 }, DataPlant.Start);
        await plant.ReadAsync("the changed part", Add);

        Assert.Equal(new[] { new[] { 2, 3 }, [2, 7] }, parts);
        Assert.Equal(StatusCodes.BadIndexRangeInvalid, subscription.StatusOf(1));
    }

    [Fact]
    public async Task Call_WithMetadata_GivesOutputsAndArgumentResults()
    {
        await using var plant = await DataPlant.StartAsync();
        plant.Space.AddMethod(
            plant.Press, plant.Id("add"), plant.Name("add"),
            [new MethodArgument("a", BuiltInType.Double, "first"), new MethodArgument("b", BuiltInType.Double, "second")],
            [new MethodArgument("sum", BuiltInType.Double, "both")],
            inputs => inputs[0].TryGetDouble(out var a) && inputs[1].TryGetDouble(out var b) ? new MethodOutcome(StatusCodes.Good, a + b) : new MethodOutcome(StatusCodes.Bad));

        var signature = await plant.Connection.ReadMethodAsync(plant.Id("add"));
        var sum = await plant.Connection.CallAsync(plant.Press.Id, plant.Id("add"), [1.0, 2.5]);
        var wrong = await plant.Connection.CallAsync(plant.Press.Id, plant.Id("add"), [1.0, "x"]);

        Assert.Equal(["a", "b"], signature.Inputs.Select(argument => argument.Name));
        Assert.Equal(DataTypeIds.Of(BuiltInType.Double), signature.Outputs[0].DataType);
        Assert.Equal((Variant)3.5, sum.OutputArguments[0]);
        Assert.Equal(StatusCodes.BadInvalidArgument, wrong.StatusCode);
        Assert.Equal([StatusCodes.Good, StatusCodes.BadTypeMismatch], wrong.InputArgumentResults);
    }
}
