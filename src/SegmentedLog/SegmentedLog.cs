namespace Jinan.IndustryBrain.DurableLog;

/// <summary>
/// An append-only log of records that survives kill -9 and power loss. One owner appends, many read. Records have
/// dense sequences from 1; an intact log keeps its epoch over restarts, a new or lost one gets a larger one and begins
/// at 1, and one that was restored from a copy gets a larger one that goes on counting (<see cref="RequestNewEpoch"/>). An idle log costs two file handles and neither a thread nor a timer. All members are thread-safe.
/// </summary>
public sealed partial class SegmentedLog : IAsyncDisposable
{
    internal const string UnfinishedExtension = ".new";
    internal const string NewEpochMarker = "new-epoch";

    private readonly SegmentedLogOptions _options;
    private readonly ILogStorage _storage;
    private readonly TimeProvider _time;
    private readonly IDisposable _directoryLock;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();

    // Ordered, never empty, no gaps; the last one is active. Guarded by _gate, as all below.
    private readonly List<Segment> _segments;
    private readonly Dictionary<string, long> _positions;
    private long _nextSequence;
    private long _durable;
    private long _sealedBytes;
    private bool _disposed;

    private SegmentedLog(SegmentedLogOptions options, ILogStorage storage, TimeProvider time, IDisposable directoryLock, LogRecovery recovered)
    {
        _options = options;
        _storage = storage;
        _time = time;
        _directoryLock = directoryLock;
        _segments = recovered.Segments;
        _positions = recovered.Positions;
        Epoch = recovered.Epoch;
        _durable = Active.Last;
        _nextSequence = _durable + 1;
        _sealedBytes = _segments.Sum(segment => segment.End) - Active.End;
    }

    /// <summary>Opens or makes the log and recovers it.</summary>
    /// <exception cref="LogDamagedException">Durable bytes are not what was written.</exception>
    /// <exception cref="LogStorageException">The directory is in use or cannot be written.</exception>
    public static async ValueTask<SegmentedLog> OpenAsync(
        SegmentedLogOptions options, ILogStorage? storage = null, TimeProvider? time = null, CancellationToken ct = default)
    {
        options.Validate();
        return await Task.Run(() => Open(options, storage ?? FileLogStorage.Instance, time ?? TimeProvider.System), ct);
    }

    private static SegmentedLog Open(SegmentedLogOptions options, ILogStorage storage, TimeProvider time)
    {
        IDisposable? directoryLock = null;
        try
        {
            storage.CreateDirectory(options.Directory);
            try
            {
                directoryLock = storage.LockDirectory(options.Directory);
            }
            catch (IOException e)
            {
                throw new LogStorageException($"The log '{options.Directory}' is in use: one log has one writer. Stop the other process.", e);
            }
            var recovery = new LogRecovery(storage, options.Directory, time);
            recovery.Run();
            return new(options, storage, time, directoryLock, recovery);
        }
        catch (Exception e)
        {
            directoryLock?.Dispose();
            if (e is UnauthorizedAccessException or (IOException and not (LogDamagedException or LogStorageException)))
                throw new LogStorageException($"The log '{options.Directory}' cannot be opened: {e.Message}", e);
            throw;
        }
    }

    /// <summary>
    /// Lets the log go on in a larger epoch when it is opened next. For a copy that is put back: the records that the original
    /// got after it was copied have the sequences that this one gives next, and only the epoch tells them apart.
    /// </summary>
    /// <param name="directory">Of a log that is not open.</param>
    public static void RequestNewEpoch(string directory)
    {
        using (File.Create(Path.Join(directory, NewEpochMarker)))
        {
            // Its name says all.
        }
        DirectorySync.Sync(directory);
    }

    /// <summary>Which life of the log this is; grows when a log is lost or put back. Unix milliseconds when it was made, or more.</summary>
    public long Epoch { get; }

    /// <summary>The oldest record that is kept; equals <see cref="NextSequence"/> when there is none.</summary>
    public long OldestSequence
    {
        get { lock (_gate) return _segments[0].First; }
    }

    /// <summary>
    /// The first record that follows a position which may be of an epoch that this one goes on from. Of an epoch that is not here
    /// any more, or never was: the oldest record.
    /// </summary>
    public long NextAfter(long epoch, long sequence)
    {
        lock (_gate)
        {
            if (epoch == Epoch)
                return sequence + 1;
            return _segments.FindLast(segment => segment.Epoch == epoch) is { } last ? Math.Min(sequence, last.Last) + 1 : _segments[0].First;
        }
    }

    /// <summary>The sequence that the next record will get.</summary>
    public long NextSequence
    {
        get { lock (_gate) return _nextSequence; }
    }

    /// <summary>The newest record that is on the medium; 0 when there never was one.</summary>
    public long DurableSequence
    {
        get { lock (_gate) return _durable; }
    }

    /// <summary>Bytes on disk and on their way there.</summary>
    public long Bytes
    {
        get { lock (_gate) return UsedBytes; }
    }

    /// <summary>Why the disk refused the last commit; null while all is well.</summary>
    public LogStorageException? Failure
    {
        get { lock (_gate) return _failure; }
    }

    private Segment Active => _segments[^1];

    private long UsedBytes => _sealedBytes + Active.End + _pending.Length + _writing.Length;

    /// <summary>
    /// Removes whole segments of which every record is below <paramref name="belowSequence"/>, at most up to what a
    /// named reader still needs. Writes to the disk before it returns.
    /// </summary>
    /// <param name="belowSequence">The first sequence to keep; larger than all means as much as possible.</param>
    /// <param name="ignoreReaders">Also what readers have not committed; they then get <see cref="LogTruncatedException"/>.</param>
    /// <exception cref="LogStorageException">The disk refused; what was removed so far is gone, the rest is kept.</exception>
    public void Truncate(long belowSequence, bool ignoreReaders = false)
    {
        lock (_truncation)
        {
            while (TakeOldest(belowSequence, ignoreReaders) is { } oldest)
            {
                try
                {
                    // One at a time, so that after a crash the oldest that is left may be one too many, never a gap.
                    _storage.Delete(oldest.Path);
                    _storage.SyncDirectory(_options.Directory);
                }
                catch (Exception e) when (IsStorageFailure(e))
                {
                    lock (_gate)
                    {
                        _segments.Insert(0, oldest);
                        _sealedBytes += oldest.End;
                    }
                    throw new LogStorageException($"'{oldest.Path}' cannot be removed: {e.Message}", e);
                }
                SignalRoom();
            }
        }
    }

    private readonly Lock _truncation = new();

    private Segment? TakeOldest(long belowSequence, bool ignoreReaders)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!ignoreReaders && _positions.Count > 0)
                belowSequence = Math.Min(belowSequence, _positions.Values.Min() + 1);
            if (_segments.Count < 2 || _segments[1].First > belowSequence)
                return null;
            var oldest = _segments[0];
            _segments.RemoveAt(0);
            _sealedBytes -= oldest.End;
            return oldest;
        }
    }

    /// <summary>Writes what is pending if the disk takes it, then closes. Readers that wait are told the end.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }
        await FinishCommitsAsync();
        SignalDurable();
        SignalRoom();
        lock (_gate)
            Active.Leave();
        _directoryLock.Dispose();
        _stopping.Dispose();
    }

    private static bool IsStorageFailure(Exception e) => e is IOException or UnauthorizedAccessException;
}
