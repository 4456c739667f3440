namespace Jinan.IndustryBrain.DurableLog;

/// <summary>What readers need of the log.</summary>
public sealed partial class SegmentedLog
{
    private readonly Dictionary<string, long> _proposedPositions = new(StringComparer.Ordinal);
    private readonly Lock _positionWriting = new();
    private TaskCompletionSource? _durableChanged;

    internal readonly record struct ReadableSegment(Segment Segment, ILogFile File);

    /// <summary>
    /// Opens the reader of that name; its durable position comes back with it. A name that is new is made durable at once,
    /// so that truncation respects it from then on.
    /// </summary>
    /// <param name="name">1 to 100 of letters, digits, <c>- _ .</c>.</param>
    /// <param name="fromNewest">Where a new reader starts: at the oldest record, or behind the newest.</param>
    public LogReader OpenReader(string name, bool fromNewest = false)
    {
        PositionFile.CheckName(name);
        lock (_truncation)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (_positions.ContainsKey(name))
                    return new(this, name);
                _proposedPositions[name] = fromNewest ? _durable : _segments[0].First - 1;
            }
            StorePosition(name);
        }
        return new(this, name);
    }

    /// <summary>Reads without a name: holds nothing back from truncation and cannot commit.</summary>
    public LogScan OpenScan() => new(this);

    /// <summary>The readers that have a position, open or not, with these.</summary>
    public IReadOnlyDictionary<string, long> ReaderPositions
    {
        get { lock (_gate) return new Dictionary<string, long>(_positions); }
    }

    /// <summary>Forgets a reader's position, so that it holds back truncation no longer.</summary>
    public void RemoveReader(string name)
    {
        PositionFile.CheckName(name);
        lock (_truncation)
        {
            lock (_gate)
            {
                if (!_positions.Remove(name))
                    return;
                _proposedPositions.Remove(name);
            }
            try
            {
                _storage.Delete(Path.Join(_options.Directory, name + PositionFile.Extension));
                _storage.SyncDirectory(_options.Directory);
            }
            catch (Exception e) when (IsStorageFailure(e))
            {
                throw new LogStorageException($"The position of reader '{name}' in '{_options.Directory}' cannot be removed: {e.Message}", e);
            }
        }
    }

    internal long PositionOf(string reader)
    {
        lock (_gate)
            return _positions.GetValueOrDefault(reader);
    }

    internal void ProposePosition(string reader, long position)
    {
        lock (_gate)
        {
            if (position > _proposedPositions.GetValueOrDefault(reader))
                _proposedPositions[reader] = position;
        }
    }

    internal void StorePosition(string reader)
    {
        lock (_positionWriting)
        {
            long position;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                position = _proposedPositions[reader];
            }
            try
            {
                PositionFile.Write(_storage, _options.Directory, reader, Epoch, position);
            }
            catch (Exception e) when (IsStorageFailure(e))
            {
                throw new LogStorageException($"The position of reader '{reader}' in '{_options.Directory}' cannot be written: {e.Message}", e);
            }
            lock (_gate)
                _positions[reader] = position;
        }
    }

    internal async ValueTask<bool> WaitForDurableAsync(long sequence, CancellationToken ct)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_durable >= sequence)
                    return !_disposed;
                if (_disposed)
                    return false;
                _durableChanged ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _durableChanged.Task;
            }
            await changed.WaitAsync(ct);
        }
    }

    /// <summary>The segment that holds a durable record, with its file kept open; null when the record is not durable yet.</summary>
    internal ReadableSegment? UseSegmentOf(long sequence)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (sequence > _durable)
                return null;
            if (sequence < _segments[0].First)
                throw new LogTruncatedException(sequence, _segments[0].First);
            var low = 0;
            var high = _segments.Count - 1;
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                if (_segments[middle].First <= sequence)
                    low = middle;
                else
                    high = middle - 1;
            }
            try
            {
                return new(_segments[low], _segments[low].Use(_storage));
            }
            catch (FileNotFoundException)
            {
                throw new LogDamagedException(_segments[low].Path, 0, _segments[low].First, "the file is gone");
            }
        }
    }

    internal void LeaveSegment(Segment segment)
    {
        lock (_gate)
            segment.Leave();
    }

    internal long ReadableEnd(Segment segment, out long last)
    {
        lock (_gate)
        {
            last = segment.Last;
            return segment.End;
        }
    }

    private void SignalDurable()
    {
        TaskCompletionSource? changed;
        lock (_gate)
        {
            changed = _durableChanged;
            _durableChanged = null;
        }
        changed?.SetResult();
    }
}
