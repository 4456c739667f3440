using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Cli.Backup;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Cli.Tests.Backup;

/// <summary>A backup of a folder that is written to, and what a restore makes of it.</summary>
[Collection("console")]
public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("brain-backup-").FullName;

    private string Data => Path.Combine(_folder, "data");

    private string Restored => Path.Combine(_folder, "restored");

    private string Archive => Path.Combine(_folder, "backup.tar.gz");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Backup_WhileEverythingIsWritten_IsOneMoment()
    {
        for (var round = 0; round < 2; round++)
        {
            var data = $"{Data}-{round}";
            await using (var edge = await LiveEdge.StartAsync(data))
            {
                await UntilAsync(() => edge.Frames > 30);
                Assert.Equal(0, await RunAsync("backup", "--output", Archive, "--data", data));
            }

            Assert.Equal(0, await RunAsync("restore", Archive, "--data", Restored, "--force"));
            await CheckAsync(Restored);
        }
    }

    [Fact]
    public async Task Restore_Log_GoesOnInALargerEpochBehindWhatWasBackedUp()
    {
        await using (var edge = await LiveEdge.StartAsync(Data))
            await UntilAsync(() => edge.Frames > 20);
        long before, last;
        await using (var log = await OpenAsync(Data, "collector", LiveEdge.Factory, "log"))
            (before, last) = (log.Epoch, log.DurableSequence);
        Assert.Equal(0, await RunAsync("backup", "--output", Archive, "--data", Data));
        Assert.Equal(0, await RunAsync("restore", Archive, "--data", Restored));
        // Keys and passwords are in it.
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Restored));

        await using var restored = await OpenAsync(Restored, "collector", LiveEdge.Factory, "log");
        Assert.True(restored.Epoch > before);
        Assert.Equal(last, restored.DurableSequence);
        Assert.Equal(last + 1, restored.NextAfter(before, last + 50));
        // Its other logs are private to their services.
        await using var historian = await OpenAsync(Restored, "historian", LiveEdge.Factory, "log");
        await using var original = await OpenAsync(Data, "historian", LiveEdge.Factory, "log");
        Assert.Equal(original.Epoch, historian.Epoch);
    }

    [Fact]
    public async Task Restore_FolderWithContent_IsRefusedUnlessForcedAndThenMovedAside()
    {
        Directory.CreateDirectory(Path.Combine(Data, "factories", "a"));
        await File.WriteAllTextAsync(Path.Combine(Data, "factories", "a", "factory.yaml"), "schema: 1", Token);
        Assert.Equal(0, await RunAsync("backup", "--output", Archive, "--data", Data));
        Assert.True(File.Exists(Path.Combine(Data, "last-backup.json")));
        await File.WriteAllTextAsync(Path.Combine(Data, "factories", "a", "factory.yaml"), "changed since", Token);

        Assert.Equal(1, await RunAsync("restore", Archive, "--data", Data));
        Assert.Equal(0, await RunAsync("restore", Archive, "--data", Data, "--force"));

        Assert.Equal("schema: 1", await File.ReadAllTextAsync(Path.Combine(Data, "factories", "a", "factory.yaml"), Token));
        var aside = Directory.GetDirectories(_folder, "data.before-restore-*").Single();
        Assert.Equal("changed since", await File.ReadAllTextAsync(Path.Combine(aside, "factories", "a", "factory.yaml"), Token));
    }

    [Fact]
    public async Task Backup_Configuration_ComesBackWhereItIsAskedFor()
    {
        Directory.CreateDirectory(Data);
        var config = Directory.CreateDirectory(Path.Combine(_folder, "config")).FullName;
        await File.WriteAllTextAsync(Path.Combine(config, "industrybrain.yaml"), "data: ../data", Token);
        Assert.Equal(0, await RunAsync("backup", "--output", Archive, "--data", Data, "--config", config));
        Assert.Equal(0, await RunAsync("restore", Archive, "--data", Restored, "--config", Path.Combine(_folder, "new-config")));
        Assert.Equal("data: ../data", await File.ReadAllTextAsync(Path.Combine(_folder, "new-config", "industrybrain.yaml"), Token));
    }

    [Fact]
    public async Task Verify_ByteChangedOrEndMissing_IsRefusedAndNothingIsRestored()
    {
        Directory.CreateDirectory(Path.Combine(Data, "factories"));
        await File.WriteAllTextAsync(Path.Combine(Data, "factories", "some.yaml"), "factory: a", Token);
        await RunAsync("backup", "--output", Archive, "--data", Data);
        var tar = await UnzipAsync();
        var at = tar.AsSpan().IndexOf("factory: a"u8);
        tar[at] ^= 1;
        await ZipAsync(tar);
        Assert.Equal(1, await RunAsync("backup", "verify", Archive));
        Assert.Equal(1, await RunAsync("restore", Archive, "--data", Restored));
        Assert.False(Directory.Exists(Restored));

        tar[at] ^= 1;
        await ZipAsync(tar[..(tar.AsSpan().IndexOf("\"schema\""u8) - 600)]);
        Assert.Equal(1, await RunAsync("backup", "verify", Archive));
        Assert.Empty(Directory.GetDirectories(_folder, "*.restoring-*"));
    }

    [Theory]
    [InlineData("data/../../outside")]
    [InlineData("/etc/outside")]
    [InlineData("outside")]
    public async Task Restore_EntryThatLeadsElsewhere_IsRefused(string name)
    {
        await using (var stream = File.Create(Archive))
        await using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        await using (var tar = new TarWriter(gzip))
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) }, Token);
        Assert.Equal(1, await RunAsync("restore", Archive, "--data", Restored));
        Assert.False(File.Exists(Path.Combine(_folder, "outside")));
    }

    [Fact]
    public async Task Backup_IntoTheDataFolder_IsRefused()
    {
        Directory.CreateDirectory(Data);
        Assert.Equal(1, await RunAsync("backup", "--output", Path.Combine(Data, "backup.tar.gz"), "--data", Data));
    }

    private async Task CheckAsync(string data)
    {
        Assert.False(File.Exists(LiveEdge.TrendsOf(data)), "spans say what later values said, which the backup does not hold");
        await using var frames = await OpenAsync(data, "collector", LiveEdge.Factory, "log");
        await using var ledger = await OpenAsync(data, "collector", LiveEdge.Factory, "ledger");
        await using var historian = await OpenAsync(data, "historian", LiveEdge.Factory, "log");
        await using var topic = await OpenAsync(data, "sidecar", "pubsub", "pubsub", "insights");

        // Ledger and log are of one moment: no frame without its gap, nothing filled without its frame.
        var entries = ReadTexts(ledger).Select(t => t.Split(' ')).ToList();
        Assert.True(entries.Where(e => e[0] == "gap").Max(e => long.Parse(e[1])) >= frames.DurableSequence);
        Assert.True(entries.Where(e => e[0] == "fill").Max(e => long.Parse(e[1])) <= frames.DurableSequence);

        // The historian is not ahead of the collector, and what it lacks the collector has.
        Assert.InRange(historian.DurableSequence, frames.OldestSequence - 1, frames.DurableSequence);
        Assert.True(frames.ReaderPositions["historian"] <= historian.DurableSequence);
        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(data, "historian", LiveEdge.Factory, "manifest.json"), Token));
        Assert.InRange(manifest.RootElement.GetProperty("logSequence").GetInt64(), historian.OldestSequence - 1, historian.DurableSequence);
        foreach (var segment in manifest.RootElement.GetProperty("segments").EnumerateArray())
            Assert.True(File.Exists(Path.Combine(data, "historian", LiveEdge.Factory, segment.GetProperty("file").GetString()!)));

        // Every insight that counts as published is with the historian or still in the topic.
        var published = await LiveEdge.NumberAsync(LiveEdge.StateOf(data), "SELECT published FROM state");
        var stored = await LiveEdge.NumberAsync(LiveEdge.InsightsOf(data), "SELECT count(*) FROM insights");
        Assert.True(topic.ReaderPositions["historian"] <= stored);
        Assert.True(topic.DurableSequence >= published);
        Assert.True(topic.OldestSequence <= topic.ReaderPositions["historian"] + 1);
        Assert.False(Directory.Exists(Path.Combine(data, "run")), "tokens of a run are no part of a backup");
        Assert.True(File.Exists(Path.Combine(data, "edge-console", "accounts.json")));
    }

    private static IEnumerable<string> ReadTexts(SegmentedLog log)
    {
        using var scan = log.OpenScan();
        for (var next = log.OldestSequence; scan.TryRead(next, out var batch);)
        {
            using (batch)
            {
                foreach (var record in batch)
                    yield return Encoding.UTF8.GetString(record.Payload.Span);
                next = batch.Last + 1;
            }
        }
    }

    private static ValueTask<SegmentedLog> OpenAsync(string data, params string[] path) => SegmentedLog.OpenAsync(LiveEdge.LogIn(data, path), ct: Token);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1200 && !condition(); i++)
            await Task.Delay(25, Token);
        Assert.True(condition(), "The writer did not come so far in half a minute.");
    }

    private async Task<byte[]> UnzipAsync()
    {
        await using var gzip = new GZipStream(File.OpenRead(Archive), CompressionMode.Decompress);
        using var tar = new MemoryStream();
        await gzip.CopyToAsync(tar, Token);
        return tar.ToArray();
    }

    private async Task ZipAsync(byte[] tar)
    {
        await using var gzip = new GZipStream(File.Create(Archive), CompressionLevel.Fastest);
        await gzip.WriteAsync(tar, Token);
    }

    private static Task<int> RunAsync(params string[] arguments)
    {
        var root = new System.CommandLine.RootCommand { CommonOptions.Data, CommonOptions.Json };
        root.Subcommands.Add(BackupCommand.Create());
        root.Subcommands.Add(RestoreCommand.Create());
        return root.Parse(arguments).InvokeAsync(cancellationToken: Token);
    }
}
