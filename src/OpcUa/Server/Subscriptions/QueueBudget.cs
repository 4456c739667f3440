namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// The values that the queues of all items may keep together (<see cref="ServerLimits.MaxQueuedValues"/>), given out as queue
/// sizes: what was granted fits, however full the queues get.
/// </summary>
internal sealed class QueueBudget(int most)
{
    private readonly Lock _gate = new();
    private long _granted;

    /// <summary>Values that are granted to items.</summary>
    public long Granted
    {
        get
        {
            lock (_gate)
                return _granted;
        }
    }

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
            var left = most - _granted + item.Granted;
            var size = fields == 0 ? 1 + Math.Min(wished - 1, left) : Math.Min(wished, left / fields);
            if (size == 0)
                return 0;
            var taken = fields == 0 ? size - 1 : size * fields;
            _granted += taken - item.Granted;
            item.Granted = taken;
            return (int)size;
        }
    }

    /// <summary>The item is gone.</summary>
    public void Release(MonitoredItem item)
    {
        lock (_gate)
        {
            _granted -= item.Granted;
            item.Granted = 0;
            item.IsReleased = true;
        }
    }
}
