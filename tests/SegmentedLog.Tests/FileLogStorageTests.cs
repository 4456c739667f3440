namespace Jinan.IndustryBrain.DurableLog.Tests;

public sealed class FileLogStorageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("segmentedlog").FullName;

    private SegmentedLogOptions Options => TestLog.Options with { Directory = Path.Join(_directory, "a", "b") };

    [Fact]
    public async Task Log_OnRealDisk_SurvivesReopenTruncationAndTornTail()
    {
        await using (var log = await SegmentedLog.OpenAsync(Options, ct: TestLog.Token))
        {
            await TestLog.AppendManyAsync(log, 60);
            using var reader = log.OpenReader("r");
            await reader.CommitAsync(30, TestLog.Token);
            log.Truncate(long.MaxValue);
        }
        var last = Directory.GetFiles(Options.Directory, "*.segment").Max()!;
        await using (var file = File.Open(last, FileMode.Append))
            await file.WriteAsync(new byte[77], TestLog.Token);

        await using var reopened = await SegmentedLog.OpenAsync(Options, ct: TestLog.Token);
        var records = TestLog.ReadAll(reopened);
        Assert.Equal(60, records[^1].Sequence);
        Assert.InRange(records[0].Sequence, 2, 31);
        Assert.All(records, record => Assert.Equal(TestLog.Record((int)record.Sequence, 300), record.Payload));
    }

    [Fact]
    public async Task Log_OpenedTwice_IsRefusedUntilClosed()
    {
        await using (await SegmentedLog.OpenAsync(Options, ct: TestLog.Token))
            await Assert.ThrowsAsync<LogStorageException>(async () => await SegmentedLog.OpenAsync(Options, ct: TestLog.Token));
        await using var again = await SegmentedLog.OpenAsync(Options, ct: TestLog.Token);
    }

    [Fact]
    public void SyncDirectory_Missing_SaysWhichAndWhy()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no directory sync.");
        var error = Assert.Throws<IOException>(() => FileLogStorage.Instance.SyncDirectory(Path.Join(_directory, "none")));
        Assert.Contains("none", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
