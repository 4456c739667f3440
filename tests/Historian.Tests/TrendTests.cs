using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Query;
using Jinan.IndustryBrain.Historian.Trends;

namespace Jinan.IndustryBrain.Historian.Tests;

/// <summary>A trend that is put together of spans says what the values say.</summary>
public sealed class TrendTests
{
    private const long Second = 1_000_000_000;
    private const long Hour = 3600 * Second;
    private static readonly long Start = TrendSpan.TimeOf(TrendSpan.IndexOf(TestFrames.Start));
    private readonly TestFrames _frames = new("auto-01");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Buckets_OfSpans_SayWhatValuesSay(int seed)
    {
        var random = new Random(seed);
        var test = await TestStore.OpenAsync();
        try
        {
            var now = Start;
            for (var round = 0; round < 40; round++)
            {
                now += random.NextInt64(30 * Second, 3 * Hour);
                test.Take(_frames.Next(columns => Fill(columns, random, now), now));
                if (random.Next(3) == 0)
                    await test.Store.SealAsync(TestStore.Token);
                if (random.Next(3) == 0)
                    test.MakeSpans();
                if (random.Next(8) == 0)
                {
                    // Killed, and started on what was on the disk.
                    await test.Store.FlushAsync(TestStore.Token);
                    var next = await test.StartOnCopyAsync();
                    await test.DisposeAsync();
                    test = next;
                }

                await CompareAsync(test, random, now);
            }

            test.MakeSpans();
            foreach (var signal in new[] { "torque", "count" })
            {
                var id = test.Store.Catalogue.Find($"auto-01-m1/{signal}")!.Id;
                var (first, end) = (TrendSpan.IndexOf(Start), TrendSpan.IndexOf(now) - 1);
                Assert.DoesNotContain(test.Store.Trends.Read(id, first, end), span => span is null);
            }
        }
        finally
        {
            await test.DisposeAsync();
        }
    }

    [Fact]
    public async Task Spans_ValueThatComesLate_AreMadeAgain()
    {
        await using var test = await TestStore.OpenAsync();
        test.Take(_frames.Next(columns => columns.AddDouble(TestFrames.Torque, Start, null, Start, 1, 0), Start + (10 * Hour)));
        test.MakeSpans();
        Assert.Equal(1, (await SumAsync(test)).Max);
        test.Take(_frames.Next(columns => columns.AddDouble(TestFrames.Torque, Start + (2 * Hour), null, Start, 9, 0), Start + (10 * Hour)));
        // At once, out of values; and out of spans, once they are made again.
        Assert.Equal((1 * 2 + (9 * 6)) / 8.0, (await SumAsync(test)).Avg!.Value, 9);
        test.MakeSpans();
        Assert.DoesNotContain(test.Store.Trends.Read(TestFrames.Torque, TrendSpan.IndexOf(Start), TrendSpan.IndexOf(Start + (8 * Hour))), span => span is null);
        Assert.Equal((1 * 2 + (9 * 6)) / 8.0, (await SumAsync(test)).Avg!.Value, 9);
    }

    [Fact]
    public async Task Spans_ValuesRemoved_Stay()
    {
        await using var test = await TestStore.OpenAsync();
        test.Take(_frames.Next(columns => columns.AddDouble(TestFrames.Torque, Start, null, Start, 4, 0), Start + (10 * Hour)));
        await test.Store.SealAsync(TestStore.Token);
        test.MakeSpans();
        await test.Store.RemoveAsync(segments => segments, TestStore.Token);
        Assert.Empty(await test.AllAsync());
        // What came late of that time changes nothing: the values beside it are gone.
        test.Take(_frames.Next(columns => columns.AddDouble(TestFrames.Torque, Start, null, Start, 7, 0), Start + (11 * Hour)));
        test.MakeSpans();
        Assert.Equal(new Bucket(Start, 1, 4, 4, 4, 1), await SumAsync(test));

        test.Store.Trends.RemoveBefore(Start + Hour);
        Assert.Equal(4, (await SumAsync(test)).Avg);
    }

    [Fact]
    public async Task Open_FileDamagedOrMissing_SpansAreMadeAnew()
    {
        await using var test = await TestStore.OpenAsync();
        test.Take(_frames.Next(columns => columns.AddDouble(TestFrames.Torque, Start, null, Start, 4, 0), Start + (10 * Hour)));
        await test.Store.SealAsync(TestStore.Token);
        test.MakeSpans();
        foreach (var change in new Action<string>[] { path => File.Delete(path), path => File.WriteAllText(path, "no database, whatever it says at the beginning of it") })
        {
            await using var next = await test.StartOnCopyAsync(folder =>
            {
                File.Delete(Path.Join(folder, $"{TrendStore.FileName}-wal"));
                File.Delete(Path.Join(folder, $"{TrendStore.FileName}-shm"));
                change(Path.Join(folder, TrendStore.FileName));
            });
            Assert.Null(next.Store.Trends.Read(TestFrames.Torque, TrendSpan.IndexOf(Start), TrendSpan.IndexOf(Start) + 1)[0]);
            Assert.Equal(new Bucket(Start, 1, 4, 4, 4, 1), await SumAsync(next));
            next.MakeSpans();
            Assert.NotNull(next.Store.Trends.Read(TestFrames.Torque, TrendSpan.IndexOf(Start), TrendSpan.IndexOf(Start) + 1)[0]);
            Assert.Equal(new Bucket(Start, 1, 4, 4, 4, 1), await SumAsync(next));
        }
    }

    [Fact]
    public async Task Spans_SourceTimesOfOtherCenturies_AreNoTrouble()
    {
        await using var test = await TestStore.OpenAsync();
        test.Take(_frames.Next(columns =>
        {
            columns.AddDouble(TestFrames.Torque, 0, null, Start, 1, 0);
            columns.AddDouble(TestFrames.Torque, long.MaxValue, null, Start, 2, 0);
            columns.AddInt64(TestFrames.Count, long.MinValue + 1, null, Start, 3, 0);
        }, Start + Hour));
        test.MakeSpans();
        var bucket = Assert.Single(await test.Buckets.RunAsync(
            test.Store, new(test.Store.Catalogue.Find("auto-01-m1/torque")!, Start - Hour, Start, Hour, false), TestStore.Token));
        Assert.Equal(new Bucket(Start - Hour, 0, 1, 1, 1, 1), bucket);
    }

    private static async Task<Bucket> SumAsync(TestStore test) => Assert.Single(await test.Buckets.RunAsync(
        test.Store, new(test.Store.Catalogue.Find("auto-01-m1/torque")!, Start, Start + (8 * Hour), 8 * Hour, false), TestStore.Token));

    // Mostly of now, at times of long ago, in any order, of any status.
    private static void Fill(FrameColumns columns, Random random, long now)
    {
        for (var i = random.Next(30); i > 0; i--)
        {
            var age = random.Next(12) == 0 ? random.NextInt64(0, 60 * Hour) : random.NextInt64(0, 40 * 60 * Second);
            // Some at the very border of a span, some at one time.
            var time = now - age;
            time = Math.Max(Start, random.Next(6) == 0 ? TrendSpan.TimeOf(TrendSpan.IndexOf(time)) : time / Second * Second);
            var status = random.Next(10) switch { 0 => 0x80000000u, 1 => 0x40000000u, _ => 0u };
            if (random.Next(2) == 0)
                columns.AddDouble(TestFrames.Torque, time, null, now, random.Next(15) == 0 ? double.NaN : random.NextDouble() * 100, status);
            else
                columns.AddInt64(TestFrames.Count, time, null, now, random.Next(-50, 50), status);
        }
    }

    private static async Task CompareAsync(TestStore test, Random random, long now)
    {
        var signal = test.Store.Catalogue.Find(random.Next(2) == 0 ? "auto-01-m1/torque" : "auto-01-m1/count")!;
        var from = TrendSpan.TimeOf(TrendSpan.IndexOf(Start - (2 * Hour) + random.NextInt64(0, now - Start + 1)));
        var width = TrendSpan.Length * random.Next(1, 20);
        var to = random.Next(2) == 0 ? now + random.NextInt64(1, Hour) : from + (width * random.Next(1, 30));
        var request = new BucketRequest(signal, from, Math.Max(to, from + 1), width, false);
        var ofSpans = await test.Buckets.RunAsync(test.Store, request, TestStore.Token);
        var ofValues = await test.Buckets.OfValuesAsync(test.Store, request, null, TestStore.Token);
        Assert.Equal(ofValues.Count, ofSpans.Count);
        foreach (var (one, other) in ofValues.Zip(ofSpans))
        {
            Assert.Equal((one.From, one.Count, one.Min, one.Max), (other.From, other.Count, other.Min, other.Max));
            Assert.Equal(one.Held, other.Held, 9);
            Assert.Equal(one.Avg is null, other.Avg is null);
            if (one.Avg is { } avg)
                Assert.Equal(avg, other.Avg!.Value, 1e-9 * Math.Max(1, Math.Abs(avg)));
        }
    }
}
