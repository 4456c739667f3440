namespace Jinan.IndustryBrain.AppHost.Processes;

/// <summary>How long to wait before a process that died is started again: doubling up to a cap, forgotten after a good while.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(15);

    private int _failures;

    /// <param name="lived">How long the process lived.</param>
    public TimeSpan Next(TimeSpan lived)
    {
        if (lived >= Good)
            _failures = 0;
        var wait = First * Math.Pow(2, Math.Min(_failures++, 10));
        return wait < Cap ? wait : Cap;
    }
}
