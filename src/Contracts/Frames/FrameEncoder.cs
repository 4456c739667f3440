using System.Text;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>
/// Writes frames. It keeps its buffers: what <see cref="Encode"/> returns is valid until the next call. Not thread-safe.
/// </summary>
public sealed class FrameEncoder
{
    private readonly MemoryStream _stream = new();
    private readonly ArrayMemory<int> _signal = new();
    private readonly ArrayMemory<long> _sourceTime = new();
    private readonly ArrayMemory<long> _serverTime = new();
    private readonly ArrayMemory<long> _receivedTime = new();
    private readonly ArrayMemory<double> _double = new();
    private readonly ArrayMemory<long> _int64 = new();
    private readonly ArrayMemory<int> _textOffset = new();
    private readonly ArrayMemory<uint> _status = new();

    // A mould for each shape that came by: shapes follow the digits of a few numbers, so that there are not many at a time.
    private const int MostTemplates = 32;

    private readonly Dictionary<FrameNumbers.Shape, FrameTemplate> _templates = [];
    private byte[] _poured = [];

    /// <exception cref="FrameFormatException">The frame would be larger than <see cref="FrameSchema.MaxBytes"/>.</exception>
    public ReadOnlyMemory<byte> Encode(FrameHeader header, FrameColumns columns)
    {
        // Definitions and several subscriptions in one frame are seldom; a frame without rows has another layout.
        if (columns.Count == 0 || header.Signals.Count > 0 || header.Notifications.Count > 1 || !BitConverter.IsLittleEndian)
            return EncodeByArrow(header, columns);

        var numbers = new FrameNumbers(header);
        var shape = numbers.ShapeOf(header);
        if (_templates.TryGetValue(shape, out var template))
        {
            var length = template.Pour(numbers, columns, ref _poured);
            return Checked(_poured, length, header, columns);
        }

        var frame = EncodeByArrow(header, columns);
        if (_templates.Count == MostTemplates)
            _templates.Clear();
        _templates[shape] = FrameTemplate.Of(frame.Span);
        return frame;
    }

    private ReadOnlyMemory<byte> EncodeByArrow(FrameHeader header, FrameColumns columns)
    {
        var schema = new Schema(FrameSchema.Fields, Metadata(header));
        using var batch = new RecordBatch(schema, Arrays(columns), columns.Count);
        _stream.SetLength(0);
        using (var writer = new ArrowStreamWriter(_stream, schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return Checked(_stream.GetBuffer(), (int)_stream.Length, header, columns);
    }

    private static ReadOnlyMemory<byte> Checked(byte[] buffer, int length, FrameHeader header, FrameColumns columns) =>
        length <= FrameSchema.MaxBytes
            ? buffer.AsMemory(0, length)
            : throw new FrameFormatException(
                $"The frame of {columns.Count} rows and {header.Signals.Count} signal definitions takes {length} bytes; "
                + $"the limit is {FrameSchema.MaxBytes}. Put fewer rows or definitions into one frame.");

    private IArrowArray[] Arrays(FrameColumns c)
    {
        var rows = c.Count;
        return
        [
            new Int32Array(new ArrowBuffer(_signal.Of(c.Signal, rows)), ArrowBuffer.Empty, rows, 0, 0),
            Times(_sourceTime.Of(c.SourceTime, rows), default, rows, 0),
            Times(_serverTime.Of(c.ServerTime, rows), c.ServerTimeValid.Memory(rows), rows, c.ServerTimeValid.Nulls),
            Times(_receivedTime.Of(c.ReceivedTime, rows), default, rows, 0),
            new DoubleArray(
                new ArrowBuffer(_double.Of(c.Double, rows)),
                new ArrowBuffer(c.DoubleValid.Memory(rows)), rows, c.DoubleValid.Nulls, 0),
            new Int64Array(
                new ArrowBuffer(_int64.Of(c.Int64, rows)),
                new ArrowBuffer(c.Int64Valid.Memory(rows)), rows, c.Int64Valid.Nulls, 0),
            new StringArray(
                rows,
                new ArrowBuffer(_textOffset.Of(c.TextOffset, rows + 1)),
                new ArrowBuffer(c.Text.AsMemory(0, c.TextOffset[rows])),
                new ArrowBuffer(c.TextValid.Memory(rows)), c.TextValid.Nulls, 0),
            new UInt32Array(new ArrowBuffer(_status.Of(c.Status, rows)), ArrowBuffer.Empty, rows, 0, 0),
        ];
    }

    private static TimestampArray Times(ReadOnlyMemory<byte> values, ReadOnlyMemory<byte> valid, int rows, int nulls) =>
        new(new TimestampType(TimeUnit.Nanosecond, "UTC"), new ArrowBuffer(values), new ArrowBuffer(valid), rows, nulls, 0);

    private static Dictionary<string, string> Metadata(FrameHeader header)
    {
        var metadata = new Dictionary<string, string>(12)
        {
            [FrameSchema.SchemaKey] = "1",
            [FrameSchema.FactoryKey] = header.Factory,
            [FrameSchema.EnterpriseKey] = header.Enterprise,
            [FrameSchema.SectorKey] = header.Sector,
            [FrameSchema.CollectorKey] = header.Collector,
            [FrameSchema.EpochKey] = header.Position.Epoch.ToString(),
            [FrameSchema.SequenceKey] = header.Position.Sequence.ToString(),
            [FrameSchema.ConnectionKey] = header.Connection,
            [FrameSchema.AliveThroughKey] = header.AliveThrough.ToString(),
            [FrameSchema.ClockOffsetKey] = header.ClockOffsetNs.ToString(),
        };
        if (header.Signals.Count > 0)
            metadata[FrameSchema.SignalsKey] =
                JsonSerializer.Serialize([.. header.Signals], ContractsJson.Default.SignalDefinitionArray);
        if (header.Notifications.Count > 0)
        {
            var text = new StringBuilder();
            foreach (var mark in header.Notifications)
                text.Append(text.Length == 0 ? "" : ",").Append(mark.SubscriptionId).Append(':').Append(mark.SequenceNumber);
            metadata[FrameSchema.NotificationsKey] = text.ToString();
        }

        return metadata;
    }
}
