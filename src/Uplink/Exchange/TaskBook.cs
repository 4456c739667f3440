using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Uplink.Exchange;

/// <summary>The city's tasks as they were last pulled, the factory's answers, and who at the city looked at what.</summary>
internal sealed class TaskBook(ExchangeStore store)
{
    private const int MostListed = 200;
    private const int KeepReceipts = 5000;

    /// <summary>The highest revision that is here; the city is asked for what comes after it.</summary>
    public long Revision => store.Read(connection => connection.Number("SELECT max(revision) FROM tasks"));

    /// <summary>The newest receipt.</summary>
    public long Receipt => store.Read(connection => connection.Number("SELECT max(number) FROM receipts"));

    public IReadOnlyList<TaskRecord> Tasks => store.Read(connection =>
    {
        var answers = connection.Read(
            "SELECT json, state, fault, fault_code FROM answers ORDER BY at",
            row => new AnswerRecord(JsonSerializer.Deserialize(row.GetString(0), ContractsJson.Default.TaskAnswer)!, row.GetString(1), row.TextOrNull(2), SentenceCode.FromJson(row.TextOrNull(3))))
            .ToLookup(answer => answer.Answer.Task);
        return connection.Read(
            "SELECT json FROM tasks ORDER BY revision DESC LIMIT $most", row => TaskOf(row.GetString(0)), ("$most", MostListed))
            .ConvertAll(task => new TaskRecord(task, [.. answers[task.Id]]));
    });

    public IReadOnlyList<DisclosureReceipt> Receipts => store.Read(connection => connection.Read(
        "SELECT json FROM receipts ORDER BY number DESC LIMIT $most",
        row => JsonSerializer.Deserialize(row.GetString(0), ContractsJson.Default.DisclosureReceipt)!, ("$most", MostListed)));

    public Task<int> TakeAsync(IReadOnlyList<CityTask> tasks, CancellationToken cancellationToken) => store.WriteAsync(connection =>
        tasks.Sum(task => connection.Do(
            """
            INSERT INTO tasks (id, revision, json) VALUES ($id, $revision, $json)
            ON CONFLICT (id) DO UPDATE SET revision = $revision, json = $json WHERE revision < $revision
            """,
            ("$id", task.Id), ("$revision", task.Revision), ("$json", JsonSerializer.Serialize(task, ContractsJson.Default.CityTask)))), cancellationToken);

    public Task<int> TakeAsync(IReadOnlyList<DisclosureReceipt> receipts, CancellationToken cancellationToken) => store.WriteAsync(connection =>
    {
        var taken = receipts.Sum(receipt => connection.Do(
            "INSERT INTO receipts (number, json) VALUES ($number, $json) ON CONFLICT (number) DO NOTHING",
            ("$number", receipt.Number), ("$json", JsonSerializer.Serialize(receipt, ContractsJson.Default.DisclosureReceipt))));
        connection.Do(
            "DELETE FROM receipts WHERE number NOT IN (SELECT number FROM receipts ORDER BY number DESC LIMIT $keep)", ("$keep", KeepReceipts));
        return taken;
    }, cancellationToken);

    /// <summary>Keeps an answer until the city has it.</summary>
    public Task<AnswerOutcome> AnswerAsync(TaskAnswer answer, CancellationToken cancellationToken) => store.WriteAsync(connection =>
    {
        var task = connection.Read("SELECT json FROM tasks WHERE id = $id", row => TaskOf(row.GetString(0)), ("$id", answer.Task)).FirstOrDefault();
        if (task is null)
            return AnswerOutcome.NoSuchTask;
        if (task.State == TaskState.Closed)
            return AnswerOutcome.Closed;
        connection.Do(
            "INSERT INTO answers (id, task, at, json, state) VALUES ($id, $task, $at, $json, $state) ON CONFLICT (id) DO NOTHING",
            ("$id", answer.Id), ("$task", answer.Task), ("$at", answer.At), ("$state", AnswerRecord.Waiting),
            ("$json", JsonSerializer.Serialize(answer, ContractsJson.Default.TaskAnswer)));
        return AnswerOutcome.Kept;
    }, cancellationToken);

    public List<TaskAnswer> NextAnswers(int most) => store.Read(connection => connection.Read(
        "SELECT json FROM answers WHERE state = 'waiting' ORDER BY at, id LIMIT $most",
        row => JsonSerializer.Deserialize(row.GetString(0), ContractsJson.Default.TaskAnswer)!, ("$most", most)));

    public Task<int> CompleteAsync(IReadOnlyList<(TaskAnswer Answer, Sentence? Fault)> done, CancellationToken cancellationToken) =>
        store.WriteAsync(connection => done.Sum(item => connection.Do(
            "UPDATE answers SET state = $state, fault = $fault, fault_code = $code WHERE id = $id",
            ("$id", item.Answer.Id), ("$state", item.Fault is null ? AnswerRecord.Sent : AnswerRecord.Refused), ("$fault", item.Fault?.Text), ("$code", item.Fault?.Code?.ToJson()))), cancellationToken);

    private static CityTask TaskOf(string json) => JsonSerializer.Deserialize(json, ContractsJson.Default.CityTask)!;
}

/// <param name="Answers">Oldest first.</param>
internal sealed record TaskRecord(CityTask Task, IReadOnlyList<AnswerRecord> Answers);

/// <summary>An answer, and whether the city has it.</summary>
internal sealed record AnswerRecord(TaskAnswer Answer, string State, string? Fault, SentenceCode? FaultCode)
{
    public const string Waiting = "waiting";
    public const string Sent = "sent";
    public const string Refused = "refused";
}

internal enum AnswerOutcome
{
    Kept,
    NoSuchTask,
    Closed,
}
