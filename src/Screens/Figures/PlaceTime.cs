using System.Globalization;

namespace Jinan.IndustryBrain.Screens.Figures;

/// <summary>Times as the people of one place read them, whatever zone their browser or this machine is set to.</summary>
public sealed class PlaceTime(TimeZoneInfo zone, TimeProvider time)
{
    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The place's offset now, e.g. <c>UTC+08:00</c>.</summary>
    public string ZoneText
    {
        get
        {
            var offset = zone.GetUtcOffset(Now);
            return $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset.ToString("hh\\:mm", CultureInfo.InvariantCulture)}";
        }
    }

    /// <returns>The time here, with the date.</returns>
    public string Full(DateTimeOffset at) => Here(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <returns>The day here.</returns>
    public string Day(DateTimeOffset at) => Here(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <returns>The time of day here.</returns>
    public string Clock(DateTimeOffset at) => Here(at).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <returns>Milliseconds for a chart that is told to show UTC, so that it shows the place's time.</returns>
    public long ChartMilliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() + (long)zone.GetUtcOffset(at).TotalMilliseconds;

    /// <returns>What <see cref="ChartMilliseconds"/> was made from.</returns>
    public DateTimeOffset FromChart(double milliseconds) => FromWall(DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds).DateTime);

    /// <returns>What the place's clocks and calendars show, for a field in which people change it.</returns>
    public DateTime ToWall(DateTimeOffset at) => Here(at).DateTime;

    /// <returns>When the place's clocks and calendars show this, UTC; of an hour that comes twice, the second.</returns>
    public DateTimeOffset FromWall(DateTime wall)
    {
        var shown = DateTime.SpecifyKind(wall, DateTimeKind.Unspecified);
        // People may type the year 1.
        return new(Math.Clamp(shown.Ticks - zone.GetUtcOffset(shown).Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }

    /// <returns>The zone of an IANA name; China's, which has no daylight saving, where this machine has no such data.</returns>
    public static TimeZoneInfo ZoneOf(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var known)
            ? known
            : TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromHours(8), name, name);

    private DateTimeOffset Here(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);
}
