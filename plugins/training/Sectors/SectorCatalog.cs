namespace Jinan.IndustryBrain.Plugins.Training.Sectors;

/// <summary>The sectors that have a model.</summary>
internal static class SectorCatalog
{
    public static IReadOnlyList<SectorPlan> All { get; } =
        [AutoSector.Plan, SemiconductorSector.Plan, BiomedicineSector.Plan, MaterialsSector.Plan];

    public static SectorPlan Find(string sector) => All.Single(plan => plan.Sector == sector);
}
