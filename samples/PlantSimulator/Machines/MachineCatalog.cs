namespace Jinan.IndustryBrain.PlantSimulator.Machines;

/// <summary>The machine types that a plant can be made of.</summary>
internal static class MachineCatalog
{
    /// <summary>
    /// Version of the physics. Models are trained on it, so it is frozen before training: the digest of a reference
    /// run is held by a test, and a change of the physics needs a new version and new models.
    /// </summary>
    public const string MachineVersion = "1.0.0";

    private static readonly Dictionary<string, Func<string, ulong, Machine>> Makers = new(StringComparer.Ordinal)
    {
        [WeldingRobotJoint.TypeName] = (asset, seed) => new WeldingRobotJoint(asset, seed),
        [PlasmaEtcher.TypeName] = (asset, seed) => new PlasmaEtcher(asset, seed),
        [TabletPress.TypeName] = (asset, seed) => new TabletPress(asset, seed),
        [HotRollingStand.TypeName] = (asset, seed) => new HotRollingStand(asset, seed),
    };

    public static IReadOnlyCollection<string> Types => Makers.Keys;

    /// <summary>Makes a machine whose individual properties and course follow from the plant's seed and its own name.</summary>
    /// <exception cref="ArgumentException">The type is unknown.</exception>
    public static Machine Create(string type, string asset, int plantSeed) =>
        Makers.TryGetValue(type, out var make)
            ? make(asset, MachineRandom.SeedOf(plantSeed, asset))
            : throw new ArgumentException($"Unknown machine type '{type}'. Known: {string.Join(", ", Makers.Keys)}.", nameof(type));
}
