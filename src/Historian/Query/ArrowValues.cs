using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>
/// Values as an Arrow IPC stream. Names are plain text and not a dictionary: Apache.Arrow writes a dictionary once a stream,
/// and drops what later batches add to it.
/// </summary>
internal static class ArrowValues
{
    public const string ContentType = "application/vnd.apache.arrow.stream";
    private const int BatchRows = 8192;
    private static readonly TimestampType Nanoseconds = new(TimeUnit.Nanosecond, "UTC");

    private static readonly Schema Schema = new(
        [
            new Field("signal", StringType.Default, false), new Field("source_time", Nanoseconds, false),
            new Field("server_time", Nanoseconds, true), new Field("received_time", Nanoseconds, false),
            new Field("double", DoubleType.Default, true), new Field("int64", Int64Type.Default, true),
            new Field("text", StringType.Default, true), new Field("status", UInt32Type.Default, false),
            new Field("epoch", Int64Type.Default, false), new Field("sequence", Int64Type.Default, false),
            new Field("row", Int32Type.Default, false),
        ],
        metadata: null);

    public static async Task WriteAsync(
        HttpResponse response, Catalogue catalogue, IAsyncEnumerator<StoredValue> rows, bool any, CancellationToken ct)
    {
        response.ContentType = ContentType;
        using var writer = new ArrowStreamWriter(response.Body, Schema, leaveOpen: true);
        await writer.WriteStartAsync(ct);
        while (any)
        {
            var batch = new Columns();
            for (; any && batch.Count < BatchRows; any = await rows.MoveNextAsync())
                batch.Add(rows.Current, catalogue);
            using var records = batch.Build();
            await writer.WriteRecordBatchAsync(records, ct);
        }
        await writer.WriteEndAsync(ct);
    }

    private sealed class Columns
    {
        private readonly StringArray.Builder _signal = new();
        private readonly Int64Array.Builder _source = new();
        private readonly Int64Array.Builder _server = new();
        private readonly Int64Array.Builder _received = new();
        private readonly DoubleArray.Builder _double = new();
        private readonly Int64Array.Builder _int64 = new();
        private readonly StringArray.Builder _text = new();
        private readonly UInt32Array.Builder _status = new();
        private readonly Int64Array.Builder _epoch = new();
        private readonly Int64Array.Builder _sequence = new();
        private readonly Int32Array.Builder _row = new();

        public int Count { get; private set; }

        public void Add(in StoredValue value, Catalogue catalogue)
        {
            _signal.Append(catalogue.NameOf(value.Signal));
            _source.Append(value.SourceTime);
            _server.Append(value.ServerTime);
            _received.Append(value.ReceivedTime);
            _double.Append(value.Double);
            _int64.Append(value.Int64);
            _text.Append(value.Text);
            _status.Append(value.Status);
            _epoch.Append(value.Epoch);
            _sequence.Append(value.Sequence);
            _row.Append(value.Row);
            Count++;
        }

        public RecordBatch Build() => new(
            Schema,
            [
                _signal.Build(), Times(_source), Times(_server), Times(_received), _double.Build(), _int64.Build(), _text.Build(),
                _status.Build(), _epoch.Build(), _sequence.Build(), _row.Build(),
            ],
            Count);

        // Timestamps are stored as int64: the builder of timestamps takes DateTimeOffset, which has no nanoseconds.
        private static TimestampArray Times(Int64Array.Builder builder)
        {
            var numbers = builder.Build();
            return new(Nanoseconds, numbers.ValueBuffer, numbers.NullBitmapBuffer, numbers.Length, numbers.NullCount, 0);
        }
    }
}
