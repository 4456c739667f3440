namespace Jinan.IndustryBrain.DevIdentity.Realm;

/// <summary>What the realm needs to know of the demo's topology; the rest of the file is for others.</summary>
internal sealed record PlantFile
{
    public required IReadOnlyList<PlantFactory> Factories { get; init; }
}

internal sealed record PlantFactory
{
    public required string Id { get; init; }
    public required string Enterprise { get; init; }
    public required string Sector { get; init; }
}
