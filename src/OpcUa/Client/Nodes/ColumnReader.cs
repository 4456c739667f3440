using System.Buffers;
using System.Threading.Tasks.Sources;
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
    readonly Func<ClientSession> _session;
    readonly TimeProvider _time;
    readonly byte[] _operations;
    readonly int _count;
    Pending _pending = new();

    internal ColumnReader(Func<ClientSession> session, TimeProvider time, IReadOnlyList<NodeId> nodes)
    {
        _session = session;
        _time = time;
        _count = nodes.Count;
        var output = new ArrayBufferWriter<byte>();
        var writer = new UaWriter(output);
        writer.WriteStructures(nodes.Select(node => new ReadValueId { NodeId = node, AttributeId = AttributeIds.Value }).ToArray());
        writer.Flush();
        _operations = output.WrittenSpan.ToArray();
    }

    /// <summary>Reads all of them in one request.</summary>
    /// <returns>Rows in the order of the nodes; valid until the next read.</returns>
    /// <exception cref="OpcUaException">BadNotConnected, or the server refused the request.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<ValueColumns> ReadAsync(CancellationToken cancellationToken = default)
    {
        var session = _session();
        var pending = _pending;
        pending.Begin();
        try
        {
            await session.PostAsync(new Request(_operations), session.RequestTimeout, pending, cancellationToken).ConfigureAwait(false);
            await pending.Completion.WaitAsync(session.RequestTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Its answer may still come, into columns that nobody reads any more.
            _pending = new Pending();
            throw;
        }

        var columns = pending.Columns;
        if (columns.ServiceResult.IsBad)
            throw new OpcUaException(columns.ServiceResult, $"Read was refused: {columns.ServiceResult}.");
        if (columns.Values.Count != _count)
            throw new OpcUaException(StatusCodes.BadUnknownResponse, $"{columns.Values.Count} results came for {_count} nodes.");
        return columns.Values;
    }

    /// <summary>A ReadRequest (OPC 10000-4, 5.11.2) whose operations are bytes already.</summary>
    sealed class Request(byte[] operations) : IServiceRequest
    {
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

    /// <summary>Decodes on the receive loop; used again for the next read.</summary>
    sealed class Pending : PendingRequest, IValueTaskSource
    {
        ManualResetValueTaskSourceCore<bool> _core;

        public ReadColumns Columns { get; } = new();

        public Task Completion => new ValueTask(this, _core.Version).AsTask();

        public void Begin() => _core.Reset();

        public override void Complete(ReadOnlySpan<byte> body)
        {
            var reader = new UaReader(body);
            var id = ServiceMessages.ReadEncodingId(ref reader);
            if (id != ReadResponse.BinaryEncodingId) ServiceCodec.ThrowOther(id, ref reader, nameof(ReadResponse));
            Columns.Decode(ref reader);
            _core.SetResult(true);
        }

        public override void Fail(Exception reason) => _core.SetException(reason);

        void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

        ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

        void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
