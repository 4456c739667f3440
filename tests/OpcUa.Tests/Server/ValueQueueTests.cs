using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.OpcUa.Tests.Server;

public sealed class ValueQueueTests
{
    [Fact]
    public void Enqueue_WithinLimit_KeepsOrderAndLosesNothing()
    {
        var queue = new ValueQueue(100, discardOldest: true);
        // Through growth and around the ring several times.
        var next = 0;
        for (var round = 0; round < 50; round++)
        {
            for (var i = 0; i < 7; i++)
                Assert.False(queue.Enqueue(Value((round * 7) + i)));
            while (queue.Count > 3)
                Assert.Equal((next++, false), Take(queue));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Resize_ToLess_GivesTheMemoryBackAndKeepsTheOrder(bool discardOldest)
    {
        var queue = Filled(1_000, discardOldest, values: 1_500);

        Assert.Equal(990, queue.Resize(10, discardOldest));

        Assert.InRange(queue.Capacity, 1, 10);
        Assert.Equal(10, queue.Count);
        queue.Dequeue();
        Assert.False(queue.Enqueue(Value(9_000)));
        Assert.Equal(9_000, TakeAll(queue).Last().Item1);
    }

    [Fact]
    public void Enqueue_FullDiscardOldest_MarksTheOldestThatIsLeft()
    {
        var queue = Filled(3, discardOldest: true, values: 5);

        Assert.Equal([(3, true), (4, false), (5, false)], TakeAll(queue));
    }

    [Fact]
    public void Enqueue_FullDiscardNewest_ReplacesAndMarksTheNewest()
    {
        var queue = Filled(3, discardOldest: false, values: 5);

        Assert.Equal([(1, false), (2, false), (5, true)], TakeAll(queue));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Enqueue_QueueOfOne_KeepsTheLatestUnmarked(bool discardOldest)
    {
        var queue = Filled(1, discardOldest, values: 4);

        Assert.Equal([(4, false)], TakeAll(queue));
    }

    [Fact]
    public void Resize_Smaller_LosesAsOnOverflow()
    {
        var oldest = Filled(5, discardOldest: true, values: 5);
        var newest = Filled(5, discardOldest: false, values: 5);

        Assert.Equal(3, oldest.Resize(2, discardsOldest: true));
        Assert.Equal(3, newest.Resize(2, discardsOldest: false));

        Assert.Equal([(4, true), (5, false)], TakeAll(oldest));
        Assert.Equal([(1, false), (5, true)], TakeAll(newest));
    }

    [Fact]
    public void Enqueue_OnceGrown_AllocatesNothing()
    {
        var queue = Filled(64, discardOldest: true, values: 64);
        TakeAll(queue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            queue.Enqueue(Value(i));
            if (queue.Count == 64)
            {
                while (queue.Count > 0)
                    queue.Dequeue();
            }
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static ValueQueue Filled(int limit, bool discardOldest, int values)
    {
        var queue = new ValueQueue(limit, discardOldest);
        for (var i = 1; i <= values; i++)
            Assert.Equal(i > limit, queue.Enqueue(Value(i)));
        return queue;
    }

    private static DataValue Value(int number) => new((double)number);

    private static (int Number, bool Overflow) Take(ValueQueue queue)
    {
        var value = queue.Peek();
        queue.Dequeue();
        value.Value.TryGetDouble(out var number);
        return ((int)number, value.StatusCode.HasOverflow);
    }

    private static List<(int, bool)> TakeAll(ValueQueue queue)
    {
        var values = new List<(int, bool)>();
        while (queue.Count > 0)
            values.Add(Take(queue));
        return values;
    }
}
