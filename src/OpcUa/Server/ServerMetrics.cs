using System.Diagnostics.Metrics;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>
/// What a server counts: readable at any time, and published as instruments of the meter
/// <c>Jinan.IndustryBrain.OpcUa.Server</c> (docs/telemetry.md) where a meter factory is given.
/// </summary>
public sealed class ServerMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Jinan.IndustryBrain.OpcUa.Server";

    private readonly Counter<long>? _valuesSent;
    private readonly Counter<long>? _valuesDropped;
    private readonly Counter<long>? _rejected;
    private long _sent;
    private long _dropped;
    private long _rejections;

    internal ServerMetrics(IMeterFactory? meters)
    {
        if (meters is null)
            return;
        var meter = meters.Create(MeterName);
        _valuesSent = meter.CreateCounter<long>("opcua.server.values.sent", "{value}", "Values given to publish responses.");
        _valuesDropped = meter.CreateCounter<long>("opcua.server.values.dropped", "{value}", "Values lost because an item's queue was full.");
        _rejected = meter.CreateCounter<long>("opcua.server.connections.rejected", "{connection}", "Connections closed for what they sent, or for want of room or time.");
    }

    /// <summary>Values given to publish responses.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Values lost because an item's queue was full; each left an overflow bit where the queue held more than one.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Connections closed for malformed bytes, or for want of room or time.</summary>
    public long RejectedConnections => Volatile.Read(ref _rejections);

    internal void ValuesSent(int count)
    {
        Interlocked.Add(ref _sent, count);
        _valuesSent?.Add(count);
    }

    internal void ValuesDropped(int count)
    {
        if (count == 0)
            return;
        Interlocked.Add(ref _dropped, count);
        _valuesDropped?.Add(count);
    }

    internal void ConnectionRejected()
    {
        Interlocked.Increment(ref _rejections);
        _rejected?.Add(1);
    }
}
