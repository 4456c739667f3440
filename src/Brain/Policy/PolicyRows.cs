using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Policy;

/// <summary>A value of an indicator, from one row of one file. Never changed: a correction is another row.</summary>
internal sealed class TargetValueRow
{
    public long Id { get; init; }
    public required string Cycle { get; init; }
    public required string Indicator { get; init; }

    /// <summary>The day that the value is of.</summary>
    public required DateOnly AsOf { get; init; }

    public required double Value { get; init; }

    /// <summary><c>reported</c>, <c>measured</c> or <c>estimated</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Who or what says so.</summary>
    public required string Source { get; init; }

    /// <summary>When the source said so.</summary>
    public required DateOnly SourceDate { get; init; }

    public string? Note { get; init; }
    public required string Import { get; init; }

    /// <summary>Number of its row in the file, as the file's program counts.</summary>
    public required int Line { get; init; }
}

/// <summary>A file that values came from.</summary>
internal sealed class TargetImportRow
{
    public required string Id { get; init; }
    public required string Cycle { get; init; }
    public required string FileName { get; init; }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public required string Digest { get; init; }

    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
    public required int Added { get; init; }
    public required int Duplicates { get; init; }
}

internal static class PolicyTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<TargetValueRow>(value =>
        {
            value.ToTable("TargetValues");
            value.HasKey(row => row.Id);
            value.HasIndex(row => new { row.Cycle, row.Indicator, row.AsOf });
        });
        model.Entity<TargetImportRow>(import =>
        {
            import.ToTable("TargetImports");
            import.HasKey(row => row.Id);
            import.HasIndex(row => row.At);
        });
    }
}
