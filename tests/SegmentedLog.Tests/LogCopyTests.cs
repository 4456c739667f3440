namespace Jinan.IndustryBrain.DurableLog.Tests;

/// <summary>A log is copied while it is written and truncated.</summary>
public sealed class LogCopyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("segmentedlog-copy-").FullName;

    private string Source => Path.Join(_folder, "log");

    private string Target => Path.Join(_folder, "copy");

    private static SegmentedLogOptions OptionsOf(string directory) => TestLog.Options with { Directory = directory };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<List<(long Sequence, byte[] Payload)>> ReadCopyAsync()
    {
        await using var copy = await SegmentedLog.OpenAsync(OptionsOf(Target), ct: TestLog.Token);
        return TestLog.ReadAll(copy);
    }

    [Fact]
    public async Task Take_AgainAndAgainWhileTheLogIsTruncated_HasEveryRecordSinceTheFirst()
    {
        await using var log = await SegmentedLog.OpenAsync(OptionsOf(Source), ct: TestLog.Token);
        using var copy = new LogCopy(Source, Target);
        for (var round = 0; round < 12; round++)
        {
            await TestLog.AppendManyAsync(log, 7);
            Assert.Equal(log.DurableSequence, copy.Take());
            log.Truncate(log.NextSequence);
        }

        Assert.True(log.OldestSequence > 1);
        var records = await ReadCopyAsync();
        Assert.Equal(Enumerable.Range(1, 84).Select(i => (long)i), records.Select(r => r.Sequence));
        Assert.All(records, r => Assert.Equal(TestLog.Record((int)r.Sequence, 300), r.Payload));
    }

    [Fact]
    public async Task Take_RecordsRemovedThatTheCopyLacks_SaysSo()
    {
        await using var log = await SegmentedLog.OpenAsync(OptionsOf(Source), ct: TestLog.Token);
        await TestLog.AppendManyAsync(log, 5);
        using var copy = new LogCopy(Source, Target);
        copy.Take();
        await TestLog.AppendManyAsync(log, 40);
        log.Truncate(log.NextSequence);

        var error = Assert.Throws<LogOvertakenException>(() => copy.Take());
        Assert.Contains("are gone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_NewestSegmentGrewAndWasRemovedSince_HasWhatItGot()
    {
        await using var log = await SegmentedLog.OpenAsync(OptionsOf(Source), ct: TestLog.Token);
        await TestLog.AppendManyAsync(log, 5);
        using var copy = new LogCopy(Source, Target);
        copy.Take();
        while (Directory.GetFiles(Source, "*.segment").Length < 2)
            await TestLog.AppendManyAsync(log, 1);
        log.Truncate(log.NextSequence);
        Assert.True(log.OldestSequence > 6);

        Assert.Equal(log.DurableSequence, copy.Take());
        Assert.Equal(Enumerable.Range(1, (int)log.DurableSequence).Select(i => (long)i), (await ReadCopyAsync()).Select(r => r.Sequence));
    }

    [Fact]
    public async Task Take_HalfAWrittenRecord_IsLeftOutUntilItIsWhole()
    {
        await using (var log = await SegmentedLog.OpenAsync(OptionsOf(Source), ct: TestLog.Token))
            await TestLog.AppendManyAsync(log, 4);
        var file = Directory.GetFiles(Source, "*.segment").Single();
        var whole = await File.ReadAllBytesAsync(file, TestLog.Token);
        await File.WriteAllBytesAsync(file, whole[..^20], TestLog.Token);
        using var copy = new LogCopy(Source, Target);
        Assert.Equal(3, copy.Take());
        await File.WriteAllBytesAsync(file, whole, TestLog.Token);
        Assert.Equal(4, copy.Take());

        Assert.Equal(4, (await ReadCopyAsync()).Count);
    }

    [Fact]
    public async Task TakePositions_BetweenTwoTakes_CopyOpensWithThem()
    {
        await using var log = await SegmentedLog.OpenAsync(OptionsOf(Source), ct: TestLog.Token);
        using var reader = log.OpenReader("historian");
        await TestLog.AppendManyAsync(log, 30);
        using var copy = new LogCopy(Source, Target);
        copy.Take();
        await TestLog.AppendManyAsync(log, 5);
        await reader.CommitAsync(33, TestLog.Token);
        copy.TakePositions();
        copy.Take();

        await using var opened = await SegmentedLog.OpenAsync(OptionsOf(Target), ct: TestLog.Token);
        Assert.Equal(33, opened.ReaderPositions["historian"]);
        Assert.Equal(35, opened.DurableSequence);
        Assert.Equal(log.Epoch, opened.Epoch);
    }
}
