using System.Globalization;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.Output;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Spectre.Console;

namespace Jinan.IndustryBrain.Cli.OpcUa.Values;

/// <summary>What is known of watched items, shown in place on a terminal and line by line elsewhere.</summary>
internal sealed class WatchTable(IReadOnlyList<ExpandedNodeId> ids, TimeProvider time, bool json)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private readonly Row[] _rows = [.. ids.Select(_ => new Row())];
    private readonly Lock _gate = new();
    private long _changes;

    /// <summary>Items that the server does not watch.</summary>
    public int Refused
    {
        get
        {
            lock (_gate)
                return _rows.Count(row => row.Refusal is not null);
        }
    }

    public async Task RunAsync(OpcUaConnection client, long mostChanges, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var events = FollowEventsAsync(client, ended.Token);
        var isLive = Terminal.IsInteractive && !json;
        var values = FollowValuesAsync(client, mostChanges, isLive, ended.Token);
        try
        {
            if (isLive)
                await ShowAsync(values, ended.Token);
            await values;
        }
        finally
        {
            await ended.CancelAsync();
            await events;
        }
    }

    private async Task FollowValuesAsync(OpcUaConnection client, long mostChanges, bool isLive, CancellationToken cancellation)
    {
        await foreach (var batch in client.Notifications.ReadAllAsync(cancellation))
        {
            using (batch)
            {
                for (var row = 0; row < batch.Count && _changes < mostChanges; row++)
                {
                    var change = new DataValue(
                        batch.Values.Value(row), new StatusCode(batch.Values.Status[row]), OpcUaTime.FromUnixNanoseconds(batch.Values.SourceTime[row]));
                    Take(batch.Values.Handle[row], change, isLive);
                }

                batch.Acknowledge();
            }

            if (_changes >= mostChanges)
                return;
        }
    }

    private void Take(int handle, DataValue change, bool isLive)
    {
        lock (_gate)
        {
            _changes++;
            var row = _rows[handle];
            row.First ??= time.GetUtcNow();
            row.Value = change;
            row.Changes++;
            row.Refusal = null;
        }

        if (json)
            JsonLines.Write(new { node = ids[handle].ToString(), value = ValueText.Json(change.Value), status = change.StatusCode.ToString(), sourceTime = ValueText.JsonTime(change.SourceTimestamp) });
        else if (!isLive)
            Console.WriteLine($"{ValueText.Time(change.SourceTimestamp)}  {ids[handle]}  {ValueText.Show(change.Value)}  {ValueText.Quality(change.StatusCode)}");
    }

    private async Task FollowEventsAsync(OpcUaConnection client, CancellationToken cancellation)
    {
        try
        {
            await foreach (var happened in client.Events.ReadAllAsync(cancellation))
            {
                switch (happened)
                {
                    case ItemFailed failed:
                        lock (_gate)
                            _rows[failed.Handle].Refusal = failed.Status;
                        await Console.Error.WriteLineAsync(ServerFailures.Line($"{ids[failed.Handle]}: {failed.Status}", failed.Status));
                        break;
                    case ConnectionLost lost:
                        await Console.Error.WriteLineAsync($"{ServerFailures.Line(lost.Reason, lost.Status)} Trying again in {lost.RetryIn.TotalSeconds:F1} s.");
                        break;
                    case NotCovered gap:
                        await Console.Error.WriteLineAsync($"Changes may be missing from {ValueText.Time(OpcUaTime.FromUnixNanoseconds(gap.From))} to {ValueText.Time(OpcUaTime.FromUnixNanoseconds(gap.To))} ({gap.Reason}).");
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }

    private async Task ShowAsync(Task watching, CancellationToken cancellation) =>
        await AnsiConsole.Live(Table()).StartAsync(async live =>
        {
            while (!watching.IsCompleted && !cancellation.IsCancellationRequested)
            {
                live.UpdateTarget(Table());
                live.Refresh();
                await Task.WhenAny(watching, Task.Delay(Refresh, time, CancellationToken.None));
            }

            live.UpdateTarget(Table());
        });

    private Table Table()
    {
        var table = new Table().RoundedBorder().AddColumns("node", "value", "quality", "source time", "age", "changes/s");
        var now = time.GetUtcNow();
        lock (_gate)
        {
            for (var i = 0; i < _rows.Length; i++)
            {
                var row = _rows[i];
                var quality = row.Refusal is { } refusal ? $"[red]{Markup.Escape(refusal.ToString())}[/]"
                    : row.First is null ? "waiting"
                    : $"[{(row.Value.StatusCode.IsGood ? "green" : row.Value.StatusCode.IsBad ? "red" : "yellow")}]{Markup.Escape(ValueText.Quality(row.Value.StatusCode))}[/]";
                table.AddRow(
                    Markup.Escape(ids[i].ToString()), row.First is null ? "" : Markup.Escape(ValueText.Show(row.Value.Value)), quality,
                    row.First is null ? "" : ValueText.Time(row.Value.SourceTimestamp), row.First is null ? "" : Age(now, row.Value.SourceTimestamp),
                    row.First is { } first ? Rate(row.Changes, now - first) : "");
            }
        }

        return table;
    }

    private static string Age(DateTimeOffset now, DateTime source) => source == DateTime.MinValue
        ? "-"
        : (now.UtcDateTime - source).TotalSeconds is var seconds && Math.Abs(seconds) < 60
            ? $"{seconds.ToString("F1", CultureInfo.InvariantCulture)} s"
            : (now.UtcDateTime - source).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Rate(long changes, TimeSpan since) =>
        since.TotalSeconds < 1 ? "" : (changes / since.TotalSeconds).ToString("F2", CultureInfo.InvariantCulture);

    private sealed class Row
    {
        public DataValue Value { get; set; }

        public DateTimeOffset? First { get; set; }

        public long Changes { get; set; }

        public StatusCode? Refusal { get; set; }
    }
}
