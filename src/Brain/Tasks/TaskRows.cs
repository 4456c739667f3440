using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Tasks;

/// <summary>See <see cref="Contracts.Tasks.CityTask"/>.</summary>
internal sealed class TaskRow
{
    public required string Id { get; init; }
    public required string Factory { get; init; }

    /// <summary>Of all tasks of the factory the highest is the newest change: two changes cannot have one number.</summary>
    public required long Revision { get; set; }

    public required string Title { get; set; }
    public string? Text { get; set; }
    public string? Warning { get; init; }
    public required string Owner { get; set; }
    public required DateOnly Due { get; set; }
    public required string State { get; set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Changed { get; set; }
}

/// <summary>What happened to a task, in the order that the city learned it. Never changed.</summary>
internal sealed class TaskEventRow
{
    public long Id { get; init; }
    public required string Task { get; init; }
    public required string Factory { get; init; }

    /// <summary>Id of the factory's answer; null for what the bureau did.</summary>
    public string? Answer { get; init; }

    /// <summary><c>created</c>, <c>changed</c>, <c>answered</c>, <c>closed</c>, <c>reopened</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The state that it asks for, or led to.</summary>
    public required string State { get; init; }

    public string? Text { get; init; }
    public required string By { get; init; }

    /// <summary>When it was said; by the factory's clock for an answer.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset Stored { get; init; }
}

internal static class TaskTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<TaskRow>(task =>
        {
            task.ToTable("Tasks");
            task.HasKey(row => row.Id);
            task.Property(row => row.Revision).IsConcurrencyToken();
            task.HasIndex(row => new { row.Factory, row.Revision }).IsUnique();
            task.HasIndex(row => row.Changed);
        });
        model.Entity<TaskEventRow>(happened =>
        {
            happened.ToTable("TaskEvents");
            happened.HasKey(row => row.Id);
            happened.HasIndex(row => row.Task);

            // An answer is taken once. What the bureau did has none, and nulls are all different.
            happened.HasIndex(row => new { row.Factory, row.Answer }).IsUnique();
        });
    }
}
