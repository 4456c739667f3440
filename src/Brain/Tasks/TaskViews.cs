using System.Text.Json;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Tasks;

namespace Jinan.IndustryBrain.Brain.Tasks;

/// <summary>A task as the bureau sees it.</summary>
/// <param name="Revision">What a change names in If-Match, so that two people do not undo each other's.</param>
/// <param name="IsOverdue">Its day is over, and it is not closed.</param>
public sealed record TaskView(
    string Id,
    string Factory,
    long Revision,
    string Title,
    string? Text,
    string? Warning,
    string Owner,
    DateOnly Due,
    TaskState State,
    bool IsOverdue,
    string CreatedBy,
    DateTimeOffset Created,
    DateTimeOffset Changed)
{
    internal static TaskView Of(TaskRow row, DateOnly today) => new(
        row.Id, row.Factory, row.Revision, row.Title, row.Text, row.Warning, row.Owner, row.Due, TaskWords.State(row.State),
        row.Due < today && row.State != TaskWords.Closed, row.CreatedBy, row.Created, row.Changed);
}

/// <summary>A task with all that happened to it, oldest first.</summary>
internal sealed record TaskDetail(TaskView Task, IReadOnlyList<TaskEvent> Events);

/// <summary>Something that happened to a task.</summary>
/// <param name="Kind"><c>created</c>, <c>changed</c>, <c>answered</c> (by the factory), <c>closed</c> or <c>reopened</c>.</param>
/// <param name="State">The state that it asked for or led to.</param>
/// <param name="At">When it was said; by the factory's clock for an answer.</param>
internal sealed record TaskEvent(string Kind, TaskState State, string? Text, string By, DateTimeOffset At);

/// <summary>A new task.</summary>
/// <param name="Factory">Id in the register.</param>
/// <param name="Title">1 to 120 characters.</param>
/// <param name="Text">At most 2000 characters.</param>
/// <param name="Warning">Id of the factory's warning that it is about, if any.</param>
/// <param name="Owner">Who at the bureau looks after it; who makes it, when left out.</param>
/// <param name="Due">Today or later.</param>
internal sealed record NewTask(string Factory, string Title, string? Text, string? Warning, string? Owner, DateOnly Due);

/// <summary>The parts of a task that the bureau may change; what is left out stays.</summary>
internal sealed record TaskChange(string? Title, string? Text, string? Owner, DateOnly? Due);

/// <summary>What the owner says at the end, or when it is not the end.</summary>
internal sealed record TaskRemark(string? Text);

/// <summary>What became of a change.</summary>
internal sealed record TaskOutcome(TaskResult Result, TaskView? Task = null, Said? Reason = null);

internal enum TaskResult
{
    Done,
    NotFound,

    /// <summary>Somebody changed it since the caller looked.</summary>
    Stale,

    /// <summary>The reason says what is wrong with it.</summary>
    Refused,
}

/// <summary>The contract's own words for its values.</summary>
internal static class TaskWords
{
    public static readonly string Open = Of(TaskState.Open);
    public static readonly string Closed = Of(TaskState.Closed);

    public static IReadOnlyList<string> States { get; } = [.. Enum.GetValues<TaskState>().Select(Of)];

    public static string Of(TaskState state) => JsonSerializer.SerializeToElement(state, ContractsJson.Default.TaskState).GetString()!;

    public static TaskState State(string word) => JsonSerializer.Deserialize($"\"{word}\"", ContractsJson.Default.TaskState);
}
