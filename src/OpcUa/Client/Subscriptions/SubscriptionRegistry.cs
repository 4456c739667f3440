using System.Collections.Concurrent;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>The subscriptions of a connection, and which of them a server-side id stands for.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SubscriptionRegistry
{
    readonly ConcurrentDictionary<uint, Subscription> _byId = new();
    readonly ConcurrentDictionary<uint, bool> _orphans = new();
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

    /// <summary>The server publishes for a subscription that nobody here knows: the answer to its creation was lost, or it was given up.</summary>
    public void NoteOrphan(uint id) => _orphans[id] = true;

    /// <summary>The ids of such subscriptions, each once, without those that have found somebody.</summary>
    public IReadOnlyList<uint> TakeOrphans()
    {
        if (_orphans.IsEmpty) return [];
        var taken = _orphans.Keys.Where(id => _orphans.TryRemove(id, out _)).ToArray();
        return [.. taken.Where(id => !IsKnown(id) && !Array.Exists(All, subscription => subscription.Id == id))];
    }

    public void Unmap(uint id) => _byId.TryRemove(id, out _);
}
