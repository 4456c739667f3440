using System.Threading.Tasks.Sources;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// A Read on its way, and the columns that its answer goes into; used again for the next one, so that a read makes no task, no timer
/// and no promise.
/// </summary>
/// <remarks>
/// It ends once: by the answer, which the receive loop decodes, by the time-out or by the caller. Whatever comes second is let go.
/// Those who come late, the next read having begun, name the version of theirs and are let go too. After <see cref="Abandon"/> it
/// is not used again: its answer may still be written into the columns.
/// </remarks>
sealed class PendingRead(TimeProvider time, int count) : PendingRequest, IValueTaskSource<ValueColumns>
{
    readonly ReadColumns _columns = new();
    readonly Lock _lock = new();
    ManualResetValueTaskSourceCore<bool> _core;
    CancellationTokenRegistration _cancellation;
    CancellationToken _token;
    bool _isWaiting;

    // One timer for all reads. It runs on while they follow each other, and looks again when it fires.
    ITimer? _timer;
    bool _isArmed;
    long _began;
    TimeSpan _timeout;

    ClientChannel? _channel;
    uint _requestId;

    /// <summary>It was given up, and must not be used again.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Before the request is sent.</summary>
    /// <returns>Names this read; see <see cref="Answer"/>.</returns>
    public short Begin(TimeSpan timeout, CancellationToken cancellationToken)
    {
        short version;
        lock (_lock)
        {
            _core.Reset();
            version = _core.Version;
            _token = cancellationToken;
            _channel = null;
            _isWaiting = true;
            _began = time.GetTimestamp();
            _timeout = timeout;
            if (!_isArmed) Arm(timeout);
        }

        _cancellation = cancellationToken.UnsafeRegister(static (read, token) => ((PendingRead)read!).Cancel(token), this);
        return version;
    }

    public ValueTask<ValueColumns> Answer(short version) => new(this, version);

    /// <summary>The request was sent. Its answer may have come already.</summary>
    public void Posted(ClientChannel channel, uint requestId, short version)
    {
        lock (_lock)
        {
            if (version != _core.Version) return;
            (_channel, _requestId) = (channel, requestId);
            if (!IsAbandoned) return;
        }

        channel.Forget(requestId);
    }

    /// <summary>Ends the wait without an answer.</summary>
    public void Abandon(Exception reason, short version)
    {
        ClientChannel? channel;
        lock (_lock)
        {
            if (!_isWaiting || version != _core.Version) return;
            _isWaiting = false;
            IsAbandoned = true;
            channel = _channel;
        }

        channel?.Forget(_requestId);
        _cancellation.Unregister();
        _core.SetException(reason);
    }

    public override void Complete(ReadOnlySpan<byte> body)
    {
        var reader = new UaReader(body);
        var id = ServiceMessages.ReadEncodingId(ref reader);
        if (id != ReadResponse.BinaryEncodingId) ServiceCodec.ThrowOther(id, ref reader, nameof(ReadResponse));
        _columns.Decode(ref reader);
        if (TryEnd()) _core.SetResult(true);
    }

    public override void Fail(Exception reason)
    {
        if (TryEnd()) _core.SetException(reason);
    }

    ValueColumns IValueTaskSource<ValueColumns>.GetResult(short token)
    {
        _core.GetResult(token);
        if (_columns.ServiceResult.IsBad)
            throw new OpcUaException(_columns.ServiceResult, $"Read was refused: {_columns.ServiceResult}.");
        if (_columns.Values.Count != count)
            throw new OpcUaException(StatusCodes.BadUnknownResponse, $"{_columns.Values.Count} results came for {count} nodes.");
        return _columns.Values;
    }

    ValueTaskSourceStatus IValueTaskSource<ValueColumns>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<ValueColumns>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    bool TryEnd()
    {
        lock (_lock)
        {
            if (!_isWaiting) return false;
            _isWaiting = false;
        }

        _cancellation.Unregister();
        return true;
    }

    void Cancel(CancellationToken token)
    {
        short version;
        lock (_lock)
        {
            // The token of an earlier read says nothing of this one.
            if (token != _token) return;
            version = _core.Version;
        }

        Abandon(new OperationCanceledException(token), version);
    }

    void LookAtTime()
    {
        short version;
        lock (_lock)
        {
            _isArmed = false;
            if (!_isWaiting) return;
            version = _core.Version;
            var left = _timeout - time.GetElapsedTime(_began);
            if (left > TimeSpan.Zero)
            {
                Arm(left);
                return;
            }
        }

        Abandon(new TimeoutException($"No answer to a Read of {count} values within {_timeout}."), version);
    }

    void Arm(TimeSpan after)
    {
        _timer ??= time.CreateTimer(static read => ((PendingRead)read!).LookAtTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(after, Timeout.InfiniteTimeSpan);
        _isArmed = true;
    }
}
