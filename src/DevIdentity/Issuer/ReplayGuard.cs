using System.Collections.Concurrent;

namespace Jinan.IndustryBrain.DevIdentity.Issuer;

/// <summary>
/// Remembers codes and refresh tokens that were redeemed until they expire: without a database OpenIddict leaves that to us.
/// In memory is enough, since the key that encrypts them does not outlive the process either.
/// </summary>
internal sealed class ReplayGuard(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _redeemed = new(StringComparer.Ordinal);

    /// <returns>False when it was redeemed before.</returns>
    public bool TryRedeem(string id, DateTimeOffset expires)
    {
        foreach (var (old, end) in _redeemed)
        {
            if (end < time.GetUtcNow())
                _redeemed.TryRemove(old, out _);
        }

        return _redeemed.TryAdd(id, expires);
    }
}
