using System.Diagnostics;
using System.Text.Json;
using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Auditing;
using Jinan.IndustryBrain.Brain.Cockpit.Figures;
using Jinan.IndustryBrain.Brain.Policy;
using Jinan.IndustryBrain.Brain.Reports;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Brain.Tasks;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.Brain.Warnings;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.Screens.Figures;
using Jinan.IndustryBrain.TestKit;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Tests.Storage;

/// <summary>
/// What the pages ask of the database is the same for a large city with years of figures as for a small one: so many questions, and
/// each finds its rows by an index. <c>CITY_FACTORIES</c> and <c>CITY_PERIODS</c> make the large one larger; .ci/long does.
/// </summary>
public sealed class PageQueryTests(IssuerFixture fixture, ITestOutputHelper output) : IClassFixture<IssuerFixture>
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private static readonly Viewer Somebody = new("somebody", "127.0.0.1");

    // Few rows by what they are: a bureau's tasks, files that were imported.
    private static readonly string[] Small = ["Tasks", "TargetImports"];

    [Fact]
    public async Task Pages_OfALargeCity_AskNoMoreThanOfASmallOne_AndNeverGoThroughATable()
    {
        var small = await AskAsync(factories: 40, periods: 10, warnings: 5);
        var large = await AskAsync(Number("CITY_FACTORIES", 80), Number("CITY_PERIODS", 100), warnings: 100);
        Assert.Equal(small.Select(page => (page.Page, page.Queries)), large.Select(page => (page.Page, page.Queries)));
    }

    private async Task<IReadOnlyList<(string Page, int Queries)>> AskAsync(int factories, int periods, int warnings)
    {
        await using var brain = await BrainHost.StartAsync(
            fixture.Issuer, null, $"--Brain:Registry={CityHistory.WriteRegister(factories)}", $"--Brain:Period={Period}");
        await CityHistory.FillAsync(brain, periods, Period);
        await WarnAsync(brain, warnings);
        var cycle = brain.Service<PlanCycles>().Find(null)!;
        var month = brain.Service<PlaceTime>().Today();
        month = month.AddDays(1 - month.Day);
        var pages = new (string Page, Func<Task> Ask)[]
        {
            ("overview", () => brain.Service<CityReader>().OverviewAsync(default)),
            ("map", () => brain.Service<CityReader>().MapAsync(default)),
            ("sector", () => brain.Service<CityReader>().SectorAsync("auto", default)),
            ("trend", () => brain.Service<CityReader>().TrendAsync("auto", 120, default)),
            ("targets", () => brain.Service<TargetReader>().ReadAsync(cycle, default)),
            ("newest figures", () => brain.Service<SheetStore>().ReadAsync(null, default)),
            ("monthly brief", () => brain.Service<BriefStore>().LastSheetsAsync(month, default)),
            ("warnings", () => brain.Service<WarningReader>().ListAsync(new WarningQuery(null, null, null, 0, 100), Somebody, default)),
            ("tasks", () => brain.Service<TaskReader>().ListAsync(new TaskQuery(), default)),
            ("audit", () => brain.Service<ViewLog>().ListAsync(new ViewQuery(), default)),
        };
        var asked = new List<(string, int)>();
        foreach (var (page, ask) in pages)
        {
            // The first look writes receipts, and compiles queries.
            await ask();
            brain.Queries.Take();
            var watch = Stopwatch.StartNew();
            await ask();
            var took = watch.Elapsed;
            var queries = brain.Queries.Take();
            new TestReport(output).Line($"{factories} factories, {periods} periods, {page}: {queries.Count} queries, {took.TotalMilliseconds:0} ms");
            Assert.NotEmpty(queries);
            foreach (var query in queries)
                await AssertFoundByIndexAsync(brain, page, query);
            asked.Add((page, queries.Count));
        }

        return asked;
    }

    private static async Task AssertFoundByIndexAsync(BrainHost brain, string page, AskedQuery query)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(brain.Folder, "brain.db")};Pooling=false");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + query.Sql;
        foreach (var (name, value) in query.Parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        await using var reader = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await reader.ReadAsync())
            steps.Add(reader.GetString(3));

        // A table or an index that is gone through in its own order ends where LIMIT says.
        var ends = query.Sql.Contains("LIMIT", StringComparison.Ordinal) && !steps.Exists(step => step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal));
        var isSmall = Small.Any(table => query.Sql.Contains($"FROM \"{table}\"", StringComparison.Ordinal));
        Assert.False(
            steps.Exists(step => step.StartsWith("CORRELATED", StringComparison.Ordinal)
                                 || (step.StartsWith("SCAN ", StringComparison.Ordinal) && !ends && !isSmall)),
            $"{page} goes through a table ({string.Join("; ", steps)}):\n{query.Sql}");
    }

    private static async Task WarnAsync(BrainHost brain, int warnings)
    {
        await using var context = await brain.Service<IDbContextFactory<BrainContext>>().CreateDbContextAsync();
        context.Warnings.AddRange(Enumerable.Range(0, warnings).Select(i => WarningReports.Full($"f{i:D4}", "case")).Select(report => new WarningRow
        {
            Factory = report.Factory, Id = report.Id, Revision = 1, Withdrawn = false, District = "gaoxin", Sector = "auto", Unrelated = report.Factory,
            State = "open", Raised = report.Raised, Changed = report.Changed, Document = JsonSerializer.Serialize(report, ContractsJson.Default.WarningReport),
        }));
        await context.SaveChangesAsync();
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? int.Parse(given) : otherwise;
}
