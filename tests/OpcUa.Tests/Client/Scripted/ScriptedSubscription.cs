using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client.Scripted;

/// <summary>A subscription of the scripted server: its items, what waits to be sent, and what may be asked for again.</summary>
sealed class ScriptedSubscription(uint id)
{
    public uint Id => id;

    public uint NextSequenceNumber { get; set; } = 1;

    public List<MonitoredItemCreateRequest> Items { get; } = [];

    /// <summary>Messages that wait for a Publish request.</summary>
    public Queue<NotificationMessage> Waiting { get; } = new();

    /// <summary>Messages that were sent and not acknowledged.</summary>
    public SortedDictionary<uint, NotificationMessage> Sent { get; } = [];

    /// <summary>Sends nothing more, not even keep-alives, without saying so.</summary>
    public bool IsForgotten { get; set; }
}
