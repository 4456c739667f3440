using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Jinan.IndustryBrain.Brain.Storage;

internal sealed class BrainContext(DbContextOptions<BrainContext> options) : DbContext(options)
{
    public DbSet<InsightRow> Insights => Set<InsightRow>();
    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();
    public DbSet<FigureSheetRow> Sheets => Set<FigureSheetRow>();
    public DbSet<SettingRow> Settings => Set<SettingRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TicksConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<InsightRow>(insight =>
        {
            insight.HasKey(row => row.Id);
            insight.HasIndex(row => new { row.Factory, row.Source });
            insight.HasIndex(row => new { row.WindowTo, row.Counts });
        });
        modelBuilder.Entity<DeadLetterRow>().HasKey(row => row.Id);
        modelBuilder.Entity<FigureSheetRow>().HasKey(row => new { row.From, row.Indicator, row.Unit });
        modelBuilder.Entity<SettingRow>().HasKey(row => row.Name);
    }

    // UTC ticks sort and compare as numbers in every database; SQLite cannot compare its own form of DateTimeOffset.
    private sealed class TicksConverter() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
