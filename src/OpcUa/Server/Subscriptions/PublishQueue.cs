using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>A publish request that waits for something to answer with.</summary>
/// <param name="Connection">Where the answer goes.</param>
/// <param name="RequestId">The request's id on its channel.</param>
/// <param name="RequestHandle">The client's own name for it.</param>
/// <param name="Results">Outcome of the acknowledgements that came with it; null where there were none.</param>
/// <param name="Deadline">Timestamp after which the client no longer waits; <see cref="long.MaxValue"/> where it named none.</param>
internal readonly record struct PendingPublish(
    ServerConnection Connection, uint RequestId, uint RequestHandle, StatusCode[]? Results, long Deadline);

/// <summary>The publish requests of one session, oldest first (OPC 10000-4, 5.14.5).</summary>
internal sealed class PublishQueue(int limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<PendingPublish> _waiting = new();

    /// <summary>Adds a request. Where the queue is full the oldest gives way (5.14.5.3): it comes back in <paramref name="refused"/>.</summary>
    public void Enqueue(in PendingPublish request, out PendingPublish? refused)
    {
        refused = null;
        lock (_gate)
        {
            if (_waiting.Count >= limit)
                refused = _waiting.Dequeue();
            _waiting.Enqueue(request);
        }
    }

    public bool TryDequeue(long now, out PendingPublish request)
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out request))
            {
                if (request.Deadline < now)
                    request.Connection.SendFault(request.RequestId, request.RequestHandle, StatusCodes.BadTimeout);
                else if (!request.Connection.IsClosed)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Answers the requests whose clients no longer wait.</summary>
    public void Expire(long now)
    {
        lock (_gate)
        {
            // In order of arrival, and clients give all of theirs the same time to wait.
            while (_waiting.TryPeek(out var oldest) && (oldest.Deadline < now || oldest.Connection.IsClosed))
            {
                _waiting.Dequeue();
                oldest.Connection.SendFault(oldest.RequestId, oldest.RequestHandle, StatusCodes.BadTimeout);
            }
        }
    }

    /// <summary>Answers all with a fault: the session ends or has no subscription left.</summary>
    public void RefuseAll(StatusCode status)
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var request))
                request.Connection.SendFault(request.RequestId, request.RequestHandle, status);
        }
    }
}
