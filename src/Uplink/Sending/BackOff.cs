namespace Jinan.IndustryBrain.Uplink.Sending;

/// <summary>Waits that double up to a limit, each shortened by chance, so that forty factories do not come back at once.</summary>
internal sealed class BackOff(TimeSpan first, TimeSpan longest)
{
    private int _failures;

    public TimeSpan Next(TimeSpan? asked)
    {
        var doubled = first * Math.Pow(2, Math.Min(_failures++, 30));
        var wait = (doubled < longest ? doubled : longest) * (0.5 + (Random.Shared.NextDouble() / 2));
        return asked > wait ? (asked.Value < longest ? asked.Value : longest) : wait;
    }

    public void Reset() => _failures = 0;
}
