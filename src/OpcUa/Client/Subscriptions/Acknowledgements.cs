namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// Notifications that the consumer has made durable and the server may forget. They travel with the next Publish request;
/// those that are never sent cost the server a slot in its retransmission queue and nothing else.
/// </summary>
/// <remarks>Thread-safe: consumers add, the publish pump takes.</remarks>
internal sealed class Acknowledgements
{
    /// <summary>Most acknowledgements in one Publish request, so that it stays a single small chunk.</summary>
    public const int MaxPerRequest = 1_000;

    /// <summary>Beyond this the oldest are let go: the server has long dropped them from its own queue.</summary>
    const int MaxWaiting = 10_000;

    readonly Lock _lock = new();
    readonly Queue<(uint SubscriptionId, uint SequenceNumber)> _waiting = new();

    public void Add(uint subscriptionId, uint sequenceNumber)
    {
        lock (_lock)
        {
            if (_waiting.Count == MaxWaiting) _waiting.Dequeue();
            _waiting.Enqueue((subscriptionId, sequenceNumber));
        }
    }

    /// <summary>Takes what waits for subscriptions that the server still has.</summary>
    public void Take(List<(uint SubscriptionId, uint SequenceNumber)> into, Func<uint, bool> isKnown)
    {
        lock (_lock)
        {
            while (into.Count < MaxPerRequest && _waiting.TryDequeue(out var acknowledgement))
            {
                if (isKnown(acknowledgement.SubscriptionId)) into.Add(acknowledgement);
            }
        }
    }
}
