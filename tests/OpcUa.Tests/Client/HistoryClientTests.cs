using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>Raw history: pages, order, continuation points and what becomes of them.</summary>
public sealed class HistoryClientTests
{
    static VariableNode Historized(DataPlant plant, string name, int values, int capacity = 10_000)
    {
        var variable = plant.Add(name, new VariableSettings(BuiltInType.Double) { HistoryCapacity = capacity });
        for (var i = 0; i < values; i++) variable.SetValue((double)i, DataPlant.Start.AddSeconds(i));
        return variable;
    }

    static async Task<List<(int Node, double[] Values, bool IsLast)>> PagesAsync(IAsyncEnumerable<HistoryPage> history)
    {
        var pages = new List<(int, double[], bool)>();
        await foreach (var page in history)
        {
            Assert.False(page.Status.IsBad, page.Status.ToString());
            pages.Add((page.Node, [.. page.Values.Select(value => (double)value.Value.ToObject()!)], page.IsLast));
        }

        return pages;
    }

    static double[] Numbers(int from, int to) => [.. Enumerable.Range(from, to - from).Select(i => (double)i)];

    [Fact]
    public async Task Read_InPages_GivesAllInOrder_ForwardAndBackward()
    {
        await using var plant = await DataPlant.StartAsync();
        Historized(plant, "force", 25);
        var (start, end) = (DataPlant.Start, DataPlant.Start.AddSeconds(24));
        NodeId[] nodes = [plant.Id("force")];

        var forward = await PagesAsync(plant.Connection.HistoryReadRawAsync(nodes, start, end, 10));
        var backward = await PagesAsync(plant.Connection.HistoryReadRawAsync(nodes, end, start, 10));

        // The start is within, the end is not.
        Assert.Equal([10, 10, 4], forward.Select(page => page.Values.Length));
        Assert.Equal([false, false, true], forward.Select(page => page.IsLast));
        Assert.Equal(Numbers(0, 24), forward.SelectMany(page => page.Values));
        Assert.Equal(Numbers(1, 25).Reverse(), backward.SelectMany(page => page.Values));
    }

    [Fact]
    public async Task Read_WithoutAnEndOrAStart_GivesThatManyAndEnds()
    {
        await using var plant = await DataPlant.StartAsync();
        Historized(plant, "force", 25);
        NodeId[] nodes = [plant.Id("force")];

        var first = await PagesAsync(plant.Connection.HistoryReadRawAsync(nodes, DataPlant.Start.AddSeconds(5), default, 3));
        var last = await PagesAsync(plant.Connection.HistoryReadRawAsync(nodes, default, DataPlant.Start.AddSeconds(100), 3));
        var at = await PagesAsync(plant.Connection.HistoryReadRawAsync(nodes, DataPlant.Start.AddSeconds(7), DataPlant.Start.AddSeconds(7)));
        var refused = await Assert.ThrowsAsync<OpcUaException>(() => PagesAsync(plant.Connection.HistoryReadRawAsync(nodes, DataPlant.Start, default)));

        Assert.Equal(Numbers(5, 8), Assert.Single(first).Values);
        Assert.Equal([24.0, 23.0, 22.0], Assert.Single(last).Values);
        Assert.Equal([7.0], Assert.Single(at).Values);
        Assert.Equal(StatusCodes.BadInvalidTimestampArgument, refused.StatusCode);
    }

    [Fact]
    public async Task Read_ManyValuesOfOneInstantAndLateOnes_NoneIsLostOrGivenTwice()
    {
        await using var plant = await DataPlant.StartAsync();
        var variable = plant.Add("burst", new VariableSettings(BuiltInType.Double) { HistoryCapacity = 100 });
        for (var i = 0; i < 10; i++) variable.SetValue((double)i, DataPlant.Start.AddSeconds(1));
        variable.SetValue(10.0, DataPlant.Start.AddSeconds(2));
        variable.SetValue(-1.0, DataPlant.Start);
        NodeId[] nodes = [plant.Id("burst")];

        var pages = await PagesAsync(plant.Connection.HistoryReadRawAsync(nodes, DataPlant.Start, DataPlant.Start.AddSeconds(3), 3));

        Assert.Equal(Numbers(-1, 11), pages.SelectMany(page => page.Values));
    }

    [Fact]
    public async Task Read_WhileTheHistoryMovesOn_GoesOnWhereItWas()
    {
        await using var plant = await DataPlant.StartAsync();
        var variable = Historized(plant, "force", 10, capacity: 10);
        var values = new List<double>();
        await foreach (var page in plant.Connection.HistoryReadRawAsync([plant.Id("force")], DataPlant.Start, DataPlant.Start.AddSeconds(100), 4))
        {
            values.AddRange(page.Values.Select(value => (double)value.Value.ToObject()!));
            // The two oldest go for these: they were given already, and nothing moves for the reader.
            if (values.Count == 4)
            {
                variable.SetValue(10.0, DataPlant.Start.AddSeconds(10));
                variable.SetValue(11.0, DataPlant.Start.AddSeconds(11));
            }
        }

        Assert.Equal(Numbers(0, 12), values);
    }

    [Fact]
    public async Task Read_LeftEarly_GivesTheContinuationPointBack()
    {
        await using var plant = await DataPlant.StartAsync(limits: new ServerLimits { MaxHistoryContinuationPoints = 1 });
        Historized(plant, "force", 25);
        NodeId[] nodes = [plant.Id("force")];

        // Each of these would take the only point there is, were the one before not given back.
        for (var i = 0; i < 5; i++)
        {
            await foreach (var page in plant.Connection.HistoryReadRawAsync(nodes, DataPlant.Start, DataPlant.Start.AddSeconds(24), 10))
            {
                Assert.Equal(Numbers(0, 10), page.Values.Select(value => (double)value.Value.ToObject()!));
                break;
            }
        }

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in plant.Connection.HistoryReadRawAsync(nodes, DataPlant.Start, DataPlant.Start.AddSeconds(24), 10, cancellationToken: stop.Token))
                await stop.CancelAsync();
        });
        Assert.Equal(3, (await PagesAsync(plant.Connection.HistoryReadRawAsync(nodes, DataPlant.Start, DataPlant.Start.AddSeconds(24), 10))).Count);
    }

    [Fact]
    public async Task Read_MoreNodesThanPointsAndThanOneRequestTakes_GivesAllOfEach()
    {
        var limits = new ServerLimits { MaxHistoryContinuationPoints = 2, MaxHistoryValues = 30, MaxOperations = 5 };
        await using var plant = await DataPlant.StartAsync(limits: limits);
        for (var i = 0; i < 12; i++) Historized(plant, $"force{i}", 20 + i);
        NodeId[] nodes = [.. Enumerable.Range(0, 12).Select(i => plant.Id($"force{i}"))];

        var pages = await PagesAsync(plant.Connection.HistoryReadRawAsync(nodes, DataPlant.Start, DataPlant.Start.AddDays(1)));

        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(Numbers(0, 20 + i), pages.Where(page => page.Node == i).SelectMany(page => page.Values));
            Assert.Single(pages, page => page.Node == i && page.IsLast);
        }
    }

    [Fact]
    public async Task Read_NodesWithoutHistory_EachSaysSo_AndTheOthersAreRead()
    {
        await using var plant = await DataPlant.StartAsync();
        Historized(plant, "force", 3);
        plant.Add("now", new VariableSettings(BuiltInType.Double) { InitialValue = 1.0 });
        Historized(plant, "empty", 0);
        var pages = new List<HistoryPage>();

        await foreach (var page in plant.Connection.HistoryReadRawAsync(
            [plant.Id("now"), plant.Id("force"), plant.Id("none"), plant.Id("empty")], DataPlant.Start, DataPlant.Start.AddDays(1)))
            pages.Add(page);
        var attributes = await plant.Connection.ReadAsync(
        [
            new ReadValueId { NodeId = plant.Id("force"), AttributeId = AttributeIds.Historizing },
            new ReadValueId { NodeId = plant.Id("force"), AttributeId = AttributeIds.AccessLevel },
            new ReadValueId { NodeId = plant.Id("now"), AttributeId = AttributeIds.Historizing },
        ]);

        Assert.Equal(
            [StatusCodes.BadHistoryOperationUnsupported, StatusCodes.Good, StatusCodes.BadNodeIdUnknown, StatusCodes.GoodNoData],
            pages.OrderBy(page => page.Node).Select(page => page.Status));
        Assert.Equal(3, pages.Single(page => page.Node == 1).Values.Count);
        Assert.Equal([true, (byte)5, false], attributes.Select(attribute => attribute.Value.ToObject()!));
    }

    [Fact]
    public async Task Source_OfTheHost_IsAsked()
    {
        var source = new Counting();
        await using var plant = await DataPlant.StartAsync(one => one.Add("counted", new VariableSettings(BuiltInType.Double) { History = source }));

        var pages = await PagesAsync(plant.Connection.HistoryReadRawAsync([plant.Id("counted")], DataPlant.Start, DataPlant.Start.AddSeconds(5), 2));

        Assert.Equal(Numbers(0, 5), pages.SelectMany(page => page.Values));
        Assert.All(source.Asked, most => Assert.Equal(3, most));
    }

    /// <summary>A value each second, for ever.</summary>
    sealed class Counting : IHistorySource
    {
        public List<int> Asked { get; } = [];

        public IReadOnlyList<DataValue> ReadRaw(DateTime from, DateTime to, bool isForward, int skip, int most)
        {
            Asked.Add(most);
            return [.. Enumerable.Range(0, 1_000)
                .Select(i => new DataValue((double)i, default, DataPlant.Start.AddSeconds(i)))
                .Where(value => value.SourceTimestamp >= from && value.SourceTimestamp < to)
                .Skip(skip).Take(most)];
        }
    }
}
