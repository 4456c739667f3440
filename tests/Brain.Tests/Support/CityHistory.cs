using System.Text.Json;
using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Ingest;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.Brain.Storage;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Tests.Support;

/// <summary>A city of any size with figures of many periods: one that was made of insights in the ordinary way, and its like before it.</summary>
internal static class CityHistory
{
    private static readonly string[] Kinds = ["health_index", "quality_probability", "remaining_useful_life", "soft_sensor"];

    /// <returns>A register of so many factories, in all sectors and in ten districts.</returns>
    public static string WriteRegister(int factories)
    {
        var districts = Districts.All.Take(10).Select(district => district.Code).ToArray();
        var path = Path.Combine(Directory.CreateTempSubdirectory("brain-register-").FullName, "register.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            factories = Enumerable.Range(0, factories).Select(i => new
            {
                id = $"f{i:D4}", enterprise = $"ent-f{i:D4}", sector = Sectors.All[i % Sectors.All.Count], district = districts[i % districts.Length],
            }),
        }));
        return path;
    }

    /// <param name="brain">Of <see cref="WriteRegister"/>.</param>
    /// <param name="periods">So many have figures, the newest is closed now.</param>
    /// <param name="period">As the brain's options say.</param>
    public static async Task FillAsync(BrainHost brain, int periods, TimeSpan period)
    {
        var now = brain.Time.GetUtcNow();
        var from = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % period.Ticks), TimeSpan.Zero);
        var (ingest, random) = (brain.Service<InsightIngest>(), new Random(1));
        foreach (var factory in brain.Service<FactoryRegistry>().Factories)
        {
            var insight = Insights.Of(factory.Id, from.AddSeconds(5), 0.5 + (random.NextDouble() / 2));
            var kind = Kinds[Sectors.All.ToList().IndexOf(factory.Sector) % Kinds.Length];
            using var batch = JsonDocument.Parse(Insights.Json(insight with { Model = insight.Model with { Kind = kind } }));
            Assert.Equal(1, (await ingest.StoreAsync(factory, batch.RootElement, CancellationToken.None))!.Stored);
        }

        brain.Time.Advance(period + TimeSpan.FromSeconds(40));
        await brain.Publisher.PublishClosedAsync(CancellationToken.None);
        await RepeatAsync(brain, periods - 1, period);
    }

    private static async Task RepeatAsync(BrainHost brain, int periods, TimeSpan period)
    {
        var contexts = brain.Service<IDbContextFactory<BrainContext>>();
        await using var first = await contexts.CreateDbContextAsync();
        var made = await first.Sheets.AsNoTracking().ToListAsync();
        foreach (var some in Enumerable.Range(1, periods).Chunk(500))
        {
            await using var context = await contexts.CreateDbContextAsync();
            context.Sheets.AddRange(some.SelectMany(n => made.Select(row => new FigureSheetRow
            {
                From = row.From - (n * period), To = row.To - (n * period), Indicator = row.Indicator, Unit = row.Unit, Document = Moved(row, n * period),
            })));
            await context.SaveChangesAsync();
        }
    }

    private static string Moved(FigureSheetRow row, TimeSpan by)
    {
        if (row.Indicator == CitySheet.Name)
        {
            var city = JsonSerializer.Deserialize(row.Document, CitySheetJson.Default.CitySheet)!;
            return JsonSerializer.Serialize(city with { From = city.From - by, To = city.To - by }, CitySheetJson.Default.CitySheet);
        }

        var sheet = JsonSerializer.Deserialize(row.Document, SheetJson.Default.Sheet)!;
        return JsonSerializer.Serialize(sheet with { From = sheet.From - by, To = sheet.To - by }, SheetJson.Default.Sheet);
    }
}
