using System.Globalization;
using Jinan.IndustryBrain.Screens.Figures;

namespace Jinan.IndustryBrain.Brain;

/// <summary>Days as the city's people count them, whatever zone this machine is set to.</summary>
internal static class CityDays
{
    public static DateOnly Today(this PlaceTime time) => time.DayOf(time.Now);

    public static DateOnly DayOf(this PlaceTime time, DateTimeOffset at) =>
        DateOnly.ParseExact(time.Day(at), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <returns>When the day begins.</returns>
    public static DateTimeOffset StartOf(this PlaceTime time, DateOnly day) =>
        time.FromChart(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds());
}
