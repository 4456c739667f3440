namespace Jinan.IndustryBrain.DurableLog.Tests;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task Flush_ManyWaiters_ShareOneSync()
    {
        var storage = new CrashingStorage();
        await using var log = await TestLog.OpenAsync(storage);
        using var firstSyncBegan = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var syncs = 0;
        storage.Fault = (operation, _) =>
        {
            if (operation == "sync" && ++syncs == 1)
            {
                firstSyncBegan.Release();
                Assert.True(goOn.Wait(TimeSpan.FromSeconds(60)), "the test did not let the first sync go on");
            }
            return null;
        };
        var first = log.AppendAsync(new byte[10], TestLog.Token).AsTask();
        Assert.True(await firstSyncBegan.WaitAsync(TimeSpan.FromSeconds(60), TestLog.Token), "no sync began");
        var others = Enumerable.Range(0, 50).Select(_ => log.AppendAsync(new byte[10], TestLog.Token).AsTask()).ToList();
        Assert.Equal(0, log.DurableSequence);
        Assert.False(first.IsCompleted);
        goOn.Release();

        Assert.Equal(1, await first);
        Assert.Equal(Enumerable.Range(2, 50).Select(n => (long)n), await Task.WhenAll(others));
        Assert.Equal(2, syncs);
    }

    [Fact]
    public async Task Flush_DuringTheCommitOfAllThereIs_CompletesWithIt()
    {
        var storage = new CrashingStorage();
        await using var log = await TestLog.OpenAsync(storage);
        using var syncBegan = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        storage.Fault = (operation, _) =>
        {
            if (operation != "sync")
                return null;
            syncBegan.Release();
            Assert.True(goOn.Wait(TimeSpan.FromSeconds(60)), "the test did not let the sync go on");
            return null;
        };
        var append = log.AppendAsync(new byte[10], TestLog.Token).AsTask();
        Assert.True(await syncBegan.WaitAsync(TimeSpan.FromSeconds(60), TestLog.Token), "no sync began");
        var flush = log.FlushAsync(TestLog.Token).AsTask();
        goOn.Release();
        await Task.WhenAll(append, flush).WaitAsync(TimeSpan.FromSeconds(60), TestLog.Token);
    }

    [Fact]
    public async Task Flush_ManyCallersAtRandom_AllComplete()
    {
        await using var log = await TestLog.OpenAsync(new CrashingStorage(), TestLog.Options with { SegmentBytes = 64 << 10, MaxBytes = 4 << 20 });
        var callers = Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var die = new Random(seed);
            for (var i = 0; i < 300; i++)
            {
                var appended = die.Next(3) == 0 ? 0 : log.Append(new byte[die.Next(100)]);
                if (die.Next(4) == 0)
                    await Task.Yield();
                await log.FlushAsync();
                Assert.True(log.DurableSequence >= appended, "a flush completed before its record was durable");
            }
        }));
        await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(120), TestLog.Token);
    }

    [Fact]
    public async Task Flush_NothingPending_DoesNotTouchTheDisk()
    {
        var storage = new CrashingStorage();
        await using var log = await TestLog.OpenAsync(storage);
        var before = storage.Operations;
        await log.FlushAsync(TestLog.Token);
        Assert.Equal(before, storage.Operations);
    }

    [Fact]
    public async Task Append_WarmBuffer_AllocatesNothing()
    {
        await using var log = await TestLog.OpenAsync(new CrashingStorage(), TestLog.Options with { SegmentBytes = 1 << 20, MaxBytes = 2 << 20 });
        var record = new byte[100];
        for (var i = 0; i < 3000; i++)
            log.Append(record);
        await log.FlushAsync(TestLog.Token);

        // The first append rents the buffer again; those after it are free until it has to grow.
        log.Append(record);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            log.Append(record.AsSpan(0, 0));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8192, "appending allocates per record");
    }

    [Fact]
    public async Task Append_RecordTooLarge_SaysTheLimit()
    {
        await using var log = await TestLog.OpenAsync(new CrashingStorage());
        var error = Assert.Throws<ArgumentException>(() => log.Append(new byte[1025]));
        Assert.Contains("1024", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, log.NextSequence);
    }

    [Fact]
    public void Options_SeveralFaults_ListsAll()
    {
        var options = new SegmentedLogOptions { Directory = "", SegmentBytes = 1, MaxBytes = 1, MaxRecordBytes = 0, RetryInterval = TimeSpan.Zero };
        var error = Assert.Throws<ArgumentException>(options.Validate);
        foreach (var name in new[] { "Directory", "SegmentBytes", "MaxBytes", "MaxRecordBytes", "RetryInterval" })
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }
}
