using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Jinan.IndustryBrain.Contracts.Frames;

/// <summary>Reads frames of the current schema version. Thread-safe.</summary>
public static class FrameDecoder
{
    /// <exception cref="FrameFormatException">The bytes are no frame that this version reads; the message says why.</exception>
    public static Frame Decode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > FrameSchema.MaxBytes)
            throw new FrameFormatException($"The frame has {bytes.Length} bytes; the limit is {FrameSchema.MaxBytes}.");
        RecordBatch? batch = null;
        try
        {
            using var reader = new ArrowStreamReader(bytes);
            batch = reader.ReadNextRecordBatch()
                ?? throw new FrameFormatException("The Arrow stream holds no record batch.");
            var header = ReadHeader(batch.Schema);
            CheckColumns(batch);
            return new Frame(header, batch);
        }
        catch (FrameFormatException)
        {
            batch?.Dispose();
            throw;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The Arrow reader meets malformed bytes with whatever exception its parsing runs into.
            batch?.Dispose();
            throw new FrameFormatException($"The bytes are no readable Arrow IPC stream: {e.Message}", e);
        }
    }

    /// <summary>Reads the header alone, e.g. to tell the order of frames before their values are looked at.</summary>
    /// <exception cref="FrameFormatException"/>
    public static FrameHeader DecodeHeader(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var reader = new ArrowStreamReader(bytes);
            return ReadHeader(reader.Schema);
        }
        catch (FrameFormatException)
        {
            throw;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new FrameFormatException($"The bytes are no readable Arrow IPC stream: {e.Message}", e);
        }
    }

    private static FrameHeader ReadHeader(Schema schema)
    {
        var metadata = schema.Metadata
            ?? throw new FrameFormatException("The Arrow schema has no metadata: this is no telemetry frame.");
        var version = Number(metadata, FrameSchema.SchemaKey);
        if (version != FrameSchema.Current)
            throw new FrameFormatException(
                $"The frame has schema version {version}; this version reads {FrameSchema.Current}. Update the reader.");
        return new FrameHeader
        {
            Factory = Text(metadata, FrameSchema.FactoryKey),
            Enterprise = Text(metadata, FrameSchema.EnterpriseKey),
            Sector = Text(metadata, FrameSchema.SectorKey),
            Collector = Text(metadata, FrameSchema.CollectorKey),
            Position = new FramePosition(
                Number(metadata, FrameSchema.EpochKey), Number(metadata, FrameSchema.SequenceKey)),
            Connection = Text(metadata, FrameSchema.ConnectionKey),
            AliveThrough = Number(metadata, FrameSchema.AliveThroughKey),
            ClockOffsetNs = Number(metadata, FrameSchema.ClockOffsetKey),
            Signals = metadata.TryGetValue(FrameSchema.SignalsKey, out var signals)
                ? JsonSerializer.Deserialize(signals, ContractsJson.Default.SignalDefinitionArray) ?? []
                : [],
            Notifications = metadata.TryGetValue(FrameSchema.NotificationsKey, out var marks) ? Marks(marks) : [],
        };
    }

    private static void CheckColumns(RecordBatch batch)
    {
        var expected = FrameSchema.Fields;
        if (batch.ColumnCount != expected.Count)
            throw new FrameFormatException($"The frame has {batch.ColumnCount} columns; {expected.Count} are expected.");
        for (var i = 0; i < expected.Count; i++)
        {
            var field = batch.Schema.GetFieldByIndex(i);
            if (field.Name != expected[i].Name || field.DataType.TypeId != expected[i].DataType.TypeId)
                throw new FrameFormatException(
                    $"Column {i} is '{field.Name}' of type {field.DataType.Name}; "
                    + $"'{expected[i].Name}' of type {expected[i].DataType.Name} is expected.");
            ColumnCheck.Verify(batch.Column(i), field.Name, batch.Length);
            var nulls = batch.Column(i).NullCount;
            if (!expected[i].IsNullable && nulls > 0)
                throw new FrameFormatException($"Column '{field.Name}' has {nulls} nulls; none are allowed.");
        }
    }

    private static string Text(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.TryGetValue(key, out var text)
            ? text
            : throw new FrameFormatException($"The frame's metadata lacks '{key}'.");

    private static long Number(IReadOnlyDictionary<string, string> metadata, string key) =>
        long.TryParse(Text(metadata, key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FrameFormatException($"The frame's metadata '{key}' is '{metadata[key]}'; a whole number is expected.");

    private static List<NotificationMark> Marks(string text)
    {
        var marks = new List<NotificationMark>();
        foreach (var part in text.Split(','))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0
                || !uint.TryParse(part.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var subscription)
                || !uint.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                throw new FrameFormatException($"The frame's metadata '{FrameSchema.NotificationsKey}' holds '{part}'.");
            marks.Add(new NotificationMark(subscription, sequence));
        }

        return marks;
    }
}
