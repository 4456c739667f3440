using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>What the server said to each monitored item of a subscription, by handle.</summary>
/// <remarks>Written by the recovery and by changes that were asked for, read from anywhere: each entry is one word.</remarks>
internal sealed class ItemTable(int count)
{
    readonly uint[] _status = Filled(count);
    readonly uint[] _id = new uint[count];
    readonly long[] _sampling = new long[count];
    readonly uint[] _queue = new uint[count];
    int _accepted;
    int _failed;

    public int Count => _status.Length;

    public int Accepted => Volatile.Read(ref _accepted);

    public int Failed => Volatile.Read(ref _failed);

    public StatusCode StatusOf(int handle) => new(Volatile.Read(ref _status[handle]));

    /// <summary>Notes a result; gives what stood there before.</summary>
    public StatusCode Note(int handle, StatusCode status)
    {
        var before = StatusOf(handle);
        Volatile.Write(ref _status[handle], status.Code);
        _accepted += AcceptedBy(status) - AcceptedBy(before);
        _failed += FailedBy(status) - FailedBy(before);
        return before;
    }

    /// <summary>Notes what the server granted.</summary>
    public void Granted(int handle, uint id, TimeSpan samplingInterval, uint queueSize)
    {
        Volatile.Write(ref _sampling[handle], samplingInterval.Ticks);
        Volatile.Write(ref _queue[handle], queueSize);
        Volatile.Write(ref _id[handle], id);
    }

    /// <summary>The server's id of an item; 0 where it is not known.</summary>
    public uint IdOf(int handle) => Volatile.Read(ref _id[handle]);

    public MonitoredItemStatus ItemStatusOf(int handle) => new(
        StatusOf(handle), TimeSpan.FromTicks(Volatile.Read(ref _sampling[handle])), Volatile.Read(ref _queue[handle]));

    /// <summary>All items are to be created anew.</summary>
    public void Forget()
    {
        Array.Fill(_status, StatusCodes.BadWaitingForInitialData.Code);
        Array.Clear(_id);
        _accepted = _failed = 0;
    }

    /// <summary>All items count as monitored: those of a subscription that was taken over with them.</summary>
    public void AcceptAll()
    {
        Array.Clear(_status);
        _accepted = _status.Length;
        _failed = 0;
    }

    /// <summary>Handles of the items that are not monitored, never tried or refused.</summary>
    public int[] Missing()
    {
        var missing = new List<int>();
        for (var handle = 0; handle < _status.Length; handle++)
        {
            if (StatusOf(handle).IsBad) missing.Add(handle);
        }

        return [.. missing];
    }

    static uint[] Filled(int count)
    {
        var status = new uint[count];
        Array.Fill(status, StatusCodes.BadWaitingForInitialData.Code);
        return status;
    }

    static int AcceptedBy(StatusCode status) => status.IsBad ? 0 : 1;

    static int FailedBy(StatusCode status) => status.IsBad && status != StatusCodes.BadWaitingForInitialData ? 1 : 0;
}

/// <summary>What a server made of a monitored item.</summary>
/// <param name="Status">Good once it is monitored; BadWaitingForInitialData until the server was asked; otherwise why it was refused.</param>
/// <param name="SamplingInterval">The interval that the server granted last; zero where it samples as fast as it can, or was not asked yet.</param>
/// <param name="QueueSize">The queue that the server granted last; zero where it was not asked yet.</param>
public sealed record MonitoredItemStatus(StatusCode Status, TimeSpan SamplingInterval, uint QueueSize);
