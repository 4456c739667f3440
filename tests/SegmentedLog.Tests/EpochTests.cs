namespace Jinan.IndustryBrain.DurableLog.Tests;

/// <summary>A log that was put back from a copy goes on in a larger epoch.</summary>
public sealed class EpochTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("segmentedlog-epoch-").FullName;

    private SegmentedLogOptions Options => TestLog.Options with { Directory = _folder };

    private ValueTask<SegmentedLog> OpenAsync() => SegmentedLog.OpenAsync(Options, ct: TestLog.Token);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<long> WriteAsync(int count)
    {
        await using var log = await OpenAsync();
        await TestLog.AppendManyAsync(log, count);
        return log.Epoch;
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public async Task Open_NewEpochRequested_GoesOnCountingAndKeepsTheRecordsOfBefore(int before)
    {
        var first = await WriteAsync(before);
        SegmentedLog.RequestNewEpoch(_folder);
        var second = await WriteAsync(20);

        Assert.True(second > first);
        await using var log = await OpenAsync();
        Assert.Equal(second, log.Epoch);
        var records = TestLog.ReadAll(log);
        Assert.Equal(Enumerable.Range(1, before + 20).Select(i => (long)i), records.Select(r => r.Sequence));
        Assert.All(records, r => Assert.Equal(TestLog.Record((int)r.Sequence, 300), r.Payload));
    }

    [Fact]
    public async Task NextAfter_PositionOfTheEpochBefore_IsWhatFollowsIt()
    {
        var first = await WriteAsync(10);
        SegmentedLog.RequestNewEpoch(_folder);
        var second = await WriteAsync(5);

        await using var log = await OpenAsync();
        Assert.Equal(4, log.NextAfter(first, 3));
        // What the original got after the copy was taken is not here: the new epoch's first record follows.
        Assert.Equal(11, log.NextAfter(first, 700));
        Assert.Equal(13, log.NextAfter(second, 12));
        Assert.Equal(1, log.NextAfter(first - 1, 3));
    }

    [Fact]
    public async Task Open_NewEpochRequestedTwiceWithoutRecords_StillGoesOnFromTheFirst()
    {
        var first = await WriteAsync(4);
        SegmentedLog.RequestNewEpoch(_folder);
        await using (await OpenAsync())
        {
            // Nothing is written in this epoch.
        }
        SegmentedLog.RequestNewEpoch(_folder);
        var third = await WriteAsync(1);

        await using var log = await OpenAsync();
        Assert.Equal(third, log.Epoch);
        Assert.Equal(5, log.NextAfter(first, 4));
        Assert.Equal(5, log.DurableSequence);
    }

    [Fact]
    public async Task Open_ReaderOfTheEpochBefore_KeepsItsPosition()
    {
        await using (var log = await OpenAsync())
        {
            await TestLog.AppendManyAsync(log, 10);
            using var reader = log.OpenReader("historian");
            await reader.CommitAsync(7, TestLog.Token);
        }
        SegmentedLog.RequestNewEpoch(_folder);

        await using var reopened = await OpenAsync();
        Assert.Equal(7, reopened.ReaderPositions["historian"]);
    }

    [Fact]
    public async Task Open_LaterSegmentOfAnotherLog_IsDamageAllTheSame()
    {
        await WriteAsync(5);
        var other = Directory.CreateTempSubdirectory("segmentedlog-other-").FullName;
        try
        {
            await using (var log = await SegmentedLog.OpenAsync(Options with { Directory = other }, time: new LaterClock(), ct: TestLog.Token))
                await TestLog.AppendManyAsync(log, 20);
            var second = Directory.GetFiles(other, "*.segment").Order(StringComparer.Ordinal).ElementAt(1);
            File.Copy(second, Path.Join(_folder, Path.GetFileName(second)));
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }

        var error = await Assert.ThrowsAsync<LogDamagedException>(async () => await OpenAsync());
        Assert.Contains("epoch", error.Message, StringComparison.Ordinal);
    }

    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(9_000_000_000_000);
    }
}
