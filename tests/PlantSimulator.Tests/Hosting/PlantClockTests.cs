using Jinan.IndustryBrain.PlantSimulator.Hosting;

namespace Jinan.IndustryBrain.PlantSimulator.Tests.Hosting;

public sealed class PlantClockTests
{
    private readonly HandClock _time = new();

    [Fact]
    public void Advance_AtSpeed_MapsSimulatedToRealTime()
    {
        var start = _time.Now.UtcDateTime;
        var clock = new PlantClock(_time, speed: 10);

        _time.Now += TimeSpan.FromMilliseconds(50);
        Assert.Equal(TimeSpan.FromMilliseconds(500), clock.Advance(out _));
        _time.Now += TimeSpan.FromMilliseconds(70);
        Assert.Equal(TimeSpan.FromMilliseconds(700), clock.Advance(out var skipped));

        Assert.Equal(TimeSpan.Zero, skipped);
        Assert.Equal(start.AddMilliseconds(100), clock.SourceTime(TimeSpan.FromSeconds(1)));
        Assert.True(clock.SourceTime(TimeSpan.FromMilliseconds(1_200)) <= _time.Now.UtcDateTime);
    }

    [Fact]
    public void Advance_AfterALongStop_GoesOnFromThereAndNeverIntoTheFuture()
    {
        var clock = new PlantClock(_time, speed: 1);
        _time.Now += TimeSpan.FromSeconds(1);
        var simulated = clock.Advance(out _);
        _time.Now += TimeSpan.FromHours(8);

        simulated += clock.Advance(out var skipped);

        Assert.Equal(TimeSpan.FromSeconds(6), simulated);
        Assert.Equal(TimeSpan.FromHours(8) - TimeSpan.FromSeconds(5), skipped);
        Assert.Equal(_time.Now.UtcDateTime, clock.SourceTime(simulated));
    }

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.UtcTicks;
    }
}
