namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>A request whose response is awaited. Called on the receive loop: it decodes at once and never blocks.</summary>
internal abstract class PendingRequest
{
    /// <summary>Takes the response. The bytes are valid during the call only.</summary>
    public abstract void Complete(ReadOnlySpan<byte> body);

    /// <summary>There will be no response.</summary>
    public abstract void Fail(Exception reason);
}

/// <summary>The requests of one channel that have not been answered, by request id.</summary>
/// <remarks>Thread-safe. After <see cref="FailAll"/> nothing is taken any more.</remarks>
internal sealed class PendingRequests
{
    readonly Lock _lock = new();
    readonly Dictionary<uint, PendingRequest> _byId = [];
    Exception? _closed;
    uint _lastId;

    public int Count
    {
        get
        {
            lock (_lock) return _byId.Count;
        }
    }

    /// <summary>Gives the request an id. Throws what ended the channel if it has ended.</summary>
    public uint Add(PendingRequest request)
    {
        lock (_lock)
        {
            if (_closed is not null) throw new Encoding.OpcUaException(ChannelFault.StatusOf(_closed), _closed.Message, _closed);
            do
            {
                _lastId++;
            }
            while (_lastId == 0 || !_byId.TryAdd(_lastId, request));
            return _lastId;
        }
    }

    /// <summary>Takes a request out; null if its response came too late or was never asked for.</summary>
    public PendingRequest? Take(uint id)
    {
        lock (_lock) return _byId.Remove(id, out var request) ? request : null;
    }

    public void FailAll(Exception reason)
    {
        PendingRequest[] open;
        lock (_lock)
        {
            _closed ??= reason;
            open = [.. _byId.Values];
            _byId.Clear();
        }

        foreach (var request in open) request.Fail(reason);
    }
}
