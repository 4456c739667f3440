using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Registry;

namespace Jinan.IndustryBrain.Brain.Tests.Privacy;

/// <summary>What a random town's factories come to in one period.</summary>
internal sealed record RandomPeriod(FactoryRegistry Registry, IReadOnlyList<FactoryPeriod> Factories)
{
    private static readonly string[] Signals = ["torque", "current", "vibration"];

    public static RandomPeriod Of(int seed)
    {
        var registry = RandomTown.Of(seed).Registry;
        var random = new Random(seed);
        var factories = new List<FactoryPeriod>();
        foreach (var factory in registry.Factories.OrderBy(f => f.Id, StringComparer.Ordinal))
        {
            if (random.Next(10) == 0)
                continue;
            var computed = random.Next(8) > 0;
            var level = computed ? SheetBuilder.Levels[1 + Math.Min(random.Next(3), random.Next(3))] : "none";
            factories.Add(new FactoryPeriod(
                factory.Id, factory.Sector, factory.District, factory.Unrelated, level,
                !computed ? 0 : random.Next(12) == 0 ? 100 : random.Next(1, 4),
                computed && random.Next(5) > 0 ? [new FactoryAnswer("health_index", "1", random.NextDouble(), 0.9)] : [],
                level is "warning" or "alarm" ? [.. Signals.Take(random.Next(1, 4)).Select(signal => new FactoryFault("health_index", signal))] : []));
        }

        return new RandomPeriod(registry, factories);
    }

    public IReadOnlyList<Contribution> Contributions(Func<FactoryPeriod, long> count) =>
    [
        .. Factories.GroupBy(f => (f.Sector, f.District, f.Level, f.Unrelated))
            .Select(group => new Contribution(group.Key.Sector, group.Key.District, group.Key.Level, group.Key.Unrelated, group.Sum(count), 0, 0)),
    ];
}
