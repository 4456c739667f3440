namespace Jinan.IndustryBrain.DurableLog.Tests;

public sealed class RecoveryTests
{
    private const int RecordBytes = 300;
    private readonly CrashingStorage _storage = new();

    private static string FirstSegment => Segment.NameOf(1);

    private async Task WriteAsync(int count)
    {
        await using var log = await TestLog.OpenAsync(_storage);
        await TestLog.AppendManyAsync(log, count, RecordBytes);
    }

    [Fact]
    public async Task Open_TornLastRecord_CutsItAtEveryByte()
    {
        await WriteAsync(3);
        var bytes = _storage.ReadAll(FirstSegment);
        var lastRecord = bytes.Length - RecordBytes - RecordHeader.Size;
        for (var cut = lastRecord; cut < bytes.Length; cut += 13)
        {
            _storage.Tamper(FirstSegment, file =>
            {
                file.Clear();
                file.AddRange(bytes.AsSpan(0, cut));
            });
            await using var log = await TestLog.OpenAsync(_storage);
            Assert.Equal(2, log.DurableSequence);
            Assert.Equal(lastRecord, _storage.ReadAll(FirstSegment).Length);
        }
    }

    [Fact]
    public async Task Open_BadRecordBeforeAcknowledgedOnes_ReportsItsPlaceAndChangesNothing()
    {
        await WriteAsync(5);
        var offset = SegmentHeader.Size + 2 * (RecordHeader.Size + RecordBytes);
        _storage.Tamper(FirstSegment, file => file[offset + 100] ^= 1);
        var before = _storage.ReadAll(FirstSegment);

        var error = await Assert.ThrowsAsync<LogDamagedException>(async () => await TestLog.OpenAsync(_storage));
        Assert.Equal((offset, 3L), (error.Offset, error.Sequence));
        Assert.Contains("Restore the file", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, _storage.ReadAll(FirstSegment));
    }

    [Fact]
    public async Task Open_BadLengthBeforeAcknowledgedOnes_IsDamageToo()
    {
        await WriteAsync(5);
        var offset = SegmentHeader.Size + RecordHeader.Size + RecordBytes;
        _storage.Tamper(FirstSegment, file => file[offset + 3] = 0x7f);
        var error = await Assert.ThrowsAsync<LogDamagedException>(async () => await TestLog.OpenAsync(_storage));
        Assert.Equal(2, error.Sequence);
    }

    [Fact]
    public async Task Open_BadRecordAmongUnacknowledgedOnes_IsCut()
    {
        await using (var log = await TestLog.OpenAsync(_storage))
        {
            await log.AppendAsync(TestLog.Record(1, RecordBytes), TestLog.Token);
            for (var i = 2; i <= 5; i++)
                log.Append(TestLog.Record(i, RecordBytes));
            await log.FlushAsync(TestLog.Token);
        }
        // One write of four records, of which the medium got the first and the last.
        _storage.Tamper(FirstSegment, file => file[SegmentHeader.Size + 2 * (RecordHeader.Size + RecordBytes) + 50] ^= 1);
        await using var reopened = await TestLog.OpenAsync(_storage);
        Assert.Equal(2, reopened.DurableSequence);
    }

    [Fact]
    public async Task Read_BadRecordInSealedSegment_ReportsItsPlace()
    {
        await WriteAsync(30);
        var offset = SegmentHeader.Size + RecordHeader.Size + RecordBytes + 40;
        _storage.Tamper(FirstSegment, file => file[offset] ^= 1);
        await using var log = await TestLog.OpenAsync(_storage);
        var error = Assert.Throws<LogDamagedException>(() => TestLog.ReadAll(log));
        Assert.Equal(2, error.Sequence);
        Assert.Equal(Path.Join(TestLog.Directory, FirstSegment), error.Path);
    }

    [Fact]
    public async Task Open_SegmentMisplaced_IsNoticed()
    {
        await WriteAsync(30);
        _storage.Move(FirstSegment, Segment.NameOf(3));
        var error = await Assert.ThrowsAsync<LogDamagedException>(async () => await TestLog.OpenAsync(_storage));
        Assert.Contains("begins at record 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_SegmentMissing_IsNoticed()
    {
        await WriteAsync(40);
        var second = _storage.Names.Where(name => name.EndsWith(".segment", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ElementAt(1);
        _storage.Move(second, "");
        await using var log = await TestLog.OpenAsync(_storage);
        Assert.Throws<LogDamagedException>(() => TestLog.ReadAll(log));
    }

    [Fact]
    public async Task Open_SegmentOfAnotherLog_IsNoticed()
    {
        await WriteAsync(30);
        var other = new CrashingStorage();
        await using (var log = await TestLog.OpenAsync(other, time: new FixedTime(99)))
            await TestLog.AppendManyAsync(log, 30);
        var last = other.Names.Where(name => name.EndsWith(".segment", StringComparison.Ordinal)).Max()!;
        _storage.Tamper(last, file =>
        {
            file.Clear();
            file.AddRange(other.ReadAll(last));
        });
        var error = await Assert.ThrowsAsync<LogDamagedException>(async () => await TestLog.OpenAsync(_storage));
        Assert.Contains("epoch 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_BytesOfAnEarlierEpochBehindTheEnd_AreNotRecords()
    {
        await WriteAsync(1);
        var other = new CrashingStorage();
        await using (var log = await TestLog.OpenAsync(other, time: new FixedTime(99)))
            await TestLog.AppendManyAsync(log, 3);
        var stale = other.ReadAll(FirstSegment);
        _storage.Tamper(FirstSegment, file => file.AddRange(stale.AsSpan(file.Count)));
        await using var reopened = await TestLog.OpenAsync(_storage);
        Assert.Equal(1, reopened.DurableSequence);
    }

    [Fact]
    public async Task Epoch_IntactLog_StaysOverRestarts()
    {
        long epoch;
        await using (var log = await TestLog.OpenAsync(_storage, time: new FixedTime(1000)))
            epoch = log.Epoch;
        await using var reopened = await TestLog.OpenAsync(_storage, time: new FixedTime(2000));
        Assert.Equal((1000, 1000), (epoch, reopened.Epoch));
    }

    [Fact]
    public async Task Epoch_SegmentsLostAndClockBack_GrowsAndReadersStartAnew()
    {
        await using (var log = await TestLog.OpenAsync(_storage, time: new FixedTime(1000)))
        {
            await TestLog.AppendManyAsync(log, 3);
            using var reader = log.OpenReader("r");
            await reader.CommitAsync(2, TestLog.Token);
        }
        _storage.Move(FirstSegment, "");
        await using var reopened = await TestLog.OpenAsync(_storage, time: new FixedTime(500));
        Assert.Equal(1001, reopened.Epoch);
        Assert.Equal(1, reopened.NextSequence);
        using var again = reopened.OpenReader("r");
        Assert.Equal(0, again.Position);
    }

    [Fact]
    public async Task Open_ReaderIsAheadOfTheData_IsDamage()
    {
        await using (var log = await TestLog.OpenAsync(_storage))
        {
            await TestLog.AppendManyAsync(log, 3);
            using var reader = log.OpenReader("r");
            await reader.CommitAsync(3, TestLog.Token);
        }
        _storage.Tamper(FirstSegment, file => file.RemoveRange(file.Count - 10, 10));
        var error = await Assert.ThrowsAsync<LogDamagedException>(async () => await TestLog.OpenAsync(_storage));
        Assert.Equal(3, error.Sequence);
    }

    [Fact]
    public async Task Open_DirectoryInUse_SaysSo()
    {
        await using var log = await TestLog.OpenAsync(_storage);
        var error = await Assert.ThrowsAsync<LogStorageException>(async () => await TestLog.OpenAsync(_storage));
        Assert.Contains("in use", error.Message, StringComparison.Ordinal);
    }

    private sealed class FixedTime(long unixMilliseconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
    }
}
