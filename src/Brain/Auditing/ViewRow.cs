using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Auditing;

/// <summary>Who looked at what. Rows are added, and removed when their time is over; nothing changes one.</summary>
internal sealed class ViewRow
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Account name.</summary>
    public required string Viewer { get; init; }

    /// <summary><c>page</c>, <c>api</c>, <c>export</c> or <c>warning</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What was looked at: the address, or the factory and the id of a warning.</summary>
    public required string Subject { get; init; }

    /// <summary>Status of the answer: 403 is an attempt that was refused.</summary>
    public required int Status { get; init; }

    /// <summary>Where the viewer's request came from.</summary>
    public required string Address { get; init; }
}

internal static class ViewTable
{
    public static void Map(ModelBuilder model) => model.Entity<ViewRow>(view =>
    {
        view.ToTable("Views");
        view.HasKey(row => row.Id);
        view.HasIndex(row => row.At);
    });
}
