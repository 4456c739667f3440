using System.Globalization;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>
/// Times in requests and answers: Unix nanoseconds inside, ISO 8601 in UTC with nine fractional digits outside. .NET's own
/// types stop at 100 ns.
/// </summary>
internal static class TimeText
{
    public const string Rule = "use ISO 8601 with a zone, such as 2026-03-01T08:00:00.123Z, or Unix nanoseconds";
    public const int Length = 30;
    private const long PerSecond = 1_000_000_000;

    public static bool TryParse(string text, out long nanoseconds)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out nanoseconds))
            return true;
        // Digits behind the seventh are cut off for .NET's parser and added again.
        var extra = 0L;
        var dot = text.IndexOf('.');
        if (dot >= 0)
        {
            var end = dot + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            var digits = text[(dot + 1)..end];
            if (digits.Length is 8 or 9)
            {
                extra = long.Parse(digits[7..].PadRight(2, '0'), CultureInfo.InvariantCulture);
                text = string.Concat(text.AsSpan(0, dot + 8), text.AsSpan(end));
            }
        }
        // A plus sign arrives as a space where the caller did not encode it.
        if (!HasZone(text) || !DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return false;
        try
        {
            nanoseconds = checked((time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100 + extra);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    public static string Format(long nanoseconds)
    {
        Span<char> text = stackalloc char[Length];
        return text[..Format(nanoseconds, text)].ToString();
    }

    /// <param name="nanoseconds">Unix ns.</param>
    /// <param name="target">At least <see cref="Length"/> characters.</param>
    public static int Format(long nanoseconds, Span<char> target)
    {
        var seconds = Math.DivRem(nanoseconds, PerSecond, out var fraction);
        if (fraction < 0)
        {
            seconds--;
            fraction += PerSecond;
        }
        var time = DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond);
        target.TryWrite(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss}.{fraction:D9}Z", out var written);
        return written;
    }

    public static DateTimeOffset ToDateTime(long nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / 100);

    public static long FromDateTime(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100;

    /// <summary>A duration such as <c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>1h</c>, <c>1d</c>.</summary>
    public static bool TryParseDuration(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var unit = text[digits..] switch
        {
            "ms" => PerSecond / 1000,
            "s" => PerSecond,
            "m" => 60 * PerSecond,
            "h" => 3600 * PerSecond,
            "d" => 86400 * PerSecond,
            _ => 0L,
        };
        if (unit == 0 || !long.TryParse(text.AsSpan(0, digits), out var count) || count < 1 || count > long.MaxValue / unit)
            return false;
        nanoseconds = count * unit;
        return true;
    }

    private static bool HasZone(string text) =>
        text.EndsWith('Z') || text.EndsWith('z') || text.AsSpan(Math.Min(text.Length, 10)).IndexOfAny("+- ") >= 0;
}
