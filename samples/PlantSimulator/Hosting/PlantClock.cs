namespace Jinan.IndustryBrain.PlantSimulator.Hosting;

/// <summary>
/// Maps the machines' time, which starts at zero, to the time of day: at speed 10 ten simulated seconds pass in a second, and
/// source times lie a tenth as far apart.
/// </summary>
internal sealed class PlantClock
{
    /// <summary>A plant that was stopped for longer (a sleeping computer) goes on from where it was, instead of catching up.</summary>
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly double _speed;
    private readonly long _start;
    private DateTime _origin;
    private TimeSpan _skipped;
    private TimeSpan _real;

    public PlantClock(TimeProvider time, double speed)
    {
        _time = time;
        _speed = speed;
        _start = time.GetTimestamp();
        _origin = time.GetUtcNow().UtcDateTime;
    }

    /// <summary>Simulated time that has passed since the last call.</summary>
    /// <param name="skipped">Real time that is not made up for; zero as a rule.</param>
    public TimeSpan Advance(out TimeSpan skipped)
    {
        var real = _time.GetElapsedTime(_start) - _skipped;
        var passed = real - _real;
        skipped = passed > LongestLag ? passed - LongestLag : TimeSpan.Zero;
        if (skipped > TimeSpan.Zero)
        {
            _skipped += skipped;
            _origin += skipped;
            passed -= skipped;
        }

        _real += passed;
        return passed * _speed;
    }

    /// <summary>When a reading was taken, as the PLC would stamp it.</summary>
    public DateTime SourceTime(TimeSpan simulated) => _origin + (simulated / _speed);
}
