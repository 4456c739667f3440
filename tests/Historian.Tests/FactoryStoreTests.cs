using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.Historian.Query;
using Jinan.IndustryBrain.Historian.Retention;
using Jinan.IndustryBrain.Historian.Segments;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jinan.IndustryBrain.Historian.Tests;

public sealed class FactoryStoreTests
{
    private readonly TestFrames _frames = new(TestStore.Factory);

    [Fact]
    public async Task Take_Frame_IsSeenAtOnceWithAllItsColumns()
    {
        await using var test = await TestStore.OpenAsync();
        Assert.Equal(Taken.Stored, test.Take(_frames.Next(0, 3)));
        var values = await test.AllAsync();
        Assert.Equal(
            [
                new StoredValue(0, TestFrames.Start, TestFrames.Start + 1, TestFrames.Start + 2, 0.5, null, null, 0, 1000, 1, 0),
                new StoredValue(1, TestFrames.Start + 1_000_000, null, TestFrames.Start + 1_000_002, null, 1, null, 0x40000000, 1000, 1, 1),
                new StoredValue(2, TestFrames.Start + 2_000_000, TestFrames.Start + 2_000_001, TestFrames.Start + 2_000_002, null, null, "text 2", 0, 1000, 1, 2),
            ],
            values);
    }

    [Fact]
    public async Task Take_DuplicateOrGap_IsToldAndNotStored()
    {
        await using var test = await TestStore.OpenAsync();
        var first = _frames.Next(0, 3);
        _ = _frames.Next(3, 3);
        var third = _frames.Next(6, 3);
        Assert.Equal(Taken.Stored, test.Take(first));
        Assert.Equal(Taken.Duplicate, test.Take(first));
        Assert.Equal(Taken.Gap, test.Take(third));
        Assert.Equal(3, (await test.AllAsync()).Count);
    }

    [Fact]
    public async Task Take_FrameOfARestoredLog_IsStoredOnlyWhereItWasFetched()
    {
        await using var test = await TestStore.OpenAsync();
        test.Take(_frames.Next(0, 3));
        // The log was put back with this one frame, and goes on with the second in a larger epoch.
        var restored = new TestFrames(TestStore.Factory, 2000);
        _ = restored.Next(0, 3);
        var next = restored.Next(3, 3);
        Assert.Equal(Taken.Gap, test.Take(next));
        using var decoded = Contracts.Frames.FrameDecoder.Decode(next);
        Assert.Equal(Taken.Stored, test.Store.Take(next, decoded, isFetched: true));
        Assert.Equal(restored.Position, test.Store.Position);
        Assert.Equal(6, (await test.AllAsync()).Count);
    }

    [Fact]
    public async Task Seal_Values_MoveIntoSegmentUnchanged()
    {
        await using var test = await TestStore.OpenAsync();
        for (var i = 0; i < 10; i++)
            test.Take(_frames.Next(i * 30, 30));
        var before = await test.AllAsync();
        var segment = await test.Store.SealAsync(TestStore.Token);
        Assert.Equal(300, segment!.Rows);
        test.Take(_frames.Next(300, 30));

        var after = await test.AllAsync();
        Assert.Equal(330, after.Count);
        Assert.Equal(before, after[..300]);
        var figures = test.Store.Figures();
        Assert.Equal((330, 30, 1), (figures.Values, figures.TailValues, figures.Segments));
    }

    [Fact]
    public async Task Seal_ExtremeValues_AreUnchanged()
    {
        await using var test = await TestStore.OpenAsync();
        double[] numbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.MaxValue, double.Epsilon];
        long[] integers = [long.MinValue, long.MaxValue, 0];
        string[] texts = ["", "a\0b", "\0", "济南 'quoted\" \n", new('x', 20_000)];
        var time = TestFrames.Start;
        test.Take(_frames.Next(columns =>
        {
            foreach (var number in numbers)
                columns.AddDouble(TestFrames.Torque, time++, null, time, number, uint.MaxValue);
            foreach (var integer in integers)
                columns.AddInt64(TestFrames.Count, time++, null, time, integer, 0);
            foreach (var text in texts)
                columns.AddText(TestFrames.State, time++, null, time, text, 0);
            columns.AddNull(TestFrames.State, time++, null, time, 0x80000000);
            // A signal whose definition was lost is kept by its number.
            columns.AddDouble(77, time++, null, time, 1, 0);
        }));
        await AssertHoldsAsync();
        await test.Store.SealAsync(TestStore.Token);
        await AssertHoldsAsync();

        async Task AssertHoldsAsync()
        {
            var values = await test.AllAsync();
            Assert.Equal(numbers.Select(BitConverter.DoubleToInt64Bits), values[..6].Select(value => BitConverter.DoubleToInt64Bits(value.Double!.Value)));
            Assert.Equal(integers, values[6..9].Select(value => value.Int64!.Value));
            Assert.Equal(texts, values[9..14].Select(value => value.Text!));
            Assert.Equal((null, null, null, 0x80000000u), (values[14].Double, values[14].Int64, values[14].Text, values[14].Status));
            Assert.Equal(77, values[15].Signal);
            Assert.Equal(uint.MaxValue, values[0].Status);
        }
    }

    [Fact]
    public async Task Seal_Killed_BeforeOrAfterTheManifest_KeepsEachValueOnce()
    {
        await using var test = await TestStore.OpenAsync();
        for (var i = 0; i < 10; i++)
            test.Take(_frames.Next(i * 30, 30));
        await test.Store.FlushAsync(TestStore.Token);
        var expected = await test.AllAsync();

        // Killed before the manifest: the Parquet file is there and nobody knows it.
        await using (var unsealed = await test.StartOnCopyAsync(folder =>
        {
            var orphan = Path.Join(folder, "values/2026-09-21/000000000010-1.parquet");
            Directory.CreateDirectory(Path.GetDirectoryName(orphan)!);
            File.WriteAllText(orphan, "half a file");
            File.WriteAllText(orphan + ".new", "");
        }))
        {
            Assert.Equal(expected, await unsealed.AllAsync());
            Assert.Empty(Directory.GetFiles(Path.Join(unsealed.FactoryFolder, "values"), "*.parquet*", SearchOption.AllDirectories));
        }

        // Killed after the manifest and before truncation: the log still holds what the segment holds.
        await test.Store.SealAsync(TestStore.Token);
        Assert.NotEmpty(Directory.GetFiles(Path.Join(test.FactoryFolder, "log"), "*.segment"));
        await using var restarted = await test.StartOnCopyAsync();
        Assert.Equal(expected, await restarted.AllAsync());
        Assert.Equal(_frames.Position, restarted.Store.Position);
        Assert.Equal(Taken.Stored, restarted.Take(_frames.Next(300, 3)));
    }

    [Fact]
    public async Task Open_Killed_RecoversLogCatalogueAndPosition()
    {
        await using var test = await TestStore.OpenAsync();
        test.Take(_frames.Next(0, 30));
        await test.Store.SealAsync(TestStore.Token);
        test.Take(_frames.Next(30, 30));
        await test.Store.FlushAsync(TestStore.Token);

        await using var restarted = await test.StartOnCopyAsync();
        Assert.Equal(await test.AllAsync(), await restarted.AllAsync());
        Assert.Equal(test.Store.Position, restarted.Store.Position);
        Assert.Equal("N.m", restarted.Store.Catalogue.Find("auto-01-m1/torque")!.Unit);
        Assert.Equal(test.Store.Catalogue.AliveThrough, restarted.Store.Catalogue.AliveThrough);
    }

    [Fact]
    public async Task Open_LogLost_GoesOnBehindTheSegments()
    {
        await using var test = await TestStore.OpenAsync();
        test.Take(_frames.Next(0, 30));
        await test.Store.SealAsync(TestStore.Token);
        await using var restarted = await test.StartOnCopyAsync(folder => Directory.Delete(Path.Join(folder, "log"), recursive: true));
        Assert.Equal(30, (await restarted.AllAsync()).Count);
        Assert.Equal(Taken.Stored, restarted.Take(_frames.Next(30, 3)));
        await restarted.Store.SealAsync(TestStore.Token);
        await using var again = await restarted.StartOnCopyAsync();
        Assert.Equal(33, (await again.AllAsync()).Count);
    }

    [Fact]
    public async Task Open_SegmentMissing_SaysWhichAndWhatToDo()
    {
        await using var test = await TestStore.OpenAsync();
        test.Take(_frames.Next(0, 30));
        var segment = await test.Store.SealAsync(TestStore.Token);
        var error = await Assert.ThrowsAsync<StoreDamagedException>(() => test.StartOnCopyAsync(folder => File.Delete(Path.Join(folder, segment!.File))));
        Assert.Contains(segment!.File, error.Message, StringComparison.Ordinal);
        Assert.Contains("restore", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_AnotherDay_BeginsAnotherSegment()
    {
        await using var test = await TestStore.OpenAsync();
        const long day = 86_400_000_000_000;
        test.Take(_frames.Next(columns => columns.AddDouble(0, TestFrames.Start, null, TestFrames.Start, 1, 0)));
        test.Take(_frames.Next(columns => columns.AddDouble(0, TestFrames.Start + day, null, TestFrames.Start + day, 2, 0)));
        Assert.True(test.Store.IsSealDue());
        var first = await test.Store.SealAsync(TestStore.Token);
        var second = await test.Store.SealAsync(TestStore.Token);
        Assert.Equal((1, 1), (first!.Rows, second!.Rows));
        Assert.NotEqual(Path.GetDirectoryName(first.File), Path.GetDirectoryName(second.File));
        Assert.Equal(2, (await test.AllAsync()).Count);
    }

    [Fact]
    public async Task Take_TailOverrun_RefusesUntilSealed()
    {
        await using var test = await TestStore.OpenAsync(new() { SealRows = 10 });
        for (var i = 0; i < 4; i++)
            Assert.Equal(Taken.Stored, test.Take(_frames.Next(i * 10, 10)));
        var refused = _frames.Next(40, 10);
        Assert.Equal(Taken.Busy, test.Take(refused));
        await test.Store.SealAsync(TestStore.Token);
        Assert.Equal(Taken.Stored, test.Take(refused));
    }

    [Fact]
    public async Task Take_DiskFull_ConfirmsNothingAndGoesOnByItself()
    {
        var disk = new FullDisk();
        await using var test = await TestStore.OpenAsync(logStorage: disk);
        test.Take(_frames.Next(0, 10));
        await test.Store.FlushAsync(TestStore.Token);

        disk.IsFull = true;
        test.Take(_frames.Next(10, 10));
        await Assert.ThrowsAsync<LogStorageException>(async () => await test.Store.FlushAsync(TestStore.Token));
        Assert.Contains("No space left", test.Store.LogFailure!.Message, StringComparison.Ordinal);
        var refused = _frames.Next(20, 10);
        Assert.Equal(Taken.Busy, test.Take(refused));
        await Assert.ThrowsAsync<LogStorageException>(() => test.Store.SealAsync(TestStore.Token));
        Assert.Equal(20, (await test.AllAsync()).Count);

        disk.IsFull = false;
        await test.Store.FlushAsync(TestStore.Token);
        Assert.Null(test.Store.LogFailure);
        Assert.Equal(Taken.Stored, test.Take(refused));
        await test.Store.SealAsync(TestStore.Token);
        await using var restarted = await test.StartOnCopyAsync();
        Assert.Equal(30, (await restarted.AllAsync()).Count);
    }

    [Fact]
    public async Task Seal_QueryUnderWay_StillReadsWhatItBeganWith()
    {
        await using var test = await TestStore.OpenAsync();
        test.Take(_frames.Next(0, 3000));
        var values = test.Values.RangeAsync(test.Store, null, long.MinValue, long.MaxValue, null, int.MaxValue, TestStore.Token)
            .GetAsyncEnumerator(TestStore.Token);
        Assert.True(await values.MoveNextAsync());
        await test.Store.SealAsync(TestStore.Token);
        var count = 1;
        while (await values.MoveNextAsync())
            count++;
        await values.DisposeAsync();
        Assert.Equal(3000, count);
        Assert.Equal(3000, (await test.AllAsync()).Count);
    }

    [Fact]
    public async Task Retention_SegmentsTooLarge_RemovesTheOldest()
    {
        await using var test = await TestStore.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            test.Take(_frames.Next(i * 30, 30));
            await test.Store.SealAsync(TestStore.Token);
        }
        var bytes = test.Store.Figures().SegmentBytes;
        var policy = new RetentionPolicy(
            new() { RetentionAge = TimeSpan.Zero, RetentionBytes = bytes * 2 / 3 + 10 }, TimeProvider.System, NullLogger<RetentionPolicy>.Instance);
        Assert.Equal(1, await test.Store.RemoveAsync(policy.Expired, TestStore.Token));
        Assert.Equal(60, (await test.AllAsync()).Count);
        Assert.Equal(2, Directory.GetFiles(test.FactoryFolder, "*.parquet", SearchOption.AllDirectories).Length);
        await using var restarted = await test.StartOnCopyAsync();
        Assert.Equal(60, (await restarted.AllAsync()).Count);
    }
}
