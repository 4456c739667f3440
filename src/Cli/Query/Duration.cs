using System.Globalization;

namespace Jinan.IndustryBrain.Cli.Query;

/// <summary>Durations as people write them: 500ms, 10s, 5m, 1h, 1d.</summary>
internal static class Duration
{
    public static TimeSpan? Parse(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        if (!int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
            return null;
        return text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(count),
            "s" => TimeSpan.FromSeconds(count),
            "m" => TimeSpan.FromMinutes(count),
            "h" => TimeSpan.FromHours(count),
            "d" => TimeSpan.FromDays(count),
            _ => null,
        };
    }
}
