using System.Collections.Concurrent;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>The subscriptions of a connection, and which of them a server-side id stands for.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SubscriptionRegistry
{
    readonly ConcurrentDictionary<uint, Subscription> _byId = new();
    readonly Lock _lock = new();
    Subscription[] _all = [];

    /// <summary>All subscriptions, in the order in which they were added. The array is not changed.</summary>
    public Subscription[] All => Volatile.Read(ref _all);

    /// <summary>Whether any subscription is there to publish.</summary>
    public bool HasLive => !_byId.IsEmpty;

    public int LiveCount => _byId.Count;

    public Subscription? Find(uint id) => _byId.GetValueOrDefault(id);

    public bool IsKnown(uint id) => _byId.ContainsKey(id);

    public void Add(Subscription subscription)
    {
        lock (_lock) _all = [.. _all, subscription];
    }

    public void Remove(Subscription subscription)
    {
        lock (_lock) _all = [.. _all.Where(other => other != subscription)];
        Unmap(subscription.Id);
    }

    public void Map(uint id, Subscription subscription) => _byId[id] = subscription;

    public void Unmap(uint id) => _byId.TryRemove(id, out _);
}
