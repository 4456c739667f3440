using System.Diagnostics.CodeAnalysis;

namespace Jinan.IndustryBrain.OpcUa.SecureChannel;

/// <summary>
/// Which tokens a channel sends with and still accepts. Renewal overlaps, so that chunks under way keep their validity
/// (OPC 10000-4, 5.6.2; OPC 10000-6, 6.7.4):
/// <code>
/// client   sends with the new token at once, accepts the old one until it expires
/// server   sends with the old token until the client has used the new one, accepts both
/// </code>
/// A token is accepted for a quarter of its lifetime beyond its end, since the two clocks started at different moments.
/// </summary>
/// <remarks>Called by the sender and the receiver of a channel, which may be two threads: guarded by a lock.</remarks>
internal sealed class ChannelTokens(ChannelRole role, TimeProvider time) : IDisposable
{
    const double RenewAfter = 0.75;
    const double AcceptUntil = 1.25;

    readonly Lock _lock = new();
    ChannelToken? _current;
    ChannelToken? _previous;
    ChannelToken? _announced;
    bool _isDisposed;

    /// <summary>The token to send with; null before the channel is open.</summary>
    public ChannelToken? Sending
    {
        get
        {
            lock (_lock) return _current;
        }
    }

    /// <summary>How long until a client should renew; zero when it is time, infinite before the channel is open.</summary>
    public TimeSpan RenewalIn
    {
        get
        {
            lock (_lock)
            {
                if (_current is not { } current) return Timeout.InfiniteTimeSpan;
                var left = (current.Lifetime * RenewAfter) - time.GetElapsedTime(current.Created);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>The newest token has run out, with the overlap: nothing that arrives would be accepted any more.</summary>
    public bool IsExpired
    {
        get
        {
            lock (_lock) return !IsUsable(_announced) && !IsUsable(_current);
        }
    }

    public void Add(ChannelToken token)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                token.Dispose();
            }
            else if (_current is null || role is ChannelRole.Client)
            {
                Promote(token);
            }
            else
            {
                // A client that renewed twice without a word between has never used the first.
                _announced?.Dispose();
                _announced = token;
            }
        }
    }

    /// <summary>Clears all keys, when the channel has ended.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _previous?.Dispose();
            _current?.Dispose();
            _announced?.Dispose();
            _previous = _announced = null;
        }
    }

    /// <summary>Finds the token that a received chunk names.</summary>
    public bool TryAccept(uint id, [NotNullWhen(true)] out ChannelToken? token)
    {
        lock (_lock)
        {
            if (_announced?.Id == id) Promote(_announced);
            token = _current?.Id == id ? _current : _previous?.Id == id ? _previous : null;
            return token is not null && IsUsable(token);
        }
    }

    // The token before the last goes with its keys: chunks under way are at most one token old.
    void Promote(ChannelToken token)
    {
        _previous?.Dispose();
        _previous = _current;
        _current = token;
        _announced = null;
    }

    bool IsUsable([NotNullWhen(true)] ChannelToken? token) =>
        token is not null && time.GetElapsedTime(token.Created) <= token.Lifetime * AcceptUntil;
}
