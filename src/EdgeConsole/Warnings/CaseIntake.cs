using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>
/// Makes cases of insights: one at a warning level opens the machine's case or joins the one that is open. Durable when it
/// returns, and an insight that comes again changes nothing.
/// </summary>
internal sealed class CaseIntake
{
    /// <summary>Of one case; the first, the worst and the newest are always kept.</summary>
    private const int MostInsights = 500;
    private const int PruneEvery = 100;
    private static readonly TimeSpan KeepUnjoined = TimeSpan.FromDays(7);

    private readonly WarningsDatabase _database;
    private readonly CaseChanges _changes;
    private readonly TimeProvider _time;

    // What is in the table 'rejected': most insights are good, and cost no look into the file.
    private readonly ConcurrentDictionary<(string Factory, string Asset, string Capsule, string Model), bool> _rejected = new();
    private long _taken;

    public CaseIntake(WarningsDatabase database, CaseChanges changes, TimeProvider time)
    {
        (_database, _changes, _time) = (database, changes, time);
        changes.RejectedChanged += Remember;
        _ = database.ReadAsync(connection =>
        {
            Remember(connection);
            return _rejected.Count;
        }, CancellationToken.None);
    }

    public async Task<InsightOutcome> TakeAsync(Insight insight, CancellationToken cancellation)
    {
        if (insight.State != InsightState.Computed || insight.Retrospective)
            return InsightOutcome.NoWarning;
        if (insight.Level is InsightLevel.Warning or InsightLevel.Alarm)
        {
            var outcome = await _database.WriteAsync(connection => Take(connection, insight), cancellation);
            if (outcome is InsightOutcome.Opened or InsightOutcome.Joined)
                _changes.Announce();
            return outcome;
        }

        // The model says otherwise now: its next warning is news again.
        if (_rejected.ContainsKey(KeyOf(insight)))
        {
            await _database.WriteAsync(connection => connection.Do(
                "DELETE FROM rejected WHERE factory = $factory AND asset = $asset AND capsule = $capsule AND model = $model",
                ("$factory", insight.Factory), ("$asset", insight.Asset), ("$capsule", insight.Model.Capsule), ("$model", insight.Model.Name)), cancellation);
            _rejected.TryRemove(KeyOf(insight), out _);
        }

        return InsightOutcome.NoWarning;
    }

    /// <summary>Reads what was rejected, at the start and after each change of it.</summary>
    private void Remember(SqliteConnection connection)
    {
        _rejected.Clear();
        foreach (var key in connection.Read(
            "SELECT factory, asset, capsule, model FROM rejected", row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3))))
            _rejected[key] = true;
    }

    private InsightOutcome Take(SqliteConnection connection, Insight insight)
    {
        if (connection.Number("SELECT 1 FROM insights WHERE id = $id", ("$id", insight.Id)) == 1)
            return InsightOutcome.Known;
        var machine = ("$factory", (object?)insight.Factory);
        var asset = ("$asset", (object?)insight.Asset);
        if (MaintenanceBook.HoldBack(connection, insight.Factory, insight.Asset, insight.Hops.Computed))
            return Keep(connection, insight, null, InsightOutcome.HeldBack);

        if (CaseChanges.FindOpen(connection, insight.Factory, insight.Asset) is { } open)
            return Join(connection, open, insight);
        if (connection.Number(
            "SELECT max(ended) FROM cases WHERE factory = $factory AND asset = $asset AND is_open = 0", machine, asset) >= insight.Hops.Computed.UtcTicks)
            return Keep(connection, insight, null, InsightOutcome.Overtaken);

        var rejected = connection.Read(
            "SELECT case_id, level FROM rejected WHERE factory = $factory AND asset = $asset AND capsule = $capsule AND model = $model",
            row => (Case: row.GetString(0), Level: row.GetInt32(1)),
            machine, asset, ("$capsule", insight.Model.Capsule), ("$model", insight.Model.Name)).FirstOrDefault();
        if (rejected.Case is { } id && rejected.Level >= (int)insight.Level)
        {
            connection.Do("UPDATE cases SET went_on = went_on + 1 WHERE id = $id", ("$id", id));
            return Keep(connection, insight, null, InsightOutcome.StillRejected);
        }

        return Open(connection, insight);
    }

    private InsightOutcome Open(SqliteConnection connection, Insight insight)
    {
        var now = _time.GetUtcNow();
        var opened = new WarningCase
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)),
            Revision = 1,
            Factory = insight.Factory,
            Enterprise = insight.Enterprise,
            Sector = insight.Sector,
            Asset = insight.Asset,
            AssetType = insight.AssetType,
            State = WarningState.Open,
            Level = insight.Level,
            Raised = insight.Window.To,
            Changed = now,
            Worst = insight,
            Insights = 1,
        };
        _changes.Store(connection, opened, CaseEvents.Raised, new CaseEntry(now, null, CaseEvents.Raised, insight.Id));
        return Keep(connection, insight, opened.Id, InsightOutcome.Opened);
    }

    private InsightOutcome Join(SqliteConnection connection, WarningCase open, Insight insight)
    {
        var now = _time.GetUtcNow();
        var isWorse = insight.Level > open.Level;
        var isWorst = isWorse || (insight.Level == open.Worst.Level && insight.Window.To >= open.Worst.Window.To);
        var joined = open with
        {
            Revision = open.Revision + 1,
            Changed = now,
            Level = isWorse ? insight.Level : open.Level,
            Worst = isWorst ? insight : open.Worst,
            Insights = open.Insights + 1,
        };
        _changes.Store(
            connection, joined, isWorse ? CaseEvents.Escalated : null,
            isWorse ? new CaseEntry(now, null, CaseEvents.Escalated, insight.Id) : null);
        var outcome = Keep(connection, insight, open.Id, InsightOutcome.Joined);
        if (joined.Insights % PruneEvery == 0)
            Prune(connection, joined);
        return outcome;
    }

    private InsightOutcome Keep(SqliteConnection connection, Insight insight, string? caseId, InsightOutcome outcome)
    {
        connection.Do(
            "INSERT INTO insights (id, case_id, capsule, model, level, window_to, taken, json) VALUES ($id, $case, $capsule, $model, $level, $to, $now, $json)",
            ("$id", insight.Id), ("$case", caseId), ("$capsule", insight.Model.Capsule), ("$model", insight.Model.Name), ("$level", (int)insight.Level),
            ("$to", insight.Window.To), ("$now", _time.GetUtcNow()), ("$json", JsonSerializer.Serialize(insight, ContractsJson.Default.Insight)));
        if (Interlocked.Increment(ref _taken) % PruneEvery == 0)
            connection.Do("DELETE FROM insights WHERE case_id IS NULL AND taken < $oldest", ("$oldest", _time.GetUtcNow() - KeepUnjoined));
        return outcome;
    }

    private static void Prune(SqliteConnection connection, WarningCase warning) =>
        connection.Do(
            """
            DELETE FROM insights WHERE case_id = $case AND id <> $worst
                AND id <> (SELECT text FROM entries WHERE case_id = $case AND number = 1)
                AND id NOT IN (SELECT id FROM insights WHERE case_id = $case ORDER BY window_to DESC LIMIT $most)
            """,
            ("$case", warning.Id), ("$worst", warning.Worst.Id), ("$most", MostInsights));

    private static (string, string, string, string) KeyOf(Insight insight) =>
        (insight.Factory, insight.Asset, insight.Model.Capsule, insight.Model.Name);
}
