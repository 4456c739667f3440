using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Contracts.Tasks;

/// <summary>Something the bureau asks of a factory. The factory pulls it; nobody opens a connection towards an edge.</summary>
public sealed record CityTask
{
    /// <summary>Given by the city, opaque.</summary>
    public required string Id { get; init; }

    public required string Factory { get; init; }

    /// <summary>Grows with every change of any task of the factory; a factory asks for those after the last one it has.</summary>
    public required long Revision { get; init; }

    public required string Title { get; init; }
    public string? Text { get; init; }

    /// <summary>The warning it is about, if any.</summary>
    public string? Warning { get; init; }

    /// <summary>Who at the bureau looks after it.</summary>
    public required string Owner { get; init; }

    public required DateOnly Due { get; init; }
    public required TaskState State { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Changed { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<TaskState>))]
public enum TaskState
{
    /// <summary>Waits for the factory.</summary>
    [JsonStringEnumMemberName("open")] Open,

    /// <summary>The factory works on it.</summary>
    [JsonStringEnumMemberName("accepted")] Accepted,

    /// <summary>The factory says that it is done; the owner decides.</summary>
    [JsonStringEnumMemberName("answered")] Answered,

    /// <summary>The factory will not do it, and said why.</summary>
    [JsonStringEnumMemberName("declined")] Declined,

    /// <summary>By its owner.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
}

/// <summary>What the factory says to a task.</summary>
/// <param name="Id">Made at the factory; the city takes each once.</param>
/// <param name="Task">Id of the task.</param>
/// <param name="State"><see cref="TaskState.Accepted"/>, <see cref="TaskState.Answered"/> or <see cref="TaskState.Declined"/>.</param>
/// <param name="Text">For the owner; needed where it is declined.</param>
/// <param name="By">Who at the factory, as far as the factory wants to say.</param>
/// <param name="At">When.</param>
public sealed record TaskAnswer(
    string Id,
    string Task,
    TaskState State,
    // Every parameter must be there to be read, so it is written also where it says nothing.
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Text,
    string By,
    DateTimeOffset At);
