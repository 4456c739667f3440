namespace Jinan.IndustryBrain.Contracts;

/// <summary>The four sectors of the city's plan.</summary>
public static class Sectors
{
    /// <summary>New-energy and connected vehicles.</summary>
    public const string Auto = "auto";

    /// <summary>Integrated circuits.</summary>
    public const string Semiconductors = "semiconductors";

    public const string Biomedicine = "biomedicine";

    /// <summary>New materials.</summary>
    public const string Materials = "materials";

    public static IReadOnlyList<string> All { get; } = [Auto, Semiconductors, Biomedicine, Materials];
}
