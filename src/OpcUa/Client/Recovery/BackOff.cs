namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// How long to wait before the next attempt: doubling from <paramref name="first"/> to <paramref name="longest"/>, each time
/// anywhere in the upper half of that, so that forty clients of one restarted server do not come back as one.
/// </summary>
/// <remarks>
/// A connection that held for <paramref name="longest"/> is a success; one that broke sooner counts as a further failure.
/// </remarks>
sealed class BackOff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    public int Attempts { get; private set; }

    public TimeSpan Next()
    {
        Attempts++;
        // At 2^20 every sensible maximum is long reached; the shift must not overflow after a weekend without a server.
        var doubled = first * (1 << Math.Min(Attempts - 1, 20));
        var delay = doubled < longest ? doubled : longest;
        return delay * (0.5 + (random() / 2));
    }

    public void Held(TimeSpan duration)
    {
        if (duration >= longest) Attempts = 0;
    }
}
