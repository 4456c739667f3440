using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>What a subscription asks of the server. The list of items is fixed: another list is another subscription.</summary>
public sealed record SubscriptionSettings
{
    /// <summary>The items. An item's position is its handle in every batch: dense, from 0.</summary>
    public required IReadOnlyList<MonitoredItemSettings> Items { get; init; }

    /// <summary>How often the server sends what changed.</summary>
    public TimeSpan PublishingInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest silence before the server says that it is still there, as alive-through needs it.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the server keeps the subscription when nobody asks for notifications.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Most changes in one notification message; the server may grant fewer. Not 0, "as many as there are": there are servers
    /// in the field that then send none.
    /// </summary>
    public uint MaxNotificationsPerPublish { get; init; } = 10_000;

    /// <summary>Which of several subscriptions goes first.</summary>
    public byte Priority { get; init; }

    /// <summary>Whether notifications are sent; without, only keep-alives come. <see cref="OpcUaConnection.SetPublishingAsync"/> switches it.</summary>
    public bool PublishingEnabled { get; init; } = true;

    /// <summary>Everything that is wrong, one sentence each; empty when the settings can be used.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        for (var handle = 0; handle < Items.Count; handle++) Items[handle].AddFaults(handle, faults);
        return faults;
    }
}

/// <summary>One node that is watched.</summary>
/// <param name="Node">
/// The node. Write its namespace by uri (<c>nsu=...;s=...</c>): indexes may change when a server restarts, and are mapped anew
/// for each session.
/// </param>
public sealed record MonitoredItemSettings(ExpandedNodeId Node)
{
    /// <summary>How often the server looks; zero: as fast as it can.</summary>
    public TimeSpan SamplingInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Changes that the server keeps between two publishing times.</summary>
    public uint QueueSize { get; init; } = 10;

    /// <summary>Whether the oldest or the newest change goes when the queue is full.</summary>
    public bool DiscardOldest { get; init; } = true;

    /// <summary>The attribute; 13 is Value.</summary>
    public uint AttributeId { get; init; } = 13;

    /// <summary>Smallest change of a number that counts; zero sends every change. Refused by servers without data-change filters.</summary>
    public double AbsoluteDeadband { get; init; }

    /// <summary>
    /// Smallest change of a number that counts, in percent of the EURange of an analog item; zero sends every change. For one of
    /// both deadbands only.
    /// </summary>
    public double PercentDeadband { get; init; }

    /// <summary>
    /// What has to change: the status, the status or value, or those or the source time. With the last, a value that is measured
    /// again and is the same comes again.
    /// </summary>
    public DataChangeTrigger Trigger { get; init; } = DataChangeTrigger.StatusValue;

    /// <summary>Part of an array, <c>3</c> or <c>2:5</c>; null for the whole value.</summary>
    public string? IndexRange { get; init; }

    /// <summary>Whether the item reports, samples only, or is off. <see cref="OpcUaConnection.SetMonitoringModeAsync"/> switches it.</summary>
    public MonitoringMode MonitoringMode { get; init; } = MonitoringMode.Reporting;

    /// <summary>
    /// With <see cref="AttributeId"/> 12 (EventNotifier): which events and which of their fields, made by
    /// <see cref="EventFilters.Select"/>; null for the standard fields of all events. They come in <see cref="NotificationBatch.Events"/>.
    /// </summary>
    public EventFilter? EventFilter { get; init; }

    /// <summary>
    /// Makes the event filter for each session from the server's namespace uris, in place of <see cref="EventFilter"/>, where it names
    /// nodes of a namespace whose index may change; null while the server has no such namespace: the item then waits.
    /// </summary>
    public Func<IReadOnlyList<string>, EventFilter?>? EventFilterSource { get; init; }

    /// <summary>The settings for a session with these namespaces; null where one is missing.</summary>
    internal MonitoredItemSettings? For(IReadOnlyList<string> namespaceUris)
    {
        if (EventFilterSource is null) return this;
        return EventFilterSource(namespaceUris) is { } filter ? this with { EventFilter = filter, EventFilterSource = null } : null;
    }

    internal void AddFaults(int handle, List<string> faults)
    {
        if (!(AbsoluteDeadband >= 0)) faults.Add($"AbsoluteDeadband of item {handle} ({Node}) is {AbsoluteDeadband}; it is 0 or more.");
        if (!(PercentDeadband is >= 0 and <= 100)) faults.Add($"PercentDeadband of item {handle} ({Node}) is {PercentDeadband}; allowed are 0 to 100.");
        if (AbsoluteDeadband > 0 && PercentDeadband > 0) faults.Add($"Item {handle} ({Node}) has an absolute and a percent deadband: give one of them.");
        if ((EventFilter is not null || EventFilterSource is not null) && AttributeId != AttributeIds.EventNotifier)
            faults.Add($"Item {handle} ({Node}) has an event filter; its AttributeId must be {AttributeIds.EventNotifier}, EventNotifier.");
    }
}
