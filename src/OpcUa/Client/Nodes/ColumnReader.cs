using System.Buffers;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// Reads the values of the same variables again and again: the list is encoded once, and the answer goes from the socket into
/// columns that are kept, without an allocation a value.
/// </summary>
/// <remarks>
/// Made by <see cref="OpcUaConnection.PrepareRead"/>. One read at a time. The node ids are those of the session that it was
/// prepared in: prepare another one after a reconnect, as namespace indexes may have changed. What awaits a read goes on where the
/// answer was received: a thread less is woken for each, and what blocks there blocks the connection.
/// </remarks>
public sealed class ColumnReader
{
    /// <summary>Bytes of a request besides its operations, and some to spare.</summary>
    const int HeaderRoom = 256;

    readonly Func<ClientSession> _session;
    readonly TimeProvider _time;
    readonly Request _request;
    readonly int _count;
    PendingRead _pending;

    internal ColumnReader(Func<ClientSession> session, TimeProvider time, IReadOnlyList<NodeId> nodes)
    {
        _session = session;
        _time = time;
        _count = nodes.Count;
        _pending = new PendingRead(time, _count);
        var output = new ArrayBufferWriter<byte>();
        var writer = new UaWriter(output);
        writer.WriteStructures(nodes.Select(node => new ReadValueId { NodeId = node, AttributeId = AttributeIds.Value }).ToArray());
        writer.Flush();
        _request = new Request(output.WrittenSpan.ToArray());
    }

    /// <summary>Reads all of them in one request. Await it once, and before the next read.</summary>
    /// <returns>Rows in the order of the nodes; valid until the next read.</returns>
    /// <exception cref="OpcUaException">BadNotConnected, or the server refused the request.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public ValueTask<ValueColumns> ReadAsync(CancellationToken cancellationToken = default)
    {
        // The answer to a read that was given up may still come, into columns that nobody reads any more.
        if (_pending.IsAbandoned) _pending = new PendingRead(_time, _count);
        var (pending, session) = (_pending, _session());
        var version = pending.Begin(session.RequestTimeout, cancellationToken);
        try
        {
            var channel = session.Channel;
            var posting = session.PostAsync(_request, session.RequestTimeout, pending, cancellationToken, _request.Length + HeaderRoom);
            if (posting.IsCompletedSuccessfully) pending.Posted(channel, posting.GetAwaiter().GetResult(), version);
            else _ = PostedAsync(channel, posting, pending, version);
        }
        catch (Exception exception) when (exception is OpcUaException or OperationCanceledException)
        {
            pending.Abandon(exception, version);
        }

        return pending.Answer(version);
    }

    static async Task PostedAsync(ClientChannel channel, ValueTask<uint> posting, PendingRead pending, short version)
    {
        try
        {
            pending.Posted(channel, await posting.ConfigureAwait(false), version);
        }
        catch (Exception exception)
        {
            pending.Abandon(exception, version);
        }
    }

    /// <summary>A ReadRequest (OPC 10000-4, 5.11.2) whose operations are bytes already.</summary>
    sealed class Request(byte[] operations) : IServiceRequest
    {
        public int Length => operations.Length;

        public uint EncodingId => ReadRequest.BinaryEncodingId;

        public RequestHeader RequestHeader { get; set; } = new();

        public void Encode(ref UaWriter writer)
        {
            RequestHeader.Encode(ref writer);
            writer.WriteDouble(0);
            writer.WriteInt32((int)TimestampsToReturn.Both);
            writer.WriteBytes(operations);
        }
    }
}
