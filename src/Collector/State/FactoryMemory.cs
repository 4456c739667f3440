using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;

namespace Jinan.IndustryBrain.Collector.State;

/// <summary>
/// What the collector has to know of its own frames after a restart: the last value of each signal, and of each connection
/// how far it is alive and which notification came last. It is a fold of the log and nothing else, so that it can never say
/// more than what is durable; a snapshot saves folding from the beginning. Not thread-safe.
/// </summary>
internal sealed class FactoryMemory
{
    private readonly string _path;
    private readonly SegmentedLog _log;
    private readonly Dictionary<int, StoredValue> _values = [];
    private readonly Dictionary<int, long> _filledThrough = [];
    private readonly Dictionary<string, ConnectionMemory> _connections = new(StringComparer.Ordinal);

    private FactoryMemory(string path, SegmentedLog log)
    {
        _path = path;
        _log = log;
    }

    /// <summary>The last frame that is folded in; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>The sequence that the newest snapshot on disk stands for.</summary>
    public long SavedSequence { get; private set; }

    /// <summary>Reads the snapshot and folds what the log holds beyond it.</summary>
    public static FactoryMemory Load(string folder, SegmentedLog log)
    {
        var memory = new FactoryMemory(Path.Combine(folder, "memory.json"), log);
        memory.ReadSnapshot();
        memory.FoldDurable();
        return memory;
    }

    public StoredValue ValueOf(int signal) => _values.GetValueOrDefault(signal);

    /// <summary>Time of the last value of a signal that came from history; the smallest number where none did.</summary>
    public long FilledThrough(int signal) => _filledThrough.GetValueOrDefault(signal, long.MinValue);

    public ConnectionMemory? ConnectionOf(string id) => _connections.GetValueOrDefault(id);

    /// <summary>Folds the frames that became durable since the last call.</summary>
    public void FoldDurable()
    {
        using var scan = _log.OpenScan();
        var next = Math.Max(Sequence + 1, _log.OldestSequence);
        while (scan.TryRead(next, out var batch))
        {
            using (batch)
            {
                foreach (var record in batch)
                {
                    using var frame = FrameDecoder.Decode(record.Payload);
                    Fold(frame);
                }

                next = batch.Last + 1;
            }
        }
    }

    /// <summary>Makes a snapshot durable; the log needs not be kept below it on our account.</summary>
    public void Save()
    {
        if (SavedSequence == Sequence)
            return;
        var snapshot = new MemorySnapshot(
            _log.Epoch,
            Sequence,
            _connections,
            [.. _values.Select(pair => new SignalSnapshot(pair.Key, pair.Value.Time, pair.Value.Kind, pair.Value.Bits, pair.Value.Status)
            {
                FilledThrough = _filledThrough.TryGetValue(pair.Key, out var filled) ? filled : null,
            })]);
        DurableFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(snapshot, StateJson.Default.MemorySnapshot));
        SavedSequence = Sequence;
    }

    private void Fold(Frame frame)
    {
        var header = frame.Header;
        Sequence = header.Position.Sequence;
        var before = _connections.GetValueOrDefault(header.Connection) ?? new ConnectionMemory(0, 0, long.MinValue);
        var isHistory = header.IsHistory;
        var mark = header.Notifications is [.., var last] && !isHistory
            ? last
            : new NotificationMark(before.SubscriptionId, before.SequenceNumber);
        _connections[header.Connection] =
            new ConnectionMemory(mark.SubscriptionId, mark.SequenceNumber, Math.Max(before.AliveThrough, header.AliveThrough));
        for (var row = 0; row < frame.Count; row++)
        {
            var signal = frame.Signal[row];
            var time = frame.SourceTime[row];
            if (isHistory)
                _filledThrough[signal] = Math.Max(FilledThrough(signal), time);
            // What history brought is older than what came live, except where nothing came live since.
            if (!isHistory || time > ValueOf(signal).Time || ValueOf(signal).Kind == StoredKind.Nothing)
                _values[signal] = ValueOf(frame, row);
        }
    }

    private static StoredValue ValueOf(Frame frame, int row)
    {
        var time = frame.SourceTime[row];
        var status = frame.Status[row];
        if (frame.Double(row) is { } number)
            return StoredValue.OfDouble(time, number, status);
        if (frame.Int64(row) is { } integer)
            return StoredValue.OfInt64(time, integer, status);
        return frame.Text(row) is { } text
            ? StoredValue.OfText(time, Encoding.UTF8.GetBytes(text), status)
            : StoredValue.OfNull(time, status);
    }

    private void ReadSnapshot()
    {
        if (DurableFile.Read(_path) is not { } bytes)
            return;
        var snapshot = JsonSerializer.Deserialize(bytes, StateJson.Default.MemorySnapshot)!;
        foreach (var (id, connection) in snapshot.Connections)
            _connections[id] = connection;
        foreach (var value in snapshot.Signals)
        {
            _values[value.Id] = new StoredValue(value.Time, value.Kind, value.Bits, value.Status);
            if (value.FilledThrough is { } filled)
                _filledThrough[value.Id] = filled;
        }

        // Of a log that was lost the values are still what was stored last; only the place in the log means nothing any more.
        if (snapshot.Epoch == _log.Epoch)
            Sequence = SavedSequence = snapshot.Sequence;
    }
}

/// <summary>What is known of a connection.</summary>
/// <param name="SubscriptionId">Of the newest notification stored; 0 for none.</param>
/// <param name="SequenceNumber">Of the newest notification stored.</param>
/// <param name="AliveThrough">Unix nanoseconds; the smallest number where it never was alive.</param>
internal sealed record ConnectionMemory(uint SubscriptionId, uint SequenceNumber, long AliveThrough);

internal sealed record MemorySnapshot(
    long Epoch, long Sequence, Dictionary<string, ConnectionMemory> Connections, SignalSnapshot[] Signals);

internal sealed record SignalSnapshot(int Id, long Time, StoredKind Kind, long Bits, uint Status)
{
    /// <summary>Time of the last value that came from history; null where none did.</summary>
    public long? FilledThrough { get; init; }
}
