using System.Net;
using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// A client's session (OPC 10000-4, 5.7). It lives on without a connection until its time-out; the client may activate it
/// again on another channel.
/// </summary>
internal sealed class Session
{
    private readonly Dictionary<ulong, ContinuationPoint> _continuationPoints = [];
    private readonly Lock _gate = new();
    private readonly int _maxContinuationPoints;
    private ServerConnection? _connection;
    private ulong _lastContinuationPoint;
    private long _lastRequest;

    public Session(uint number, TimeSpan timeout, ServerConnection connection, ServerLimits limits, ServerClock clock)
    {
        Id = new NodeId(number, 1);
        // What the client proves its session with: it must not be guessable.
        Token = new NodeId(RandomNumberGenerator.GetBytes(32), 1);
        Timeout = timeout;
        ClientCertificate = connection.Security.Client.Peers;
        ServerNonce = NewNonce();
        _connection = connection;
        _maxContinuationPoints = limits.MaxContinuationPoints;
        Publishes = new PublishQueue(limits.MaxPublishRequests);
        Touch(clock.Timestamp);
    }

    /// <summary>The session's public id.</summary>
    public NodeId Id { get; }

    /// <summary>The secret that each request names the session by.</summary>
    public NodeId Token { get; }

    public TimeSpan Timeout { get; }

    /// <summary>The certificate of the client that created the session; empty without security.</summary>
    public ReadOnlyMemory<byte> ClientCertificate { get; }

    /// <summary>What the next activation has to sign and to encrypt with; each successful one makes another.</summary>
    public byte[] ServerNonce { get; private set; }

    public PublishQueue Publishes { get; }

    /// <summary>What the queues of its items have of the <see cref="QueueBudget"/>.</summary>
    public SessionQuota QueuedValues { get; } = new();

    /// <summary>False until a user was accepted.</summary>
    public bool IsActivated { get; private set; }

    /// <summary>Who has signed in; null for anonymous.</summary>
    public SessionUser? User { get; private set; }

    /// <summary>The channel that the session's requests must come by.</summary>
    public ServerConnection? Connection => Volatile.Read(ref _connection);

    /// <summary>Whom limits an address are kept for: where its channel comes from, or came from last.</summary>
    public IPAddress? Source => Connection?.Source;

    public long LastRequest => Volatile.Read(ref _lastRequest);

    public void Touch(long now) => Volatile.Write(ref _lastRequest, now);

    public void Activate(ServerConnection connection, SessionUser? user)
    {
        ServerNonce = NewNonce();
        var previous = Interlocked.Exchange(ref _connection, connection);
        // Activated again on the same channel it is counted there already.
        if (!IsActivated || previous != connection)
        {
            connection.AddSession();
            if (IsActivated)
                previous?.RemoveSession();
        }

        User = user;
        IsActivated = true;
    }

    /// <summary>The session has ended: its channel is free of it.</summary>
    public void Leave()
    {
        if (IsActivated)
            Connection?.RemoveSession();
    }

    private static byte[] NewNonce() => RandomNumberGenerator.GetBytes(32);

    /// <summary>Keeps the rest of a browse; null where the client has too many open already.</summary>
    public byte[]? Keep(ContinuationPoint rest)
    {
        lock (_gate)
        {
            if (_continuationPoints.Count >= _maxContinuationPoints)
                return null;
            _continuationPoints.Add(++_lastContinuationPoint, rest);
            return BitConverter.GetBytes(_lastContinuationPoint);
        }
    }

    /// <summary>Takes a continuation point out; each can be used once.</summary>
    public bool TryTake(byte[]? token, out ContinuationPoint rest)
    {
        rest = default;
        if (token is not { Length: sizeof(ulong) })
            return false;
        lock (_gate)
            return _continuationPoints.Remove(BitConverter.ToUInt64(token), out rest);
    }
}

/// <summary>References of a browse that did not fit into its response.</summary>
/// <param name="References">All of them, in order.</param>
/// <param name="Next">The first that was not given yet.</param>
/// <param name="MaxReferences">Most in one response.</param>
/// <param name="ResultMask">Which fields the client asked for.</param>
internal readonly record struct ContinuationPoint(Reference[] References, int Next, int MaxReferences, uint ResultMask);
