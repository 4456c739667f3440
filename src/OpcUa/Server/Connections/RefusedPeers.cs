using System.Net;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// Tells of refused peers once a source and status, then once a minute with the number of times, however fast they come:
/// neither the log nor this table grows with an attack.
/// </summary>
internal sealed class RefusedPeers(Action<RefusedPeer>? tell, Action<Exception>? unexpectedError, ServerClock clock)
{
    /// <summary>Sources and statuses that are told apart; what comes beyond them is counted together, without an address.</summary>
    public const int MaxSources = 1_024;

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(IPAddress? Address, StatusCode Status), Source> _sources = [];
    private readonly Lock _gate = new();

    private sealed class Source
    {
        public long ToldAt { get; set; }

        public int Untold { get; set; }

        public string Reason { get; set; } = "";
    }

    public void Add(IPAddress? address, StatusCode status, string reason)
    {
        if (tell is null)
            return;
        var now = clock.Timestamp;
        RefusedPeer report;
        lock (_gate)
        {
            var key = (Address: address, Status: status);
            if (!_sources.ContainsKey(key) && _sources.Count >= MaxSources)
                key = (null, default);
            if (_sources.TryGetValue(key, out var source))
            {
                source.Untold++;
                source.Reason = reason;
                return;
            }

            _sources.Add(key, new Source { ToldAt = now });
            report = new RefusedPeer(key.Address, status, reason, 1);
        }

        Tell(report);
    }

    /// <summary>Tells what came since the last report of each source, and forgets sources that were quiet; called every second.</summary>
    public void TellRest(long now)
    {
        List<RefusedPeer>? due = null;
        lock (_gate)
        {
            foreach (var (key, source) in _sources)
            {
                if (now - source.ToldAt < clock.TicksOf(Interval))
                    continue;
                if (source.Untold == 0)
                {
                    _sources.Remove(key);
                    continue;
                }

                (due ??= []).Add(new RefusedPeer(key.Address, key.Status, source.Reason, source.Untold));
                source.ToldAt = now;
                source.Untold = 0;
            }
        }

        due?.ForEach(Tell);
    }

    // The host's delegate runs on the server's loops: its faults must not end them.
    private void Tell(RefusedPeer report)
    {
        try
        {
            tell!(report);
        }
        catch (Exception fault)
        {
            unexpectedError?.Invoke(fault);
        }
    }
}
