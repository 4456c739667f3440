using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Registry;

namespace Jinan.IndustryBrain.Brain.Tests.Privacy;

/// <summary>A town by chance: enterprises with one or several factories, in one or several sectors and districts.</summary>
internal sealed record RandomTown(FactoryRegistry Registry, IReadOnlyList<Contribution> Contributions)
{
    private static readonly string[] SectorNames = ["auto", "semiconductors", "biomedicine"];
    private static readonly string[] DistrictNames = ["gaoxin", "zhangqiu", "laiwu"];

    public static RandomTown Of(int seed)
    {
        var random = new Random(seed);
        var sectors = SectorNames[..random.Next(1, 4)];
        var districts = DistrictNames[..random.Next(1, 4)];
        var factories = new List<RegisteredFactory>();
        var contributions = new List<Contribution>();
        var enterprises = random.Next(3, 21);
        var levels = SheetBuilder.Levels.Skip(1).Take(random.Next(1, 4)).ToList();
        for (var enterprise = 0; enterprise < enterprises; enterprise++)
        {
            for (var left = random.Next(4) == 0 ? random.Next(2, 5) : 1; left > 0; left--)
            {
                // Crowded first districts, so that some cells may be shown.
                var factory = new RegisteredFactory(
                    $"f{factories.Count}",
                    $"e{enterprise}",
                    sectors[random.Next(sectors.Length)],
                    districts[Math.Min(random.Next(districts.Length), random.Next(districts.Length))],
                    random.Next(6) == 0 ? "g" : null);
                factories.Add(factory);
                if (random.Next(10) == 0)
                    continue;
                foreach (var level in levels.Where((_, i) => i == 0 || random.Next(3) == 0))
                {
                    var insights = random.Next(12) == 0 ? 200 : random.Next(1, 6);
                    contributions.Add(new Contribution(
                        factory.Sector, factory.District, level, factory.Unrelated, insights, insights * random.NextDouble(), insights));
                }
            }
        }

        return new RandomTown(new FactoryRegistry(factories), contributions);
    }
}
