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

    public bool IsDue(string source, StatusCode status)
    {
        lock (_lock)
        {
            if (_reported.TryGetValue((source, status), out var reported) && time.GetElapsedTime(reported) < again) return false;
            if (_reported.Count >= MostSources)
            {
                foreach (var (key, _) in _reported.Where(entry => time.GetElapsedTime(entry.Value) >= again).ToList()) _reported.Remove(key);
                if (_reported.Count >= MostSources) return false;
            }

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
}
