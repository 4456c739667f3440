using System.Globalization;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>Times as people write them: 500ms, 2s, 5m or 1h.</summary>
public static class DurationText
{
    /// <summary>Reads one; false where it is none.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = default;
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (!double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > 1e9)
            return false;
        double? milliseconds = text[digits..].Trim() switch
        {
            "ms" => number,
            "s" => number * 1_000,
            "m" => number * 60_000,
            "h" => number * 3_600_000,
            _ => null,
        };
        value = TimeSpan.FromMilliseconds(milliseconds ?? 0);
        return milliseconds is not null;
    }
}
