using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Reports;

/// <summary>
/// The counts of a month that is over, as they were when they were first asked for. They are not made again: a second
/// version less the first would stand for whoever was late, or took something back.
/// </summary>
internal sealed class BriefRow
{
    /// <summary>First day of the month, in the city's zone.</summary>
    public required DateOnly Month { get; init; }

    public required DateTimeOffset Made { get; init; }
    public required string Document { get; init; }
}

internal static class BriefTable
{
    public static void Map(ModelBuilder model) => model.Entity<BriefRow>(brief =>
    {
        brief.ToTable("Briefs");
        brief.HasKey(row => row.Month);
    });
}
