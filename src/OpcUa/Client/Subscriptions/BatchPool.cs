using System.Collections.Concurrent;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// The batches of a connection, and the credits that bound them: a Publish request is sent only against a credit, and the
/// credit comes back when the consumer disposes the batch that the response became. A slow consumer thus stops the requests,
/// the server's queues absorb, and what overflows there is told by overflow bits and sequence numbers.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class BatchPool
{
    readonly ConcurrentBag<NotificationBatch> _free = [];
    readonly int _capacity;
    readonly Action _creditReturned;
    int _credits;

    public BatchPool(int capacity, Action creditReturned)
    {
        _capacity = _credits = capacity;
        _creditReturned = creditReturned;
    }

    /// <summary>Takes a credit for one Publish request; false when the consumer has to dispose batches first.</summary>
    public bool TryTakeCredit()
    {
        while (true)
        {
            var credits = Volatile.Read(ref _credits);
            if (credits <= 0) return false;
            if (Interlocked.CompareExchange(ref _credits, credits - 1, credits) == credits) return true;
        }
    }

    /// <summary>
    /// Takes a credit even when there is none left, for a message that is fetched again: the batches behind it cannot be
    /// consumed before it. New Publish requests wait until that is paid back.
    /// </summary>
    public void ForceCredit() => Interlocked.Decrement(ref _credits);

    public void ReturnCredit()
    {
        // Only whoever found none left waits for one: waking the pump for every batch would cost as much as decoding it.
        if (Interlocked.Increment(ref _credits) == 1) _creditReturned();
    }

    /// <summary>An empty batch; the caller holds the credit for it.</summary>
    public NotificationBatch Rent()
    {
        if (!_free.TryTake(out var batch)) batch = new NotificationBatch(this);
        batch.Rented();
        return batch;
    }

    /// <summary>Takes a batch back, with its credit.</summary>
    public void Return(NotificationBatch batch)
    {
        Shelve(batch);
        ReturnCredit();
    }

    /// <summary>Takes a batch back that became nothing; its credit is still with the request.</summary>
    public void Shelve(NotificationBatch batch)
    {
        if (_free.Count < _capacity) _free.Add(batch);
    }
}
