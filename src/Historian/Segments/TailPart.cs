using System.Text;
using DuckDB.NET.Data;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>
/// Recent values of one factory that are in its log and not yet in a segment. Frames are kept as they came and become rows
/// of a DuckDB table when a query asks, when they are sealed, or when there are many: an appender costs more than a frame.
/// </summary>
internal sealed class TailPart(Database database, string factory, long generation, DateTimeOffset created) : Part
{
    private const int MaxStagedRows = 20_000;
    private readonly Lock _gate = new();
    private readonly List<ReadOnlyMemory<byte>> _staged = [];
    private int _stagedRows;
    private bool _hasTable;

    public string Table { get; } = $"tail_{factory}_{generation}";

    public DateTimeOffset Created { get; } = created;

    public int Rows { get; private set; }

    /// <summary>The newest record of the log that is in here.</summary>
    public long LastLogSequence { get; private set; }

    /// <summary>The newest frame of the collector that is in here.</summary>
    public FramePosition LastPosition { get; private set; }

    /// <summary>The newest source time, Unix ns.</summary>
    public long NewestTime { get; private set; } = long.MinValue;

    /// <summary>UTC day of the first received value; null before.</summary>
    public DateOnly? Day { get; private set; }

    /// <param name="bytes">The frame; kept.</param>
    /// <param name="frame">The same, decoded.</param>
    /// <param name="logSequence">Its record in the log.</param>
    public void Add(ReadOnlyMemory<byte> bytes, Frame frame, long logSequence)
    {
        lock (_gate)
        {
            LastLogSequence = logSequence;
            LastPosition = frame.Header.Position;
            if (frame.Count == 0)
                return;
            Day ??= DayOf(frame);
            Rows += frame.Count;
            NewestTime = Math.Max(NewestTime, System.Numerics.Tensors.TensorPrimitives.Max(frame.SourceTime));
            _staged.Add(bytes);
            _stagedRows += frame.Count;
            if (_stagedRows >= MaxStagedRows)
                Load();
        }
    }

    /// <summary>Makes all values rows of <see cref="Table"/>; false when there are none.</summary>
    public bool Materialise()
    {
        lock (_gate)
        {
            if (_staged.Count > 0)
                Load();
            return _hasTable;
        }
    }

    public void Drop()
    {
        lock (_gate)
        {
            if (!_hasTable)
                return;
            using var connection = database.Connect();
            Database.Execute(connection, $"DROP TABLE {Sql.Name(Table)}");
            _hasTable = false;
        }
    }

    public static DateOnly? DayOf(Frame frame) => frame.Count == 0
        ? null
        : DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(frame.ReceivedTime[0] / 100));

    private void Load()
    {
        using var connection = database.Connect();
        if (!_hasTable)
        {
            Database.Execute(connection, $"CREATE TABLE {Sql.Name(Table)} ({ValueSchema.TailColumns})");
            _hasTable = true;
        }
        using (var appender = connection.CreateAppender(Table))
        {
            foreach (var bytes in _staged)
            {
                using var frame = FrameDecoder.Decode(bytes);
                Append(appender, frame);
            }
            appender.Close();
        }
        _staged.Clear();
        _stagedRows = 0;
    }

    private static void Append(DuckDBAppender appender, Frame frame)
    {
        var position = frame.Header.Position;
        for (var row = 0; row < frame.Count; row++)
        {
            appender.CreateRow()
                .AppendValue(frame.Signal[row])
                .AppendValue(ValueSchema.Storable(frame.SourceTime[row]))
                .AppendValue(frame.ServerTime(row) is { } server ? ValueSchema.Storable(server) : null)
                .AppendValue(ValueSchema.Storable(frame.ReceivedTime[row]))
                .AppendValue(frame.Double(row))
                .AppendValue(frame.Int64(row))
                .AppendValue(frame.Text(row) is { } text ? Encoding.UTF8.GetBytes(text) : null)
                .AppendValue(frame.Status[row])
                .AppendValue(position.Epoch)
                .AppendValue(position.Sequence)
                .AppendValue(row)
                .EndRow();
        }
    }
}
