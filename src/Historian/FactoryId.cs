namespace Jinan.IndustryBrain.Historian;

/// <summary>A factory's id is the name of its folder, so that nothing else may come in by it.</summary>
internal static class FactoryId
{
    public const string Rule = "use 1 to 64 of a-z 0-9 -";

    public static bool IsValid(string? id) =>
        id is { Length: > 0 and <= 64 } && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
