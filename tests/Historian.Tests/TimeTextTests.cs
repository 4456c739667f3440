using Jinan.IndustryBrain.Historian.Query;

namespace Jinan.IndustryBrain.Historian.Tests;

public sealed class TimeTextTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1970-01-01T00:00:01.123456789Z", 1_123_456_789)]
    [InlineData("1970-01-01T08:00:00.5+08:00", 500_000_000)]
    [InlineData("1970-01-01T08:00:00.00000001 08:00", 10)]
    [InlineData("-5", -5)]
    [InlineData("1790000000000000000", 1_790_000_000_000_000_000)]
    public void TryParse_Times_ToTheNanosecond(string text, long expected)
    {
        Assert.True(TimeText.TryParse(text, out var time));
        Assert.Equal(expected, time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-03-01T08:00:00")]
    [InlineData("9000-01-01T00:00:00Z")]
    public void TryParse_NoTimeOrNoZone_IsRefused(string text) => Assert.False(TimeText.TryParse(text, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_790_000_000_123_456_789)]
    public void Format_AnyTime_ParsesBack(long time)
    {
        Assert.True(TimeText.TryParse(TimeText.Format(time), out var back));
        Assert.Equal(time, back);
    }

    [Theory]
    [InlineData("500ms", 500_000_000)]
    [InlineData("10s", 10_000_000_000)]
    [InlineData("1d", 86_400_000_000_000)]
    public void TryParseDuration_Units_AreKnown(string text, long expected)
    {
        Assert.True(TimeText.TryParseDuration(text, out var width));
        Assert.Equal(expected, width);
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("s")]
    [InlineData("10")]
    [InlineData("99999999999d")]
    public void TryParseDuration_Nonsense_IsRefused(string text) => Assert.False(TimeText.TryParseDuration(text, out _));
}
