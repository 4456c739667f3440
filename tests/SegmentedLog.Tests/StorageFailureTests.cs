namespace Jinan.IndustryBrain.DurableLog.Tests;

public sealed class StorageFailureTests
{
    private readonly CrashingStorage _storage = new();

    [Fact]
    public void Failure_OfAFullDisk_IsToldFromOthers()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs a device that is always full.");
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        var told = Assert.ThrowsAny<IOException>(() => RandomAccess.Write(full, [1], 0));
        Assert.True(new LogStorageException("It cannot be written.", told).IsDiskFull);
        Assert.False(new LogStorageException("It cannot be written.", new IOException("Input/output error", 5)).IsDiskFull);
    }

    [Theory]
    [InlineData("write")]
    [InlineData("sync")]
    [InlineData("create")]
    [InlineData("rename")]
    public async Task Append_DiskRefuses_AcknowledgesNothingAndRecoversByItself(string refused)
    {
        await using var log = await TestLog.OpenAsync(_storage);
        await TestLog.AppendManyAsync(log, 10);
        var full = true;
        _storage.Fault = (operation, _) => Volatile.Read(ref full) && (operation == refused || operation == "sync") ? new IOException("No space left on device") : null;

        var error = await Assert.ThrowsAsync<LogStorageException>(async () => await log.AppendAsync(TestLog.Record(11, 300), TestLog.Token));
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Equal(10, log.DurableSequence);
        Assert.NotNull(log.Failure);
        Assert.Throws<LogStorageException>(() => log.Append(new byte[1]));
        await Assert.ThrowsAsync<LogStorageException>(async () => await log.FlushAsync(TestLog.Token));

        Volatile.Write(ref full, false);
        await log.WaitForRoomAsync(TestLog.Token);
        Assert.Null(log.Failure);
        Assert.Equal(11, log.DurableSequence);
        await log.AppendAsync(TestLog.Record(12, 300), TestLog.Token);
        AssertHolds(log, 12);

        // What was acknowledged after the failure is on the medium, not only in the page cache that the failure left behind.
        await using var rebooted = await TestLog.OpenAsync(_storage.Reboot(new(refused.Length)));
        AssertHolds(rebooted, 12);
    }

    [Fact]
    public async Task Append_DiskRefusesAtAnyOperation_NothingAcknowledgedIsLost()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var storage = new CrashingStorage();
            var die = new Random(seed);
            var log = await TestLog.OpenAsync(storage, TestLog.Options with { RetryInterval = TimeSpan.FromMilliseconds(1) });
            storage.Fault = (_, _) => die.Next(4) == 0 ? new IOException("refused") : null;
            for (var i = 1; i <= 25; i++)
            {
                log.Append(TestLog.Record(i, 300));
                while (true)
                {
                    try
                    {
                        await log.FlushAsync(TestLog.Token);
                        break;
                    }
                    catch (LogStorageException)
                    {
                        // Tried again by the log itself; the next flush waits for it.
                    }
                }
                if (i % 8 == 0)
                {
                    await using var rebooted = await TestLog.OpenAsync(storage.Reboot(die));
                    AssertHolds(rebooted, i);
                }
            }
            storage.Fault = null;
            await log.DisposeAsync();
        }
    }

    [Fact]
    public async Task Open_ProcessDiedAfterFailedSync_WritesTheCachedTailAgain()
    {
        var log = await TestLog.OpenAsync(_storage, TestLog.Options with { RetryInterval = TimeSpan.FromHours(1) });
        await TestLog.AppendManyAsync(log, 2);
        _storage.Fault = (operation, _) => operation == "sync" ? new IOException("medium error") : null;
        await Assert.ThrowsAsync<LogStorageException>(async () => await log.AppendAsync(TestLog.Record(3, 300), TestLog.Token));

        // Killed: the next process sees record 3 in the page cache, marked clean, and the medium does not have it.
        await using var restarted = await TestLog.OpenAsync(_storage.Restart());
        AssertHolds(restarted, 3);
        await using var rebooted = await TestLog.OpenAsync(_storage.Reboot(new(1)));
        AssertHolds(rebooted, 3);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Commit_DiskRefuses_PositionStaysAndLaterSucceeds()
    {
        await using var log = await TestLog.OpenAsync(_storage);
        await TestLog.AppendManyAsync(log, 5);
        using var reader = log.OpenReader("r");
        _storage.Fault = (_, name) => name.StartsWith("r.", StringComparison.Ordinal) ? new IOException("refused") : null;
        await Assert.ThrowsAsync<LogStorageException>(async () => await reader.CommitAsync(4, TestLog.Token));
        Assert.Equal(0, reader.Position);
        _storage.Fault = null;
        await reader.CommitAsync(4, TestLog.Token);
        Assert.Equal(4, reader.Position);
    }

    private static void AssertHolds(SegmentedLog log, int count)
    {
        var records = TestLog.ReadAll(log);
        Assert.Equal(Enumerable.Range(1, count).Select(n => (long)n), records.Select(record => record.Sequence));
        Assert.All(records, record => Assert.Equal(TestLog.Record((int)record.Sequence, 300), record.Payload));
    }
}
