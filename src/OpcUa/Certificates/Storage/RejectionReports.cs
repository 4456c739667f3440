using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Certificates;

/// <summary>
/// Decides which refusals are worth a line in a log: the first of a source for a reason, and again after an hour. The table is
/// bounded: when a thousand sources are in it, further ones wait until entries have grown old.
/// </summary>
sealed class RejectionReports(TimeProvider time, TimeSpan again)
{
    const int MostSources = 1_000;

    readonly Lock _lock = new();
    readonly Dictionary<(string Source, StatusCode Status), long> _reported = [];

    // When the table was full and its oldest entry was made: until that has grown old, looking again finds nothing.
    long? _oldest;

    public bool IsDue(string source, StatusCode status)
    {
        lock (_lock)
        {
            if (_reported.TryGetValue((source, status), out var reported) && time.GetElapsedTime(reported) < again) return false;
            if (_reported.Count >= MostSources && !MakeRoom()) return false;
            _reported[(source, status)] = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>The source is trusted now: its next refusal is news.</summary>
    public void Forget(string source)
    {
        lock (_lock)
        {
            if (_reported.Count == 0) return;
            foreach (var key in _reported.Keys.Where(key => key.Source == source).ToList()) _reported.Remove(key);
        }
    }

    bool MakeRoom()
    {
        if (_oldest is { } oldest && time.GetElapsedTime(oldest) < again) return false;
        foreach (var (key, reported) in _reported.ToList())
        {
            if (time.GetElapsedTime(reported) >= again) _reported.Remove(key);
        }

        _oldest = _reported.Count == 0 ? null : _reported.Values.Min();
        return _reported.Count < MostSources;
    }
}
