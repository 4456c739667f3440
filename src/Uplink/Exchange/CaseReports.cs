using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Uplink.Exchange;

/// <summary>
/// Decides what the city is told of each case. The policy is applied before anything is put where the sender looks; when the
/// policy changes, what the city has is taken back, or told anew as far as it may be.
/// </summary>
internal sealed class CaseReports(ExchangeStore store, TimeProvider time)
{
    private const int KeepPolicies = 200;

    public PolicyRecord Policy => store.Read(PolicyOf);

    public long Waiting => store.Read(connection => connection.Number("SELECT count(*) FROM cases WHERE waits = 1"));

    /// <summary>At most fifty.</summary>
    public IReadOnlyList<RefusedReport> Refused => store.Read(connection => connection.Read(
        "SELECT id, fault, fault_code FROM cases WHERE fault IS NOT NULL ORDER BY rowid DESC LIMIT 50",
        row => new RefusedReport(row.GetString(0), row.GetString(1), SentenceCode.FromJson(row.TextOrNull(2)))));

    /// <returns>False for a revision that was here before.</returns>
    public Task<bool> TakeAsync(WarningCase warning, CancellationToken cancellationToken) => store.WriteAsync(connection =>
    {
        var known = connection.Number("SELECT revision FROM cases WHERE id = $id", ("$id", warning.Id));
        if (known >= warning.Revision)
            return false;
        connection.Do(
            "INSERT INTO cases (id, revision, json) VALUES ($id, $revision, $json) ON CONFLICT (id) DO UPDATE SET revision = $revision, json = $json",
            ("$id", warning.Id), ("$revision", warning.Revision), ("$json", JsonSerializer.Serialize(warning, ContractsJson.Default.WarningCase)));
        Decide(connection, PolicyOf(connection).Policy, warning, isNews: true);
        return true;
    }, cancellationToken);

    /// <summary>From now on this policy holds, also for what was told under another one.</summary>
    public Task<int> SetPolicyAsync(DisclosurePolicy policy, string who, CancellationToken cancellationToken) => store.WriteAsync(connection =>
    {
        connection.Do(
            "INSERT INTO policies (at, who, json) VALUES ($at, $who, $json)",
            ("$at", time.GetUtcNow()), ("$who", who), ("$json", JsonSerializer.Serialize(policy, ContractsJson.Default.DisclosurePolicy)));
        connection.Do("DELETE FROM policies WHERE number <= (SELECT max(number) FROM policies) - $keep", ("$keep", KeepPolicies));
        return connection.Read("SELECT json FROM cases", row => JsonSerializer.Deserialize(row.GetString(0), ContractsJson.Default.WarningCase)!)
            .Count(warning => Decide(connection, policy, warning, isNews: false));
    }, cancellationToken);

    /// <summary>The oldest that wait; from here on they count as having left.</summary>
    public Task<List<WarningReport>> NextAsync(int most, CancellationToken cancellationToken) => store.WriteAsync(connection =>
    {
        var reports = connection.Read(
            "SELECT report FROM cases WHERE waits = 1 ORDER BY rowid LIMIT $most", row => ReportOf(row.GetString(0)), ("$most", most));
        foreach (var report in reports)
            connection.Do("UPDATE cases SET has_left = 1 WHERE id = $id AND has_left = 0", ("$id", report.Id));
        return reports;
    }, cancellationToken);

    /// <summary>The city has these, or has refused them for good; what changed meanwhile still waits.</summary>
    public Task<int> CompleteAsync(IReadOnlyList<(WarningReport Report, Sentence? Fault)> done, CancellationToken cancellationToken) =>
        store.WriteAsync(connection => done.Sum(item => connection.Do(
            "UPDATE cases SET waits = 0, fault = $fault, fault_code = $code WHERE id = $id AND report_revision = $revision",
            ("$id", item.Report.Id), ("$revision", item.Report.Revision), ("$fault", item.Fault?.Text), ("$code", item.Fault?.Code?.ToJson()))), cancellationToken);

    private static bool Decide(SqliteConnection connection, DisclosurePolicy policy, WarningCase warning, bool isNews)
    {
        var (last, hasLeft) = connection.Read(
            "SELECT report, has_left FROM cases WHERE id = $id",
            row => (row.IsDBNull(0) ? null : ReportOf(row.GetString(0)), row.GetInt64(1) == 1), ("$id", warning.Id)).Single();
        var next = policy.Apply(warning);
        if (next is null)
        {
            if (last is null or { Withdrawn: true })
                return false;
            return hasLeft ? Queue(connection, last.Withdraw(last.Revision + 1)) : Forget(connection, warning.Id);
        }

        // A wider policy is for what is going on and what the city knows, not for what was over before.
        if (!isNews && !warning.State.IsOpen() && last is null)
            return false;
        if (last is not null && Same(last, next))
            return false;
        return Queue(connection, next with { Revision = Math.Max(warning.Revision, (last?.Revision ?? 0) + 1) });
    }

    private static bool Queue(SqliteConnection connection, WarningReport report) => connection.Do(
        "UPDATE cases SET report = $report, report_revision = $revision, waits = 1, fault = NULL, fault_code = NULL WHERE id = $id",
        ("$id", report.Id), ("$revision", report.Revision),
        ("$report", JsonSerializer.Serialize(report, ContractsJson.Default.WarningReport))) == 1;

    // It waited, and never left.
    private static bool Forget(SqliteConnection connection, string id) => connection.Do(
        "UPDATE cases SET report = NULL, waits = 0 WHERE id = $id", ("$id", id)) == 1;

    private static bool Same(WarningReport last, WarningReport next) =>
        JsonSerializer.Serialize(last with { Revision = 0, Changed = default }, ContractsJson.Default.WarningReport)
        == JsonSerializer.Serialize(next with { Revision = 0, Changed = default }, ContractsJson.Default.WarningReport);

    private static WarningReport ReportOf(string json) => JsonSerializer.Deserialize(json, ContractsJson.Default.WarningReport)!;

    private static PolicyRecord PolicyOf(SqliteConnection connection) => connection.Read(
        "SELECT json, at, who FROM policies ORDER BY number DESC LIMIT 1",
        row => new PolicyRecord(
            JsonSerializer.Deserialize(row.GetString(0), ContractsJson.Default.DisclosurePolicy)!, row.Time(1), row.GetString(2)))
        .FirstOrDefault() ?? new PolicyRecord(DisclosurePolicy.Closed, null, null);
}

/// <summary>The policy that holds.</summary>
/// <param name="Changed">Null where nobody has set one.</param>
/// <param name="By">Who set it.</param>
internal sealed record PolicyRecord(DisclosurePolicy Policy, DateTimeOffset? Changed, string? By);

/// <param name="Case">Id of the case.</param>
/// <param name="Reason">In the city's words.</param>
/// <param name="ReasonCode">Which sentence that is; null where the city gave no code.</param>
internal sealed record RefusedReport(string Case, string Reason, SentenceCode? ReasonCode);
