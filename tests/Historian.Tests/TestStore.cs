using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.Historian.Query;
using Jinan.IndustryBrain.Historian.Segments;
using Jinan.IndustryBrain.Historian.Trends;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Historian.Tests;

/// <summary>A store in a folder of its own, with what is needed to ask it.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public const string Factory = "auto-01";
    private readonly string _folder;
    private readonly bool _ownsFolder;
    private readonly Database _database;
    private readonly QueryRunner _runner;

    private TestStore(string folder, bool ownsFolder, HistorianOptions options)
    {
        (_folder, _ownsFolder, Options) = (folder, ownsFolder, options);
        var edge = new EdgeOptions { DataFolder = folder };
        FactoryFolder = edge.StateOf("historian", Factory);
        _database = new(options, edge);
        _runner = new(_database, options, TimeProvider.System);
        Values = new(_runner);
        Buckets = new(_runner, Values);
    }

    public HistorianOptions Options { get; }

    public string FactoryFolder { get; }

    public FactoryStore Store { get; private set; } = null!;

    public ValueQueries Values { get; }

    public BucketQuery Buckets { get; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TestStore> OpenAsync(HistorianOptions? options = null, string? folder = null, ILogStorage? logStorage = null)
    {
        var test = new TestStore(folder ?? Directory.CreateTempSubdirectory("historian").FullName, folder is null, options ?? new());
        test.Store = await FactoryStore.OpenAsync(test._database, test.Options, TimeProvider.System, Factory, test.FactoryFolder, Token, logStorage);
        return test;
    }

    /// <summary>What a historian finds that starts on the files as they are now, e.g. after this one was killed.</summary>
    public async Task<TestStore> StartOnCopyAsync(Action<string>? change = null)
    {
        var copy = Directory.CreateTempSubdirectory("historian").FullName;
        foreach (var path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Join(copy, Path.GetRelativePath(_folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (Path.GetFileName(path) == ".lock")
                continue;
            await using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using var to = File.Create(target);
            await from.CopyToAsync(to, Token);
        }
        var test = new TestStore(copy, ownsFolder: true, Options);
        change?.Invoke(test.FactoryFolder);
        test.Store = await FactoryStore.OpenAsync(test._database, test.Options, TimeProvider.System, Factory, test.FactoryFolder, Token);
        return test;
    }

    public Taken Take(byte[] frame)
    {
        using var decoded = FrameDecoder.Decode(frame);
        return Store.Take(frame, decoded);
    }

    /// <summary>Makes the spans of what is over.</summary>
    public void MakeSpans() => TrendKeeper.CatchUp(_database, Store, Token);

    public async Task<List<StoredValue>> AllAsync() => await RangeAsync(null, long.MinValue, long.MaxValue);

    public async Task<List<StoredValue>> RangeAsync(int? signal, long from, long to, ValueCursor? after = null, int limit = int.MaxValue)
    {
        var values = new List<StoredValue>();
        await foreach (var value in Values.RangeAsync(Store, signal, from, to, after, limit, Token))
            values.Add(value);
        return values;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _runner.Dispose();
        _database.Dispose();
        if (_ownsFolder)
            Directory.Delete(_folder, recursive: true);
    }
}
