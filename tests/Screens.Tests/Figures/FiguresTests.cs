using Jinan.IndustryBrain.Screens.Figures;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.Screens.Tests.Figures;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.0, "0")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(1234567.8, "1,234,568")]
    [InlineData(-4321.06, "-4,321.1")]
    [InlineData(12.34567, "12.346")]
    [InlineData(0.5, "0.5")]
    [InlineData(0.0012345, "0.001235")]
    [InlineData(0.00001, "1E-5")]
    [InlineData(2.5e9, "2.5E+9")]
    public void Number_AsText_HasFiveDigitsAtMost(double? value, string text) => Assert.Equal(text, NumberText.Of(value));

    [Theory]
    [InlineData(1, "100 %")]
    [InlineData(0.99999, ">99.9 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.00001, "<0.1 %")]
    [InlineData(0, "0 %")]
    public void Share_InPercent_IsNeverRoundedToAllOrNothing(double share, string text) => Assert.Equal(text, NumberText.Percent(share));

    [Theory]
    [InlineData(null, "")]
    [InlineData("1", "")]
    [InlineData("Cel", "°C")]
    [InlineData("deg/s", "°/s")]
    [InlineData("kN.m", "kN⋅m")]
    [InlineData("{counts}", "counts")]
    [InlineData("m[Torr]", "mTorr")]
    [InlineData("/min", "/min")]
    public void Unit_AsText_IsAsPeopleWriteIt(string? ucum, string text) => Assert.Equal(text, UnitText.Of(ucum));

    [Fact]
    public void PlaceTime_Shanghai_IsEightHoursAheadAndComesBackFromAChart()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 20, 0, 0, TimeSpan.Zero));
        var place = new PlaceTime(PlaceTime.ZoneOf("Asia/Shanghai"), time);
        Assert.Equal("2026-03-02 04:00:00", place.Full(time.GetUtcNow()));
        Assert.Equal("UTC+08:00", place.ZoneText);
        Assert.Equal(time.GetUtcNow(), place.FromChart(place.ChartMilliseconds(time.GetUtcNow())));
    }

    [Fact]
    public void PlaceTime_Wall_IsWhatTheClocksShow_AndComesBack()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 20, 0, 0, TimeSpan.Zero));
        var place = new PlaceTime(PlaceTime.ZoneOf("Asia/Shanghai"), time);
        Assert.Equal(new DateTime(2026, 3, 2, 4, 0, 0), place.ToWall(time.GetUtcNow()));
        Assert.Equal(time.GetUtcNow(), place.FromWall(place.ToWall(time.GetUtcNow())));
        Assert.Equal(DateTimeOffset.MinValue, place.FromWall(DateTime.MinValue));
        Assert.Equal(DateTimeOffset.MaxValue, new PlaceTime(TimeZoneInfo.CreateCustomTimeZone("west", TimeSpan.FromHours(-8), null, null), time).FromWall(DateTime.MaxValue));
    }
}
