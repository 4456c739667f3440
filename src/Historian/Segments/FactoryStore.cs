using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.Historian.Trends;

namespace Jinan.IndustryBrain.Historian.Segments;

/// <summary>What became of a frame that was given to a store.</summary>
internal enum Taken
{
    /// <summary>Its values are in the log (not necessarily synced) and seen by queries.</summary>
    Stored,

    /// <summary>It was stored before.</summary>
    Duplicate,

    /// <summary>Frames before it are missing.</summary>
    Gap,

    /// <summary>There is no room now, on the disk or in memory; nothing was stored.</summary>
    Busy,
}

/// <summary>
/// One factory's values: log and tail for the recent, segments for the rest, each value in exactly one place. Frames are
/// taken one at a time in the collector's order; queries run beside.
/// </summary>
internal sealed class FactoryStore : IAsyncDisposable
{
    // A tail may outgrow its limit while a seal is under way or the disk is full, but not without end.
    private const int TailOverrun = 4;

    private readonly Database _database;
    private readonly HistorianOptions _options;
    private readonly TimeProvider _time;
    private readonly string _folder;
    private readonly SegmentedLog _log;
    private readonly SegmentWriter _writer;
    private readonly FrameSequencer _sequencer;
    private readonly SemaphoreSlim _sealGate = new(1, 1);

    // Guards what follows, and that a frame goes to log, tail and sequencer as one step. Held without awaiting.
    private readonly Lock _gate = new();
    private readonly List<ParquetPart> _segments;
    private Manifest _manifest;
    private TailPart _tail;
    private TailPart? _sealing;
    private long _generation;

    private FactoryStore(
        Database database, HistorianOptions options, TimeProvider time, string factory, string folder, SegmentedLog log, Manifest manifest,
        FactoryTrends trends)
    {
        (_database, _options, _time, Factory, _folder, _log, _manifest) = (database, options, time, factory, folder, log, manifest);
        _writer = new(database, factory, folder, time);
        Catalogue = new(manifest);
        Trends = trends;
        _sequencer = new(FramePosition.TryParse(manifest.Position, out var position) ? position : FramePosition.Start);
        _segments = [.. manifest.Segments.Select(segment => new ParquetPart(segment, Path.Join(folder, segment.File)))];
        _tail = NewTail();
    }

    public string Factory { get; }

    public Catalogue Catalogue { get; }

    /// <summary>Spans of the values, for trends over long times.</summary>
    public FactoryTrends Trends { get; }

    /// <summary>The newest frame taken.</summary>
    public FramePosition Position
    {
        get { lock (_gate) return _sequencer.Position; }
    }

    public int TailRows
    {
        get { lock (_gate) return _tail.Rows + (_sealing?.Rows ?? 0); }
    }

    public LogStorageException? LogFailure => _log.Failure;

    public static async Task<FactoryStore> OpenAsync(
        Database database, HistorianOptions options, TimeProvider time, string factory, string folder, CancellationToken ct,
        ILogStorage? logStorage = null)
    {
        var manifest = Manifest.Read(folder);
        CheckSegments(folder, manifest);
        SegmentWriter.RemoveOrphans(folder, manifest);
        var log = await SegmentedLog.OpenAsync(
            new() { Directory = Path.Join(folder, "log"), SegmentBytes = 8 << 20, MaxBytes = options.LogMaxBytes, MaxRecordBytes = FrameSchema.MaxBytes },
            logStorage, time, ct);
        FactoryTrends? trends = null;
        try
        {
            trends = FactoryTrends.Open(folder);
            // A log that was lost begins anew: the manifest's place in it means nothing any more.
            if (manifest.LogEpoch != log.Epoch)
            {
                manifest = manifest with { LogEpoch = log.Epoch, LogSequence = 0 };
                trends.ForgetFrom(manifest.Segments.Select(segment => segment.MaxTime).DefaultIfEmpty(long.MinValue).Max());
            }

            var store = new FactoryStore(database, options, time, factory, folder, log, manifest, trends);
            store.Replay();
            return store;
        }
        catch
        {
            trends?.Dispose();
            await log.DisposeAsync();
            throw;
        }
    }

    /// <param name="bytes">The frame, owned by the store from now on.</param>
    /// <param name="frame">The same, decoded.</param>
    /// <param name="isFetched">It was fetched from the collector, with all that follows <see cref="Position"/>.</param>
    public Taken Take(ReadOnlyMemory<byte> bytes, Frame frame, bool isFetched = false)
    {
        lock (_gate)
        {
            var order = _sequencer.Order(frame.Header.Position, isFetched);
            if (order != FrameOrder.Next)
                return order == FrameOrder.Duplicate ? Taken.Duplicate : Taken.Gap;
            if (_tail.Rows >= (long)_options.SealRows * TailOverrun || IsOtherDay(frame) && _sealing is not null)
                return Taken.Busy;
            long sequence;
            try
            {
                sequence = _log.Append(bytes.Span);
            }
            catch (Exception e) when (e is LogFullException or LogStorageException)
            {
                return Taken.Busy;
            }
            if (IsOtherDay(frame))
                BeginSeal();
            _tail.Add(bytes, frame, sequence);
            Trends.Watch(frame);
            Catalogue.Learn(frame.Header);
            _sequencer.Advance(frame.Header.Position);
            return Taken.Stored;
        }
    }

    /// <summary>Goes on behind frames that the collector does not have any more.</summary>
    public void SkipTo(FramePosition oldest)
    {
        lock (_gate)
            _sequencer.SkipTo(oldest);
    }

    /// <summary>Completes when all frames taken before the call are on the medium.</summary>
    public ValueTask FlushAsync(CancellationToken ct) => _log.FlushAsync(ct);

    /// <summary>What a query reads; the caller disposes it.</summary>
    public StoreSnapshot Snapshot()
    {
        lock (_gate)
        {
            TailPart[] tails = _sealing is null ? [_tail] : [_sealing, _tail];
            ParquetPart[] segments = [.. _segments];
            foreach (var tail in tails)
                tail.Use();
            foreach (var segment in segments)
                segment.Use();
            return new(tails, segments);
        }
    }

    public bool IsSealDue()
    {
        lock (_gate)
        {
            return _sealing is not null || _tail.Rows >= _options.SealRows
                || (_tail.LastLogSequence > 0 && _time.GetUtcNow() - _tail.Created >= _options.SealAge);
        }
    }

    /// <summary>
    /// Moves the recent values into a Parquet segment. Killed anywhere, it has happened or it has not: the manifest is
    /// replaced after the file is durable, the log truncated after the manifest is.
    /// </summary>
    /// <returns>The new segment; null when there was nothing to move.</returns>
    public async Task<ParquetSegment?> SealAsync(CancellationToken ct)
    {
        await _sealGate.WaitAsync(ct);
        try
        {
            TailPart sealing;
            lock (_gate)
            {
                if (_sealing is null && _tail.LastLogSequence == 0)
                    return null;
                if (_sealing is null)
                    BeginSeal();
                sealing = _sealing!;
            }
            // The manifest must not name a place in the log that a power cut could take back.
            await _log.FlushAsync(ct);
            return await Task.Run(() => Publish(sealing), CancellationToken.None);
        }
        finally
        {
            _sealGate.Release();
        }
    }

    /// <summary>Removes whole segments, oldest first; the manifest forgets them before the files go.</summary>
    public async Task<int> RemoveAsync(Func<IReadOnlyList<ParquetSegment>, IEnumerable<ParquetSegment>> choose, CancellationToken ct)
    {
        await _sealGate.WaitAsync(ct);
        try
        {
            List<ParquetPart> retired;
            Manifest manifest;
            lock (_gate)
            {
                var chosen = choose([.. _segments.Select(part => part.Segment)]).ToHashSet();
                retired = [.. _segments.Where(part => chosen.Contains(part.Segment))];
                if (retired.Count == 0)
                    return 0;
                manifest = _manifest with { Segments = [.. _manifest.Segments.Where(segment => !chosen.Contains(segment))] };
            }
            Trends.Freeze(retired.Max(part => part.Segment.MaxTime));
            manifest.Write(_folder);
            lock (_gate)
            {
                _manifest = manifest;
                _segments.RemoveAll(retired.Contains);
            }
            foreach (var part in retired)
                part.Retire(() => File.Delete(part.Path));
            return retired.Count;
        }
        finally
        {
            _sealGate.Release();
        }
    }

    public StoreFigures Figures()
    {
        lock (_gate)
        {
            var tailRows = _tail.Rows + (_sealing?.Rows ?? 0);
            return new(
                tailRows + _segments.Sum(part => part.Segment.Rows), tailRows, _segments.Count,
                _segments.Sum(part => part.Segment.Bytes), _log.Bytes, _sequencer.Position,
                _segments.Select(part => part.Segment.MaxTime).Append(_tail.NewestTime).Append(_sealing?.NewestTime ?? long.MinValue).Max());
        }
    }

    private bool IsOtherDay(Frame frame) =>
        _tail.Day is { } day && TailPart.DayOf(frame) is { } other && other > day;

    private TailPart NewTail() => new(_database, Factory, ++_generation, _time.GetUtcNow());

    private void BeginSeal()
    {
        _sealing = _tail;
        _tail = NewTail();
    }

    private ParquetSegment? Publish(TailPart sealing)
    {
        var segment = sealing.Rows > 0 ? _writer.Write(sealing, Catalogue) : null;
        Manifest manifest;
        lock (_gate)
        {
            manifest = _manifest with
            {
                LogSequence = sealing.LastLogSequence,
                // Not newer than what is in segments: what is in the log brings its own position at the next start.
                Position = sealing.LastPosition.ToString(),
                Segments = segment is null ? _manifest.Segments : [.. _manifest.Segments, segment],
                Signals = Catalogue.Signals,
                AliveThrough = Catalogue.AliveThrough,
            };
        }
        Trends.Save();
        manifest.Write(_folder);
        lock (_gate)
        {
            _manifest = manifest;
            _sealing = null;
            if (segment is not null)
                _segments.Add(new(segment, Path.Join(_folder, segment.File)));
        }
        sealing.Retire(sealing.Drop);
        _log.Truncate(manifest.LogSequence + 1);
        return segment;
    }

    private void Replay()
    {
        using var scan = _log.OpenScan();
        var next = _manifest.LogSequence + 1;
        while (scan.TryRead(next, out var batch))
        {
            using (batch)
            {
                foreach (var record in batch)
                {
                    ReadOnlyMemory<byte> bytes = record.Payload.ToArray();
                    using var frame = FrameDecoder.Decode(bytes);
                    _tail.Add(bytes, frame, record.Sequence);
                    Trends.Watch(frame);
                    Catalogue.Learn(frame.Header);
                    _sequencer.Advance(frame.Header.Position);
                }
                next = batch.Last + 1;
            }
        }
    }

    private static void CheckSegments(string folder, Manifest manifest)
    {
        foreach (var segment in manifest.Segments)
        {
            var file = new FileInfo(Path.Join(folder, segment.File));
            if (!file.Exists || file.Length != segment.Bytes)
                throw new StoreDamagedException(
                    $"'{file.FullName}' is {(file.Exists ? $"{file.Length} bytes long instead of {segment.Bytes}" : "missing")}: restore it "
                    + $"from a copy, or give its {segment.Rows} values up by removing its entry from {Manifest.FileName}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        Trends.Dispose();
        _sealGate.Dispose();
    }
}

/// <summary>How much a store holds. The newest value by source time in Unix ns; the least number when there is none.</summary>
internal readonly record struct StoreFigures(
    long Values, int TailValues, int Segments, long SegmentBytes, long LogBytes, FramePosition Position, long NewestValue);
