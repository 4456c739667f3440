using Jinan.IndustryBrain.Collector.Publishing;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.Collector.Tests.Publishing;

public sealed class AppendRateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void BytesADay_InTheFirstMinute_IsNotKnown()
    {
        var rate = new AppendRate(_time);
        rate.Add(1_000);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(rate.BytesADay());
    }

    [Fact]
    public void BytesADay_OfASteadyLog_IsWhatItWritesADay()
    {
        var rate = new AppendRate(_time);
        for (var minute = 0; minute < 200; minute++)
        {
            rate.Add(600);
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.InRange(rate.BytesADay()!.Value, 600 * 1_440 * 0.99, 600 * 1_440 * 1.05);
        }
    }

    [Fact]
    public void BytesADay_OfALogThatRests_FallsToNothingWithinAnHour()
    {
        var rate = new AppendRate(_time);
        rate.Add(1_000_000);
        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.True(rate.BytesADay() > 0);
        _time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(0, rate.BytesADay());
    }
}
