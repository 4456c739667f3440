using System.Threading.Channels;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// The events of a connection, in order, for one reader. When nobody reads, the oldest go and are counted: an unread event
/// must not stop the data.
/// </summary>
internal sealed class EventSink
{
    /// <summary>Room for a word about each item of a large server that takes none: what is not covered is told by these.</summary>
    const int Capacity = 65_536;

    readonly Channel<ConnectionEvent> _channel;
    readonly TimeProvider _time;

    public EventSink(TimeProvider time, Counters counters)
    {
        _time = time;
        _channel = Channel.CreateBounded<ConnectionEvent>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => counters.EventDropped());
    }

    public ChannelReader<ConnectionEvent> Reader => _channel.Reader;

    public void Raise(Func<DateTimeOffset, ConnectionEvent> happened) => _channel.Writer.TryWrite(happened(_time.GetUtcNow()));

    public void Complete() => _channel.Writer.TryComplete();
}
