namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// The values that the queues of all items may keep together (<see cref="ServerLimits.MaxQueuedValues"/>), given out as queue
/// sizes: what was granted fits, however full the queues get.
/// </summary>
internal sealed class QueueBudget(ServerLimits limits)
{
    private readonly Lock _gate = new();
    private readonly SharedQuota _values = new(limits.MaxQueuedValues, limits.QueuedValuesPerSession, limits.MaxSubscriptions);

    /// <summary>Gives an item the queue size that it wishes, or what is left, in place of what it had.</summary>
    /// <param name="item">Whose queue it is.</param>
    /// <param name="wished">Values or events that it wishes to keep; 1 at least.</param>
    /// <param name="fields">Fields of an event; 0 for an item of values, the first of which is not counted.</param>
    /// <returns>The size of the queue; 0 where not even one event fits, and the item keeps what it had.</returns>
    public int Grant(MonitoredItem item, int wished, int fields)
    {
        lock (_gate)
        {
            // Deleted while it was being modified: there is nothing to keep any more.
            if (item.IsReleased)
                return wished;
            var account = item.Subscription.QueuedValues;
            if (fields == 0)
            {
                item.Granted = _values.Exchange(account, item.Granted, wished - 1);
                return 1 + (int)item.Granted;
            }

            var taken = _values.Exchange(account, item.Granted, (long)wished * fields, unit: fields);
            if (taken > 0)
                item.Granted = taken;
            return (int)(taken / fields);
        }
    }

    /// <summary>The item is gone.</summary>
    public void Release(MonitoredItem item)
    {
        lock (_gate)
        {
            _values.GiveBack(item.Subscription.QueuedValues, item.Granted);
            item.Granted = 0;
            item.IsReleased = true;
        }
    }

    /// <summary>The subscription goes to another session, or to none, with the queues that it has.</summary>
    public void Move(Subscription subscription, Session? to) => _values.Move(subscription.QueuedValues, to?.QueuedValues);
}
