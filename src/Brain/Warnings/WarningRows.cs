using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Warnings;

/// <summary>The newest report of a factory's case. Of one that was withdrawn there is nothing but its id and revision.</summary>
internal sealed class WarningRow
{
    public required string Factory { get; init; }
    public required string Id { get; init; }
    public required long Revision { get; set; }
    public required bool Withdrawn { get; set; }

    /// <summary>From the register, as sector and enterprise are.</summary>
    public string? District { get; set; }

    public string? Sector { get; set; }

    /// <summary>See <see cref="Registry.RegisteredFactory.Unrelated"/>.</summary>
    public string? Unrelated { get; set; }

    public string? State { get; set; }
    public DateTimeOffset? Raised { get; set; }
    public DateTimeOffset? Changed { get; set; }

    /// <summary>The report as the factory released it; null when withdrawn.</summary>
    public string? Document { get; set; }
}

/// <summary>See <see cref="Contracts.Warnings.DisclosureReceipt"/>.</summary>
internal sealed class ReceiptRow
{
    public required string Factory { get; init; }

    /// <summary>Grows by one with every receipt of the factory.</summary>
    public required long Number { get; init; }

    public required string Warning { get; init; }
    public required string Viewer { get; init; }

    /// <summary>In the city's zone.</summary>
    public required DateOnly Day { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Names of the fields, with commas between.</summary>
    public required string Fields { get; init; }
}

internal static class WarningTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<WarningRow>(warning =>
        {
            warning.ToTable("Warnings");
            warning.HasKey(row => new { row.Factory, row.Id });

            // The order of the list.
            warning.HasIndex(row => new { row.Changed, row.Factory, row.Id }).IsDescending(true, false, false);
            warning.HasIndex(row => row.Raised);
        });
        model.Entity<ReceiptRow>(receipt =>
        {
            receipt.ToTable("Receipts");
            receipt.HasKey(row => new { row.Factory, row.Number });

            // A receipt a warning, viewer and day.
            receipt.HasIndex(row => new { row.Factory, row.Warning, row.Viewer, row.Day }).IsUnique();
        });
    }
}
