using System.Collections.Concurrent;
using System.Net;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>The sessions of a server, by their authentication tokens.</summary>
internal sealed class SessionTable(ServerLimits limits, int perAddress, ServerClock clock)
{
    private readonly ConcurrentDictionary<NodeId, Session> _sessions = new();
    private readonly Lock _gate = new();
    private uint _lastNumber;

    public int Count => _sessions.Count;

    public IEnumerable<Session> All => _sessions.Values;

    public Session Create(ServerConnection connection, double requestedTimeoutMilliseconds)
    {
        lock (_gate)
        {
            // A session that was never activated holds a place that somebody else may use: the oldest such gives way,
            // or whoever only creates sessions could keep everybody out (OPC 10000-4, 5.7.2.1).
            if (CountOf(connection.Source) >= perAddress && !RemoveOldestInactive(session => Equals(session.Source, connection.Source)))
                throw new OpcUaException(StatusCodes.BadTooManySessions, $"All {perAddress} sessions that one address may have are in use.");
            if (_sessions.Count >= limits.MaxSessions && !RemoveOldestInactive(_ => true))
                throw new OpcUaException(StatusCodes.BadTooManySessions, $"All {limits.MaxSessions} sessions are in use.");
            var wished = double.IsFinite(requestedTimeoutMilliseconds) && requestedTimeoutMilliseconds > 0
                ? requestedTimeoutMilliseconds
                : limits.MaxSessionTimeout.TotalMilliseconds;
            var timeout = TimeSpan.FromMilliseconds(
                Math.Clamp(wished, limits.MinSessionTimeout.TotalMilliseconds, limits.MaxSessionTimeout.TotalMilliseconds));
            var session = new Session(++_lastNumber, timeout, connection, limits, clock);
            _sessions[session.Token] = session;
            return session;
        }
    }

    /// <summary>The session that a request names, if the request came by the session's own channel.</summary>
    /// <exception cref="OpcUaException">There is none, or it is not activated.</exception>
    public Session Require(NodeId token, ServerConnection connection, bool mustBeActivated = true)
    {
        if (!_sessions.TryGetValue(token, out var session))
            throw new OpcUaException(StatusCodes.BadSessionIdInvalid, "The session is unknown or has ended: create a new one.");
        session.Touch(clock.Timestamp);
        if (!mustBeActivated)
            return session;
        if (!session.IsActivated)
            throw new OpcUaException(StatusCodes.BadSessionNotActivated, "The session is not activated.");
        if (session.Connection != connection)
            throw new OpcUaException(StatusCodes.BadSecureChannelIdInvalid, "The session belongs to another channel: activate it on this one first.");
        return session;
    }

    public bool Remove(Session session) => _sessions.TryRemove(session.Token, out _);

    /// <summary>Sessions whose clients have been silent for too long.</summary>
    public List<Session> Expired(long now)
    {
        var expired = new List<Session>();
        foreach (var (_, session) in _sessions)
        {
            var allowed = session.IsActivated ? session.Timeout : Min(session.Timeout, limits.HandshakeTimeout);
            if (now - session.LastRequest > clock.TicksOf(allowed))
                expired.Add(session);
        }

        return expired;
    }

    private int CountOf(IPAddress? source) => _sessions.Count(entry => Equals(entry.Value.Source, source));

    private bool RemoveOldestInactive(Func<Session, bool> mayGo)
    {
        Session? oldest = null;
        foreach (var (_, session) in _sessions)
        {
            if (!session.IsActivated && mayGo(session) && (oldest is null || session.LastRequest < oldest.LastRequest))
                oldest = session;
        }

        return oldest is not null && Remove(oldest);
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
