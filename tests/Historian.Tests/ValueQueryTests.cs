using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Query;

namespace Jinan.IndustryBrain.Historian.Tests;

public sealed class ValueQueryTests
{
    private const long Second = 1_000_000_000;
    private readonly TestFrames _frames = new(TestStore.Factory);

    private static long At(double seconds) => TestFrames.Start + (long)(seconds * Second);

    private async Task<TestStore> WithValuesAsync(long aliveThrough, params (double Seconds, double Value, uint Status)[] values)
    {
        var test = await TestStore.OpenAsync();
        foreach (var (seconds, value, status) in values)
        {
            test.Take(_frames.Next(columns => columns.AddDouble(TestFrames.Torque, At(seconds), null, At(seconds), value, status), aliveThrough));
            // Every second value goes to a segment, so that each question has to look in both places.
            if (_frames.Position.Sequence % 2 == 0)
                await test.Store.SealAsync(TestStore.Token);
        }
        return test;
    }

    private static Task<IReadOnlyList<Bucket>> BucketsAsync(TestStore test, double from, double to, double width, bool uncertain = false)
    {
        var signal = test.Store.Catalogue.Find("auto-01-m1/torque")!;
        return test.Buckets.RunAsync(test.Store, new(signal, At(from), At(to), (long)(width * Second), uncertain), TestStore.Token);
    }

    [Fact]
    public async Task Range_Pages_TogetherAreAllValuesInOrder()
    {
        await using var test = await TestStore.OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            // Equal source times, and values that arrive late, must not be lost or repeated between pages.
            test.Take(_frames.Next(columns =>
            {
                for (var row = 0; row < 7; row++)
                    columns.AddInt64(TestFrames.Count, At(i / 3 * (row % 2)), null, At(i), i * 7 + row, 0);
            }));
            if (i % 6 == 5)
                await test.Store.SealAsync(TestStore.Token);
        }
        var whole = await test.AllAsync();
        var pages = new List<StoredValue>();
        ValueCursor? after = null;
        while (true)
        {
            var page = await test.RangeAsync(null, long.MinValue, long.MaxValue, after, limit: 9);
            pages.AddRange(page);
            if (page.Count < 9)
                break;
            after = page[^1].Cursor;
        }
        Assert.Equal(140, whole.Count);
        Assert.Equal(whole, pages);
        Assert.Equal(140, whole.Select(value => value.Int64).Distinct().Count());
    }

    [Fact]
    public async Task Range_Bounds_IncludeFromAndExcludeTo()
    {
        await using var test = await WithValuesAsync(At(9), (1, 1, 0), (2, 2, 0), (3, 3, 0), (4, 4, 0));
        Assert.Equal([2.0, 3.0], (await test.RangeAsync(TestFrames.Torque, At(2), At(4))).Select(value => value.Double!.Value));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MinValue + 1)]
    [InlineData(0)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(long.MaxValue)]
    public async Task Range_ExtremeTimes_AreKeptInTailAndSegment(long time)
    {
        await using var test = await TestStore.OpenAsync();
        test.Take(_frames.Next(columns => columns.AddDouble(TestFrames.Torque, time, time, time, 1, 0)));
        test.Take(_frames.Next(columns => columns.AddDouble(TestFrames.Torque, At(0), At(0), At(0), 2, 0)));
        var before = await test.AllAsync();
        Assert.Contains(before, value => Int128.Abs((Int128)value.SourceTime - time) <= 1 && value.ServerTime == value.SourceTime);
        await test.Store.SealAsync(TestStore.Token);
        await test.Store.SealAsync(TestStore.Token);
        Assert.Equal(before, await test.AllAsync());
        Assert.Equal(before[^1], Assert.Single(await test.Values.AsOfAsync(test.Store, [TestFrames.Torque], long.MaxValue, TestStore.Token)));
    }

    [Theory]
    [InlineData(0.5, null)]
    [InlineData(1, 1.0)]
    [InlineData(2.9, 2.0)]
    [InlineData(100, 5.0)]
    public async Task AsOf_AnyTime_IsTheLastValueNotAfterIt(double at, double? expected)
    {
        await using var test = await WithValuesAsync(At(9), (1, 1, 0), (3, 3, 0), (2, 2, 0), (5, 5, 0), (4, 4, 0));
        var values = await test.Values.AsOfAsync(test.Store, [TestFrames.Torque], At(at), TestStore.Token);
        Assert.Equal(expected, values.SingleOrDefault().Double);
        Assert.Equal(expected is null ? 0 : 1, values.Count);
    }

    [Fact]
    public async Task AsOf_SeveralSignals_LooksBackAsFarAsNeeded()
    {
        await using var test = await TestStore.OpenAsync();
        test.Take(_frames.Next(columns => columns.AddText(TestFrames.State, At(0), null, At(0), "idle", 0)));
        await test.Store.SealAsync(TestStore.Token);
        for (var i = 1; i <= 20; i++)
        {
            test.Take(_frames.Next(columns => columns.AddDouble(TestFrames.Torque, At(i), null, At(i), i, 0)));
            await test.Store.SealAsync(TestStore.Token);
        }
        var values = await test.Values.AsOfAsync(test.Store, [TestFrames.Torque, TestFrames.Count, TestFrames.State], long.MaxValue, TestStore.Token);
        Assert.Equal(2, values.Count);
        Assert.Equal(20, values[0].Double);
        Assert.Equal("idle", values[1].Text);
    }

    [Fact]
    public async Task Buckets_ValuesThatHold_AreWeighedByTime()
    {
        await using var test = await WithValuesAsync(At(40), (0, 10, 0), (6, 20, 0), (10, 30, 0), (12, 0, 0));
        var buckets = await BucketsAsync(test, 0, 40, 10);
        Assert.Equal(4, buckets.Count);
        Assert.Equal(new Bucket(At(0), 2, 10, 20, 14, 1), buckets[0]);
        Assert.Equal(new Bucket(At(10), 2, 0, 30, 6, 1), buckets[1]);
        Assert.Equal(new Bucket(At(20), 0, 0, 0, 0, 1), buckets[2]);
        Assert.Equal(new Bucket(At(30), 0, 0, 0, 0, 1), buckets[3]);
    }

    [Fact]
    public async Task Buckets_RangeBeginsWithinAHold_CountsTheValueFromBefore()
    {
        await using var test = await WithValuesAsync(At(30), (1, 8, 0), (15, 4, 0));
        var buckets = await BucketsAsync(test, 10, 30, 20);
        Assert.Equal(new Bucket(At(10), 1, 4, 8, (5 * 8 + 15 * 4) / 20.0, 1), Assert.Single(buckets));
    }

    [Fact]
    public async Task Buckets_ConnectionNotKnownAlive_DoesNotHoldIntoTheUnknown()
    {
        await using var test = await WithValuesAsync(At(15), (0, 10, 0));
        var buckets = await BucketsAsync(test, 0, 30, 10);
        Assert.Equal([1, 0.5, 0], buckets.Select(bucket => bucket.Held));
        Assert.Null(buckets[2].Avg);
    }

    [Fact]
    public async Task Buckets_BadValue_EndsTheHoldAndIsNotCounted()
    {
        const uint bad = 0x80000000;
        const uint uncertain = 0x40000000;
        await using var test = await WithValuesAsync(At(20), (0, 10, 0), (4, 999, bad), (8, 20, uncertain));
        var strict = Assert.Single(await BucketsAsync(test, 0, 10, 10));
        Assert.Equal(new Bucket(At(0), 1, 10, 10, 10, 0.4), strict);
        var lenient = Assert.Single(await BucketsAsync(test, 0, 10, 10, uncertain: true));
        Assert.Equal(2, lenient.Count);
        Assert.Equal((4 * 10 + 2 * 20) / 6.0, lenient.Avg!.Value, 12);
        Assert.Equal(0.6, lenient.Held, 12);
    }

    [Fact]
    public async Task Buckets_WidthDoesNotDivideTheRange_LastIsShort()
    {
        await using var test = await WithValuesAsync(At(20), (0, 6, 0));
        var buckets = await BucketsAsync(test, 0, 14, 10);
        Assert.Equal([1, 1], buckets.Select(bucket => bucket.Held));
    }

    [Fact]
    public async Task Query_Cancelled_EndsAtOnce()
    {
        await using var test = await WithValuesAsync(At(20), (0, 6, 0));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            test.Values.AsOfAsync(test.Store, [TestFrames.Torque], long.MaxValue, cancelled.Token));
    }
}
