namespace Jinan.IndustryBrain.Screens.Figures;

/// <summary>UCUM's units as people write them.</summary>
public static class UnitText
{
    /// <returns>The unit for a screen; empty for "1", the unit of indices and probabilities.</returns>
    public static string Of(string? ucum) => ucum is null or "" or "1"
        ? ""
        : string.Join('/', ucum.Split('/').Select(Part));

    // The dot operator: a middle dot is as wide as a Chinese letter in Chinese fonts.
    private const char Times = '\u22c5';

    // Annotations are in braces, customary units in brackets: {counts}, m[Torr].
    private static string Part(string part) => part switch
    {
        "Cel" => "°C",
        "deg" => "°",
        "um" => "µm",
        "Ohm" => "Ω",
        _ => part.Replace('.', Times).Replace("{", "").Replace("}", "").Replace("[", "").Replace("]", ""),
    };
}
