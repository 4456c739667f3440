using System.Security.Cryptography;
using System.Text;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.FactoryFile.Events;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.DataTypes;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>
/// What a server watches for the signals of a connection. Signals that ask the same of the same node, such as the fields of one
/// structure, share an item; events of all notifiers are one signal. Immutable.
/// </summary>
internal sealed class ItemPlan
{
    private readonly int[] _starts; // where each item's signals begin, and the end behind the last
    private readonly int[] _signals;
    private readonly StructurePath?[] _paths;

    private ItemPlan(IReadOnlyList<MonitoredItemSettings> items, List<int>[] signals, StructurePath?[] paths, int eventItems)
    {
        Items = items;
        _paths = paths;
        _signals = [.. signals.SelectMany(list => list)];
        _starts = new int[signals.Length + 1];
        for (var item = 0; item < signals.Length; item++)
            _starts[item + 1] = _starts[item] + signals[item].Count;
        EventItems = eventItems;
        EventSignal = eventItems > 0 ? signals[^1][0] : null;
        HasPaths = Array.Exists(paths, path => path is not null);
    }

    /// <summary>The items; the position is the item's handle. Those of events are the last.</summary>
    public IReadOnlyList<MonitoredItemSettings> Items { get; }

    /// <summary>How many items are notifiers of events.</summary>
    public int EventItems { get; }

    /// <summary>The position of the signal that events become; null without events.</summary>
    public int? EventSignal { get; }

    /// <summary>Whether any signal is a part of a structure.</summary>
    public bool HasPaths { get; }

    /// <summary>The signals that an item's values are for.</summary>
    public ReadOnlySpan<int> SignalsOf(int item) => _signals.AsSpan(_starts[item].._starts[item + 1]);

    /// <summary>Where a signal lies within its item's value; null: it is the value.</summary>
    public StructurePath? PathOf(int signal) => _paths[signal];

    public bool IsOfEvents(int item) => item >= Items.Count - EventItems;

    /// <summary>Whether the values of an item are looked into.</summary>
    public bool HasPath(int item)
    {
        foreach (var signal in SignalsOf(item))
        {
            if (_paths[signal] is not null)
                return true;
        }

        return false;
    }

    /// <param name="settings">The connection; its events come as the signal behind the last of the list.</param>
    /// <param name="signals">Its signals; positions here are those of the result.</param>
    public static ItemPlan Of(ConnectionSettings settings, IReadOnlyList<SignalSettings> signals)
    {
        var items = new List<MonitoredItemSettings>();
        var fed = new List<List<int>>();
        var known = new Dictionary<ItemKey, int>();
        for (var signal = 0; signal < signals.Count; signal++)
        {
            var key = ItemKey.Of(signals[signal]);
            if (!known.TryGetValue(key, out var item))
            {
                known[key] = item = items.Count;
                items.Add(ItemOf(signals[signal]));
                fed.Add([]);
            }

            fed[item].Add(signal);
        }

        foreach (var events in settings.Events)
        {
            items.Add(EventRequest.Of(events));
            fed.Add([signals.Count]);
        }

        var paths = new StructurePath?[signals.Count + (settings.Events.Count > 0 ? 1 : 0)];
        for (var signal = 0; signal < signals.Count; signal++)
            paths[signal] = signals[signal].Path is { } path ? StructurePath.Parse(path) : null;
        return new ItemPlan(items, [.. fed], paths, settings.Events.Count);
    }

    /// <summary>Each signal has an item of its own, as it is.</summary>
    public static ItemPlan OneItemEach(int signals) => new(
        [.. Enumerable.Range(0, signals).Select(signal => new MonitoredItemSettings(new NodeId((uint)signal + 1)))],
        [.. Enumerable.Range(0, signals).Select(signal => new List<int> { signal })],
        new StructurePath?[signals],
        eventItems: 0);

    /// <summary>Tells one list of items from another: nodes, their order and how they are watched, and the endpoint.</summary>
    public string DigestAt(ConnectionSettings settings)
    {
        var text = new StringBuilder(settings.Endpoint);
        for (var item = 0; item < Items.Count - EventItems; item++)
        {
            var asked = Items[item];
            text.Append('\n').Append(asked.Node).Append(' ').Append(asked.SamplingInterval.Ticks).Append(' ').Append(asked.QueueSize);
            // What is as it always was is not written: subscriptions of the version before can be taken over.
            if (!asked.DiscardOldest)
                text.Append(" newest");
            if (asked.Trigger != DataChangeTrigger.StatusValue)
                text.Append(' ').Append(asked.Trigger);
            if (asked.AbsoluteDeadband > 0 || asked.PercentDeadband > 0)
                text.Append(FormattableString.Invariant($" {asked.AbsoluteDeadband:R} {asked.PercentDeadband:R} %"));
        }

        foreach (var events in settings.Events)
            text.Append('\n').Append(events.Node).Append(" events ").Append(events.MinimumSeverity).Append(' ').AppendJoin(' ', events.Types);
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    private static MonitoredItemSettings ItemOf(SignalSettings signal) => new(signal.Node)
    {
        SamplingInterval = signal.Sampling,
        QueueSize = signal.Queue,
        DiscardOldest = signal.Discard == DiscardPolicy.Oldest,
        Trigger = signal.Trigger switch
        {
            ChangeTrigger.Status => DataChangeTrigger.Status,
            ChangeTrigger.Timestamp => DataChangeTrigger.StatusValueTimestamp,
            _ => DataChangeTrigger.StatusValue,
        },
        AbsoluteDeadband = signal.Deadband is { IsPercent: false } absolute ? absolute.Value : 0,
        PercentDeadband = signal.Deadband is { IsPercent: true } percent ? percent.Value : 0,
    };

    private readonly record struct ItemKey(ExpandedNodeId Node, TimeSpan Sampling, uint Queue, DiscardPolicy Discard, ChangeTrigger Trigger, Deadband? Deadband)
    {
        public static ItemKey Of(SignalSettings signal) =>
            new(signal.Node, signal.Sampling, signal.Queue, signal.Discard, signal.Trigger, signal.Deadband);
    }
}
