namespace Jinan.IndustryBrain.DurableLog;

/// <summary>Appending and the group commit.</summary>
public sealed partial class SegmentedLog
{
    // What is appended goes to _pending; the one committer moves it to _writing and writes that without the gate.
    private readonly CommitBuffer _pending = new();
    private readonly CommitBuffer _writing = new();
    private TaskCompletionSource? _group;
    private Task _committer = Task.CompletedTask;
    private bool _committing;
    private LogStorageException? _failure;
    private Exception? _fault;

    // Set while what stands behind the durable end of the active segment is not known: it is never written to again.
    private bool _tailIsSuspect;

    /// <summary>
    /// Queues a record for the next commit and returns its sequence. Acknowledge nothing before
    /// <see cref="FlushAsync"/> or <see cref="DurableSequence"/> says so. Allocates nothing once its buffer has grown.
    /// </summary>
    /// <exception cref="LogFullException">No room, in the log or in the queue to the disk; nothing was queued.</exception>
    /// <exception cref="LogStorageException">The disk refuses at present; nothing was queued.</exception>
    public long Append(ReadOnlySpan<byte> record)
    {
        if (record.Length > _options.MaxRecordBytes)
            throw new ArgumentException($"A record has {record.Length} bytes; MaxRecordBytes is {_options.MaxRecordBytes}.", nameof(record));
        lock (_gate)
        {
            ThrowIfUnusable();
            if (_failure is not null)
                throw new LogStorageException(_failure.Message, _failure.InnerException);
            var size = RecordHeader.Size + record.Length;
            if (UsedBytes + size > _options.MaxBytes)
                throw new LogFullException(
                    $"The log '{_options.Directory}' has reached its limit of {_options.MaxBytes} bytes: a reader has to catch up, or MaxBytes has to grow.");
            if (_pending.Length + _writing.Length + size > _options.MaxPendingBytes)
                throw new LogFullException(
                    $"The disk of the log '{_options.Directory}' does not keep up: {_pending.Length + _writing.Length} bytes wait for it. Await FlushAsync more often.")
                {
                    IsDiskBehind = true,
                };
            _pending.Append(Epoch, _nextSequence, _durable, record);
            return _nextSequence++;
        }
    }

    /// <summary>
    /// Completes when everything appended before the call is on the medium. Those who wait at the same time share one
    /// sync. Cancelling stops the waiting, not the writing.
    /// </summary>
    /// <exception cref="LogStorageException">The disk refused; the records stay queued: call again.</exception>
    public ValueTask FlushAsync(CancellationToken ct = default)
    {
        Task group;
        lock (_gate)
        {
            if (_durable == _nextSequence - 1)
                return ValueTask.CompletedTask;
            ThrowIfUnusable();
            _group ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            group = _group.Task;
            if (!_committing)
            {
                _committing = true;
                _committer = Task.Run(CommitLoopAsync, CancellationToken.None);
            }
        }
        return new(group.WaitAsync(ct));
    }

    /// <summary>Appends a record and waits until it is on the medium.</summary>
    /// <returns>Its sequence.</returns>
    /// <exception cref="LogFullException">No room; nothing was queued.</exception>
    /// <exception cref="LogStorageException">
    /// The disk refused. If <see cref="NextSequence"/> has moved on the record is queued and must not be appended again.
    /// </exception>
    public async ValueTask<long> AppendAsync(ReadOnlyMemory<byte> record, CancellationToken ct = default)
    {
        var sequence = Append(record.Span);
        await FlushAsync(ct);
        return sequence;
    }

    /// <summary>Completes when a record of the largest size can be appended and the disk takes writes.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken ct = default)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                ThrowIfUnusable();
                var size = RecordHeader.Size + _options.MaxRecordBytes;
                if (_failure is null && UsedBytes + size <= _options.MaxBytes
                    && _pending.Length + _writing.Length + size <= _options.MaxPendingBytes)
                    return;
                _room ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _room.Task;
            }
            // What only waits for the disk makes room by being written; nobody else may be about to flush it.
            try
            {
                await FlushAsync(ct);
            }
            catch (LogStorageException)
            {
                // The commit goes on by itself and signals when it succeeds: waiting is what was asked for.
            }
            await changed.WaitAsync(ct);
        }
    }

    private TaskCompletionSource? _room;

    private async Task CommitLoopAsync()
    {
        if (_options.GroupCommitDelay > TimeSpan.Zero)
            await Task.Delay(_options.GroupCommitDelay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (TakeGroup() is { } group)
        {
            try
            {
                WriteBatch();
            }
            catch (Exception e) when (IsStorageFailure(e))
            {
                Refuse(e, group);
                if (!await WaitToRetryAsync())
                    return;
                continue;
            }
            catch (Exception e)
            {
                // Not the disk but a defect: nothing that is known about the files can be trusted any more.
                Fail(e, group);
                return;
            }
            Acknowledge(group);
        }
    }

    private TaskCompletionSource? TakeGroup()
    {
        lock (_gate)
        {
            if (_writing.IsEmpty && (_pending.IsEmpty || _group is null))
            {
                // Those who came during the last commit and had appended nothing more waited for that one.
                _group?.SetResult();
                _group = null;
                _committing = false;
                return null;
            }
            // After a refusal the batch that was refused goes first, and what waited behind it goes along.
            _writing.Append(_pending);
            var group = _group ?? new(TaskCreationOptions.RunContinuationsAsynchronously);
            _group = null;
            return group;
        }
    }

    private void WriteBatch()
    {
        Segment active;
        bool roll;
        lock (_gate)
        {
            active = Active;
            roll = _tailIsSuspect
                || (active.Last >= active.First && active.End + _writing.Length > _options.SegmentBytes);
        }
        // Until the sync has returned nothing is known about what stands behind the durable end.
        var wasSuspect = _tailIsSuspect;
        _tailIsSuspect = true;
        if (roll)
            active = Roll(active, wasSuspect);
        active.OpenFile.Write(active.End, _writing.Bytes);
        active.OpenFile.Sync();
        _tailIsSuspect = false;
    }

    /// <summary>
    /// Begins a new segment after the last durable record. After a failed write or sync the old one may hold anything
    /// behind its durable end, and a second sync of it could report success for pages that the kernel has thrown away:
    /// the records are written again from memory, elsewhere. Readers and recovery stop at the new segment's beginning.
    /// </summary>
    private Segment Roll(Segment active, bool wasSuspect)
    {
        if (wasSuspect)
            GiveBackTail(active);
        // One without a record is replaced, and with it what it says of the epoch before.
        var continues = active.Last < active.First ? active.Continues : 0;
        var next = LogRecovery.CreateSegment(_storage, _options.Directory, new(Epoch, active.Last + 1, continues));
        lock (_gate)
        {
            // A segment without a durable record has the name of its successor and was replaced by it.
            if (active.First == next.First)
                _segments.RemoveAt(_segments.Count - 1);
            else
                _sealedBytes += active.End;
            active.Leave();
            _segments.Add(next);
        }
        return next;
    }

    private static void GiveBackTail(Segment active)
    {
        try
        {
            active.OpenFile.SetLength(active.End);
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            // Only to free the room of a write that did not fit; correctness does not rest on it.
        }
    }

    private void Acknowledge(TaskCompletionSource group)
    {
        lock (_gate)
        {
            Active.End += _writing.Length;
            _durable = Active.Last = _writing.LastSequence;
            _writing.Clear();
            _failure = null;
        }
        group.SetResult();
        SignalDurable();
        SignalRoom();
    }

    private void Refuse(Exception reason, TaskCompletionSource group)
    {
        var failure = new LogStorageException(
            $"The log '{_options.Directory}' cannot be written, nothing more is acknowledged: {reason.Message} "
            + $"Free space or repair the disk; it is tried again every {_options.RetryInterval.TotalSeconds:0.#} s.", reason);
        lock (_gate)
            _failure = failure;
        group.SetException(failure);
        // Somebody may wait for the group's outcome only through others: its exception counts as seen.
        _ = group.Task.Exception;
    }

    private void Fail(Exception defect, TaskCompletionSource group)
    {
        TaskCompletionSource? next;
        lock (_gate)
        {
            _fault = defect;
            next = _group;
            _group = null;
        }
        group.SetException(defect);
        next?.SetException(defect);
        SignalRoom();
    }

    private async Task<bool> WaitToRetryAsync()
    {
        try
        {
            await Task.Delay(_options.RetryInterval, _time, _stopping.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task FinishCommitsAsync()
    {
        Task committer;
        lock (_gate)
        {
            if (!_committing && _fault is null && !_pending.IsEmpty)
            {
                _group ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                _ = _group.Task.ContinueWith(task => _ = task.Exception, TaskScheduler.Default);
                _committing = true;
                _committer = Task.Run(CommitLoopAsync, CancellationToken.None);
            }
            committer = _committer;
        }
        await _stopping.CancelAsync();
        await committer;
        lock (_gate)
        {
            _group?.TrySetException(new ObjectDisposedException(nameof(SegmentedLog)));
            _pending.Clear();
            _writing.Clear();
        }
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_fault is not null)
            throw new InvalidOperationException($"The log '{_options.Directory}' stopped after a defect; open it anew.", _fault);
    }

    private void SignalRoom()
    {
        TaskCompletionSource? room;
        lock (_gate)
        {
            room = _room;
            _room = null;
        }
        room?.SetResult();
    }
}
