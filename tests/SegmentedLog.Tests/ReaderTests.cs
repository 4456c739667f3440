namespace Jinan.IndustryBrain.DurableLog.Tests;

public sealed class ReaderTests
{
    private readonly CrashingStorage _storage = new();

    [Fact]
    public async Task Reader_Reopened_HasItsCommittedPosition()
    {
        await using (var log = await TestLog.OpenAsync(_storage))
        {
            await TestLog.AppendManyAsync(log, 9);
            using var reader = log.OpenReader("historian");
            await reader.CommitAsync(7, TestLog.Token);
            await reader.CommitAsync(3, TestLog.Token);
            Assert.Equal(7, reader.Position);
        }
        await using var reopened = await TestLog.OpenAsync(_storage);
        Assert.Equal(7, reopened.ReaderPositions["historian"]);
    }

    [Fact]
    public async Task Commit_BeyondTheDurable_IsRefused()
    {
        await using var log = await TestLog.OpenAsync(_storage);
        using var reader = log.OpenReader("r");
        log.Append(new byte[5]);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await reader.CommitAsync(1, TestLog.Token));
    }

    [Fact]
    public async Task TryRead_RecordNotDurable_IsNotSeen()
    {
        await using var log = await TestLog.OpenAsync(_storage);
        using var reader = log.OpenReader("r");
        log.Append(new byte[5]);
        Assert.False(reader.TryRead(1, out _));
        await log.FlushAsync(TestLog.Token);
        Assert.True(reader.TryRead(1, out var batch));
        batch.Dispose();
    }

    [Fact]
    public async Task TryRead_AnyStart_FindsTheRecordAcrossSegments()
    {
        await using var log = await TestLog.OpenAsync(_storage);
        await TestLog.AppendManyAsync(log, 60);
        using var reader = log.OpenReader("r");
        var die = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var from = die.Next(1, 61);
            Assert.True(reader.TryRead(from, out var batch, maxBytes: die.Next(1, 2000)));
            using (batch)
            {
                Assert.Equal(from, batch.First);
                var expected = from;
                foreach (var record in batch)
                {
                    Assert.Equal(expected, record.Sequence);
                    Assert.Equal(TestLog.Record(expected++, 300), record.Payload.ToArray());
                }
                Assert.Equal(batch.Last, expected - 1);
            }
        }
    }

    [Fact]
    public async Task ReadAsync_WriterBeside_SeesAllInOrderAndEndsWithTheLog()
    {
        var log = await TestLog.OpenAsync(_storage, TestLog.Options with { MaxBytes = 1 << 20 });
        using var reader = log.OpenReader("r");
        var seen = new List<long>();
        var reading = Task.Run(async () =>
        {
            await foreach (var record in reader.ReadAsync(1, TestLog.Token))
            {
                Assert.Equal(TestLog.Record((int)record.Sequence, 300), record.Payload.ToArray());
                seen.Add(record.Sequence);
            }
        });
        await TestLog.AppendManyAsync(log, 200);
        while (!await reader.WaitAsync(200, TestLog.Token))
            Assert.Fail("the log ended before its records");
        await log.DisposeAsync();
        await reading.WaitAsync(TimeSpan.FromSeconds(60), TestLog.Token);
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(n => (long)n), seen);
    }

    [Fact]
    public async Task Truncate_ReadersBehind_KeepsWhatTheyNeed()
    {
        await using var log = await TestLog.OpenAsync(_storage);
        await TestLog.AppendManyAsync(log, 60);
        using var slow = log.OpenReader("slow");
        using var fast = log.OpenReader("fast");
        await slow.CommitAsync(20, TestLog.Token);
        await fast.CommitAsync(60, TestLog.Token);

        log.Truncate(long.MaxValue);
        Assert.InRange(log.OldestSequence, 2, 21);
        Assert.True(slow.TryRead(21, out var batch));
        batch.Dispose();

        log.Truncate(long.MaxValue, ignoreReaders: true);
        Assert.True(log.OldestSequence > 21);
        // The reader may finish the file that it holds open; whoever comes anew is told.
        using var scan = log.OpenScan();
        var gone = Assert.Throws<LogTruncatedException>(() => scan.TryRead(21, out _));
        Assert.Equal(log.OldestSequence, gone.Oldest);
    }

    [Fact]
    public async Task Truncate_AfterRestartBeforeReadersOpen_StillRespectsThem()
    {
        await using (var log = await TestLog.OpenAsync(_storage))
        {
            await TestLog.AppendManyAsync(log, 60);
            log.OpenReader("r").Dispose();
        }
        await using var reopened = await TestLog.OpenAsync(_storage);
        reopened.Truncate(long.MaxValue);
        Assert.Equal(1, reopened.OldestSequence);
        reopened.RemoveReader("r");
        reopened.Truncate(long.MaxValue);
        Assert.True(reopened.OldestSequence > 1);
    }

    [Fact]
    public async Task OpenReader_FromNewest_StartsBehindTheLastRecord()
    {
        await using var log = await TestLog.OpenAsync(_storage);
        await TestLog.AppendManyAsync(log, 4);
        using var reader = log.OpenReader("late", fromNewest: true);
        Assert.Equal(4, reader.Position);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData(".x")]
    [InlineData("a b")]
    public async Task OpenReader_BadName_IsRefused(string name)
    {
        await using var log = await TestLog.OpenAsync(_storage);
        Assert.Throws<ArgumentException>(() => log.OpenReader(name));
    }

    [Fact]
    public async Task Readers_ManySegments_HoldOneFileEach()
    {
        await using var log = await TestLog.OpenAsync(_storage);
        await TestLog.AppendManyAsync(log, 100);
        Assert.Equal(1, _storage.OpenFiles);
        using (var scan = log.OpenScan())
        {
            for (var next = 1L; next < 80;)
            {
                Assert.True(scan.TryRead(next, out var batch));
                next = batch.Last + 1;
                batch.Dispose();
                Assert.InRange(_storage.OpenFiles, 1, 2);
            }
        }
        Assert.Equal(1, _storage.OpenFiles);
    }
}
