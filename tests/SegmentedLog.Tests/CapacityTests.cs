namespace Jinan.IndustryBrain.DurableLog.Tests;

public sealed class CapacityTests
{
    [Fact]
    public async Task Append_LogFull_RefusesUntilTruncationMakesRoom()
    {
        await using var log = await TestLog.OpenAsync(new CrashingStorage(), TestLog.Options with { MaxBytes = 12 << 10 });
        using var reader = log.OpenReader("r");
        var error = await Assert.ThrowsAsync<LogFullException>(async () => await TestLog.AppendManyAsync(log, 1000));
        Assert.Contains("MaxBytes", error.Message, StringComparison.Ordinal);
        var before = log.NextSequence;
        Assert.Throws<LogFullException>(() => log.Append(new byte[1000]));
        Assert.Equal(before, log.NextSequence);
        Assert.InRange(log.Bytes, 8 << 10, 12 << 10);

        var room = log.WaitForRoomAsync(TestLog.Token).AsTask();
        Assert.False(room.IsCompleted);
        await reader.CommitAsync(log.DurableSequence, TestLog.Token);
        log.Truncate(long.MaxValue);
        await room.WaitAsync(TimeSpan.FromSeconds(60), TestLog.Token);
        await log.AppendAsync(new byte[1000], TestLog.Token);
    }

    [Fact]
    public async Task Append_WithoutFlush_IsBoundedInMemory()
    {
        await using var log = await TestLog.OpenAsync(new CrashingStorage());
        var error = Assert.Throws<LogFullException>(() =>
        {
            for (var i = 0; i < 1000; i++)
                log.Append(new byte[100]);
        });
        Assert.Contains("FlushAsync", error.Message, StringComparison.Ordinal);
        await log.WaitForRoomAsync(TestLog.Token);
        log.Append(new byte[1000]);
    }

    [Fact]
    public async Task Segments_AnyLoad_StayWithinTheirSize()
    {
        var storage = new CrashingStorage();
        await using var log = await TestLog.OpenAsync(storage);
        var die = new Random(3);
        for (var i = 0; i < 60; i++)
        {
            for (var n = die.Next(1, 9); n > 0; n--)
                log.Append(new byte[die.Next(100)]);
            await log.FlushAsync(TestLog.Token);
        }
        var segments = storage.Names.Where(name => name.EndsWith(".segment", StringComparison.Ordinal)).ToList();
        Assert.True(segments.Count > 3);
        Assert.All(segments, name => Assert.True(storage.ReadAll(name).Length <= TestLog.Options.SegmentBytes));
    }

    [Fact]
    public async Task Dispose_RecordsPending_WritesThem()
    {
        var storage = new CrashingStorage();
        var log = await TestLog.OpenAsync(storage);
        log.Append(new byte[7]);
        await log.DisposeAsync();
        await using var reopened = await TestLog.OpenAsync(storage);
        Assert.Equal(1, reopened.DurableSequence);
    }
}
