using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Collector.History;

/// <summary>The intervals of one signal while the server's history is asked for them. Not thread-safe.</summary>
internal sealed class SignalFill
{
    private int _at; // intervals before this one are over: values come in the order of time

    /// <param name="signal">The position of the signal.</param>
    /// <param name="holes">Its intervals.</param>
    /// <param name="serverStart">When the server was started.</param>
    public SignalFill(int signal, IReadOnlyList<Hole> holes, long serverStart)
    {
        Signal = signal;
        Holes = [.. holes.OrderBy(hole => hole.From).Select(hole => new FilledPieces(hole, serverStart))];
        From = Holes[0].Hole.From;
        To = holes.Max(hole => hole.To);
    }

    public int Signal { get; }

    public FilledPieces[] Holes { get; }

    /// <summary>Beginning of the first interval.</summary>
    public long From { get; }

    /// <summary>End of the last.</summary>
    public long To { get; }

    /// <summary>Whether the history has a value of before the first interval.</summary>
    public bool ReachesBack { get; set; }

    /// <summary>Why the history could not be read; null where it could.</summary>
    public StatusCode? Refused { get; set; }

    /// <summary>Takes a value of history; false where it belongs to no interval, or is stored already.</summary>
    public bool Take(long time)
    {
        while (_at < Holes.Length && Holes[_at].Hole.To <= time)
            _at++;
        for (var at = _at; at < Holes.Length && Holes[at].Hole.From - Hole.LateStampNs <= time; at++)
        {
            if (!Holes[at].Hole.Lacks(time))
                continue;
            Holes[at].Take(time);
            return true;
        }

        return false;
    }
}
