using System.Diagnostics.CodeAnalysis;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// The items of a subscription that have values to send, in the order in which their first value came. A list that runs
/// through the items themselves: adding costs nothing, and a quiet subscription of 10,000 items is not searched.
/// </summary>
internal sealed class ReadyItems
{
    private MonitoredItem? _first;
    private MonitoredItem? _last;

    public int Count { get; private set; }

    public void Add(MonitoredItem item)
    {
        if (item.IsListed)
            return;
        item.IsListed = true;
        if (_last is null)
            _first = item;
        else
            _last.NextReady = item;
        _last = item;
        Count++;
    }

    /// <summary>The first item that still has something to send; items that were deleted or silenced meanwhile are passed over.</summary>
    public bool TryPeek([NotNullWhen(true)] out MonitoredItem? item)
    {
        while (_first is { } first)
        {
            if (first.MayReport)
            {
                item = first;
                return true;
            }

            Remove();
        }

        item = null;
        return false;
    }

    public void Remove()
    {
        var item = _first ?? throw new InvalidOperationException("The list is empty.");
        _first = item.NextReady;
        if (_first is null)
            _last = null;
        item.NextReady = null;
        item.IsListed = false;
        Count--;
    }
}
