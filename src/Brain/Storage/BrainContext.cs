using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Brain.Policy;
using Jinan.IndustryBrain.Brain.Reports;
using Jinan.IndustryBrain.Brain.Tasks;
using Jinan.IndustryBrain.Brain.Warnings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Jinan.IndustryBrain.Brain.Storage;

internal sealed class BrainContext(DbContextOptions<BrainContext> options) : DbContext(options)
{
    public DbSet<InsightRow> Insights => Set<InsightRow>();
    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();
    public DbSet<FigureSheetRow> Sheets => Set<FigureSheetRow>();
    public DbSet<SettingRow> Settings => Set<SettingRow>();
    public DbSet<WarningRow> Warnings => Set<WarningRow>();
    public DbSet<ReceiptRow> Receipts => Set<ReceiptRow>();
    public DbSet<TaskRow> Tasks => Set<TaskRow>();
    public DbSet<TaskEventRow> TaskEvents => Set<TaskEventRow>();
    public DbSet<TargetValueRow> TargetValues => Set<TargetValueRow>();
    public DbSet<TargetImportRow> TargetImports => Set<TargetImportRow>();
    public DbSet<BriefRow> Briefs => Set<BriefRow>();
    public DbSet<ViewRow> Views => Set<ViewRow>();

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
        modelBuilder.Entity<FigureSheetRow>(sheet =>
        {
            sheet.HasKey(row => new { row.From, row.Indicator, row.Unit });
            sheet.HasIndex(row => new { row.Indicator, row.Unit, row.From });
        });
        modelBuilder.Entity<SettingRow>().HasKey(row => row.Name);
        WarningTables.Map(modelBuilder);
        TaskTables.Map(modelBuilder);
        PolicyTables.Map(modelBuilder);
        BriefTable.Map(modelBuilder);
        ViewTable.Map(modelBuilder);
    }

    // UTC ticks sort and compare as numbers in every database; SQLite cannot compare its own form of DateTimeOffset.
    private sealed class TicksConverter() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
