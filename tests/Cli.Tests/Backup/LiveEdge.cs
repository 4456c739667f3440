using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.DurableLog;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Cli.Tests.Backup;

/// <summary>
/// A data folder that is written to as the services of an edge do, in their order: a gap is in the ledger before its frame is in
/// the log; what history filled is in the log before the ledger says so; the historian has a frame after the collector; Inference
/// publishes to the topic before it saves; the log is truncated behind what both have confirmed.
/// </summary>
internal sealed class LiveEdge : IAsyncDisposable
{
    public const string Factory = "auto-01";
    private readonly string _data;
    private readonly SegmentedLog _frames;
    private readonly SegmentedLog _ledger;
    private readonly SegmentedLog _historian;
    private readonly SegmentedLog _topic;
    private readonly LogReader _consumer;
    private readonly LogReader _subscriber;
    private readonly CancellationTokenSource _stop = new();
    private Task _writing = Task.CompletedTask;

    private LiveEdge(string data, SegmentedLog frames, SegmentedLog ledger, SegmentedLog historian, SegmentedLog topic)
    {
        (_data, _frames, _ledger, _historian, _topic) = (data, frames, ledger, historian, topic);
        _consumer = frames.OpenReader("historian");
        _subscriber = topic.OpenReader("historian");
    }

    public long Frames => _frames.DurableSequence;

    public static SegmentedLogOptions LogIn(string data, params string[] path) => new()
    {
        Directory = Path.Combine([data, .. path]), SegmentBytes = 4096, MaxBytes = 1 << 20, MaxRecordBytes = 1024,
    };

    public static async Task<LiveEdge> StartAsync(string data)
    {
        var edge = new LiveEdge(
            data,
            await SegmentedLog.OpenAsync(LogIn(data, "collector", Factory, "log")),
            await SegmentedLog.OpenAsync(LogIn(data, "collector", Factory, "ledger")),
            await SegmentedLog.OpenAsync(LogIn(data, "historian", Factory, "log")),
            await SegmentedLog.OpenAsync(LogIn(data, "sidecar", "pubsub", "pubsub", "insights")));
        Directory.CreateDirectory(Path.Combine(data, "sidecar", "state"));
        Directory.CreateDirectory(Path.Combine(data, "edge-console"));
        await File.WriteAllTextAsync(Path.Combine(data, "edge-console", "accounts.json"), "{}");
        Directory.CreateDirectory(Path.Combine(data, "run"));
        await File.WriteAllTextAsync(Path.Combine(data, "run", "sidecar.json"), "tokens");
        await Sql(StateOf(data), "PRAGMA journal_mode=WAL; CREATE TABLE state (published INTEGER); INSERT INTO state VALUES (0)");
        await Sql(InsightsOf(data), "PRAGMA journal_mode=WAL; CREATE TABLE insights (id INTEGER PRIMARY KEY)");
        await File.WriteAllTextAsync(TrendsOf(data), "spans");
        edge._writing = Task.Run(edge.WriteAsync);
        return edge;
    }

    public static string StateOf(string data) => Path.Combine(data, "sidecar", "state", "statestore.db");

    public static string InsightsOf(string data) => Path.Combine(data, "historian", Factory, "insights.db");

    /// <summary>What is made of the values again.</summary>
    public static string TrendsOf(string data) => Path.Combine(data, "historian", Factory, "trends.db");

    public static async Task<long> NumberAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        _consumer.Dispose();
        _subscriber.Dispose();
        foreach (var log in new[] { _frames, _ledger, _historian, _topic })
            await log.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        for (var n = 1L; !_stop.IsCancellationRequested; n++)
        {
            await _ledger.AppendAsync(Text($"gap {n}"));
            await _frames.AppendAsync(Text($"frame {n} {new string('x', 200)}"));
            if (n % 5 == 0)
                await _ledger.AppendAsync(Text($"fill {n}"));
            await _historian.AppendAsync(Text($"frame {n}"));
            if (n % 7 == 0)
                await SealAsync(n);
            await _consumer.CommitAsync(n);
            _frames.Truncate(long.MaxValue);

            // Insight n: to the topic, then it counts as published, then the historian has it, then the topic may forget it.
            await _topic.AppendAsync(Text($"insight {n} {new string('y', 200)}"));
            await Sql(StateOf(_data), $"UPDATE state SET published = {n}");
            await Sql(InsightsOf(_data), $"INSERT INTO insights VALUES ({n})");
            await _subscriber.CommitAsync(n);
            _topic.Truncate(long.MaxValue);
            if (_ledger.Bytes > 1 << 19)
                return;
        }
    }

    private async Task SealAsync(long n)
    {
        var folder = Path.Combine(_data, "historian", Factory);
        Directory.CreateDirectory(Path.Combine(folder, "values"));
        await File.WriteAllTextAsync(Path.Combine(folder, "values", $"{n}.parquet"), $"up to {n}");
        // Retention: the oldest goes once the manifest does not name it.
        var kept = Enumerable.Range(0, 3).Select(i => n - (7 * i)).Where(i => i > 0).Reverse().ToList();
        var manifest = JsonSerializer.Serialize(new
        {
            logSequence = n, logEpoch = _historian.Epoch, segments = kept.Select(i => new { file = $"values/{i}.parquet" }),
        });
        await File.WriteAllTextAsync(Path.Combine(folder, "manifest.json.new"), manifest);
        File.Move(Path.Combine(folder, "manifest.json.new"), Path.Combine(folder, "manifest.json"), overwrite: true);
        _historian.Truncate(n + 1);
        File.Delete(Path.Combine(folder, "values", $"{n - 21}.parquet"));
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task Sql(string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
