using Jinan.IndustryBrain.EdgeConsole.Parts;
using Jinan.IndustryBrain.Screens.Figures;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Parts;

public sealed class TrendRangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, 700, TimeSpan.Zero);

    [Theory]
    [InlineData(2, "50 ms")]
    [InlineData(900, "2 s")]
    [InlineData(3600, "5 s")]
    [InlineData(86400, "2 min")]
    [InlineData(3600 * 60, "5 min")]
    [InlineData(3600 * 61, "15 min")]
    [InlineData(86400 * 7, "15 min")]
    [InlineData(86400 * 365, "1 d")]
    public void Width_OfALength_GivesAtMost720Points(int seconds, string width)
    {
        var length = TimeSpan.FromSeconds(seconds);
        Assert.Equal(width, TrendRange.Text(TrendRange.WidthFor(length)));
        Assert.InRange(length / TrendRange.WidthFor(length), 30, 720);
    }

    [Fact]
    public void Aligned_TheSameBucketsWhoeverAsksWithinOne()
    {
        var width = TimeSpan.FromSeconds(2);
        var aligned = TrendRange.Aligned(new TrendSpan(Now - TimeSpan.FromMinutes(15), Now), width);
        Assert.Equal(aligned, TrendRange.Aligned(new TrendSpan(Now - TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1), Now + TimeSpan.FromSeconds(1)), width));
        Assert.Equal(Now + TimeSpan.FromMilliseconds(1300), aligned.To);
    }

    [Fact]
    public void Within_ASpanBeyondNow_EndsNow()
    {
        var span = TrendRange.Within(new TrendSpan(Now, Now + TimeSpan.FromHours(1)), Now);
        Assert.Equal((Now - TimeSpan.FromHours(1), Now), (span.From, span.To));
    }
}
