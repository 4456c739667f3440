using System.Threading.Channels;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// Drives <see cref="RecoveryMachine"/>: performs each state's action over the network and feeds the outcome back, until it is
/// stopped. One loop, so that no two recoveries ever run at a time.
/// </summary>
internal sealed class ConnectionDriver
{
    readonly ConnectionOptions _options;
    readonly EndpointAddress _address;
    readonly TimeProvider _time;
    readonly Dial _dial;
    readonly SubscriptionRegistry _registry;
    readonly BatchPool _pool;
    readonly Acknowledgements _acknowledgements;
    readonly NotificationRouter _router;
    readonly AsyncSignal _pumpSignal;
    readonly EventSink _events;
    readonly Counters _counters;
    readonly SubscriptionServices _subscriptions;
    readonly BackOff _backOff;
    readonly BackOff _recreations;
    readonly CancellationTokenSource _stop = new();

    // What ends Running; written from the receive loop, by the owner and by this loop itself.
    readonly Channel<(StepOutcome Outcome, string Reason)> _interrupts = Channel.CreateUnbounded<(StepOutcome, string)>();

    ClientChannel? _channel;
    ServerEndpoint? _endpoint;
    ClientSession? _session;
    PublishPump? _pump;
    SubscriptionWatch? _watch;
    long _runningSince;
    long _lastRecreation;
    string? _sessionLostBecause;
    bool _transferDue;
    DateTime? _serverStarted;
    FailureSnapshot? _lastError;
    StateSnapshot _snapshot;
    long _roundTripTicks = -1;

    public ConnectionDriver(
        ConnectionOptions options, EndpointAddress address, Dial dial, TimeProvider time, SubscriptionRegistry registry,
        BatchPool pool, Acknowledgements acknowledgements, NotificationRouter router, AsyncSignal pumpSignal, EventSink events, Counters counters)
    {
        _options = options;
        _address = address;
        _dial = dial;
        _time = time;
        _registry = registry;
        _pool = pool;
        _acknowledgements = acknowledgements;
        _router = router;
        _pumpSignal = pumpSignal;
        _events = events;
        _counters = counters;
        _subscriptions = new SubscriptionServices(registry, router, events, options, time);
        _backOff = new BackOff(options.FirstBackOff, options.LongestBackOff, Random.Shared.NextDouble);
        _recreations = new BackOff(options.FirstBackOff, options.LongestBackOff, Random.Shared.NextDouble);
        _snapshot = new StateSnapshot(ConnectionState.Waiting, time.GetUtcNow(), null);
    }

    public StateSnapshot Snapshot => Volatile.Read(ref _snapshot);

    public int Attempts => _backOff.Attempts;

    public FailureSnapshot? LastError => Volatile.Read(ref _lastError);

    public TimeSpan? RoundTrip => Volatile.Read(ref _roundTripTicks) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>The session while it can be used; null otherwise.</summary>
    public ClientSession? ActiveSession =>
        Snapshot.State is ConnectionState.Running or ConnectionState.CreatingSubscriptions or ConnectionState.Republishing ? _session : null;

    public ClientSession? Session => _session;

    /// <summary>Something asks for another state: a lost session, a subscription to create.</summary>
    public void Interrupt(StepOutcome outcome, string reason) => _interrupts.Writer.TryWrite((outcome, reason));

    public async Task RunAsync()
    {
        await Task.Yield();
        var state = ConnectionState.Waiting;
        while (state is not ConnectionState.Closed)
        {
            Enter(state);
            var (outcome, error) = await StepAsync(state).ConfigureAwait(false);
            var next = RecoveryMachine.Next(state, outcome);
            if (next is ConnectionState.Waiting && state is not ConnectionState.Waiting)
                await LeaveAsync(state, outcome, error).ConfigureAwait(false);
            state = next;
        }

        Enter(ConnectionState.Closed);
    }

    /// <summary>Stops the loop; the session, if there is one, can still be closed by <see cref="CloseAsync"/>.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Ends session and channel, after <see cref="RunAsync"/> has ended. Takes a few seconds at most.</summary>
    public async Task CloseAsync(bool deleteSubscriptions)
    {
        if (_session is { } session && _channel is { } channel && !channel.Lost.IsCompleted)
        {
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
                await session.CloseAsync(deleteSubscriptions, limit.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (ChannelFault.IsExpected(exception))
            {
                // The server frees the session by itself when it times out.
            }
        }

        await DropChannelAsync(sayGoodbye: true).ConfigureAwait(false);
        // It holds its last channel, and that its buffers, for as long as anybody keeps the connection.
        _session = null;
        _stop.Dispose();
    }

    async Task<(StepOutcome Outcome, Exception? Error)> StepAsync(ConnectionState state)
    {
        try
        {
            var outcome = state switch
            {
                ConnectionState.Waiting => await WaitAsync().ConfigureAwait(false),
                ConnectionState.OpeningChannel => await OpenAsync().ConfigureAwait(false),
                ConnectionState.ActivatingSession => await ActivateAsync().ConfigureAwait(false),
                ConnectionState.CreatingSession => await CreateSessionAsync().ConfigureAwait(false),
                ConnectionState.TransferringSubscriptions => await TransferAsync().ConfigureAwait(false),
                ConnectionState.Republishing => await RepublishAsync().ConfigureAwait(false),
                ConnectionState.CreatingSubscriptions => await CreateSubscriptionsAsync().ConfigureAwait(false),
                _ => await StayAsync().ConfigureAwait(false),
            };
            return (outcome, null);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return (StepOutcome.Stopped, null);
        }
        catch (Exception exception) when (ChannelFault.IsExpected(exception))
        {
            return (Classify(exception), exception);
        }
    }

    StepOutcome Classify(Exception exception)
    {
        if (_channel is null || _channel.Lost.IsCompleted || ChannelFault.IsChannelLost(exception)) return StepOutcome.ChannelLost;
        return ChannelFault.IsSessionLost(ChannelFault.StatusOf(exception)) ? StepOutcome.SessionLost : StepOutcome.Refused;
    }

    async Task<StepOutcome> WaitAsync()
    {
        await DropChannelAsync(sayGoodbye: false).ConfigureAwait(false);
        var delay = Snapshot.NextAttempt is { } next ? next - _time.GetUtcNow() : TimeSpan.Zero;
        // This machine's clock may have been set meanwhile.
        if (delay > _options.LongestBackOff) delay = _options.LongestBackOff;
        if (delay > TimeSpan.Zero) await Task.Delay(delay, _time, _stop.Token).ConfigureAwait(false);
        return StepOutcome.Done;
    }

    async Task<StepOutcome> OpenAsync()
    {
        _endpoint ??= await Discovery.ChooseEndpointAsync(_options, _dial, _time, _stop.Token).ConfigureAwait(false);
        try
        {
            _channel = await ClientChannel.OpenAsync(_address, _endpoint, _options, _dial, _time, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not System.Net.Sockets.SocketException)
        {
            // A server that was reached may have another certificate or other endpoints by now: they are asked for anew.
            _endpoint = null;
            throw;
        }

        _counters.Connect();
        return StepOutcome.Done;
    }

    async Task<StepOutcome> ActivateAsync()
    {
        if (_session is null) return StepOutcome.Refused;
        try
        {
            await _session.ActivateAsync(_channel!, _stop.Token).ConfigureAwait(false);
        }
        catch (OpcUaException exception) when (!_channel!.Lost.IsCompleted && !ChannelFault.IsChannelLostToService(exception))
        {
            _sessionLostBecause = exception.Message;
            _session = null;
            return StepOutcome.Refused;
        }

        if (!_session.IsAcquainted) await AcquaintAsync().ConfigureAwait(false);
        MakePump();
        _events.Raise(at => new SessionReactivated(at));
        return StepOutcome.Done;
    }

    async Task<StepOutcome> CreateSessionAsync()
    {
        // Whatever is wrong with the session may be wrong with what discovery said: asked anew unless all goes well.
        var endpoint = _endpoint;
        _endpoint = null;
        _session = await ClientSession.CreateAsync(_channel!, _options, _time, _stop.Token).ConfigureAwait(false);
        _transferDue = true;
        await AcquaintAsync().ConfigureAwait(false);
        _endpoint = endpoint;
        MakePump();
        var because = _sessionLostBecause;
        _sessionLostBecause = null;
        _events.Raise(at => new SessionCreated(at, because));
        return StepOutcome.Done;
    }

    async Task AcquaintAsync()
    {
        try
        {
            await _session!.AcquaintAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OpcUaException exception) when (!ChannelFault.IsChannelLost(exception))
        {
            await _session!.AbandonAsync(_stop.Token).ConfigureAwait(false);
            throw;
        }

        // A server that was started again numbers its subscriptions anew: an id of before may by now be another client's, and
        // transferring it would take that client's values and leave ours out.
        var started = _session!.Profile.StartTime;
        if (_serverStarted is { } before && started is { } now && now != before) _subscriptions.ForgetAll("The server was restarted.");
        _serverStarted = started ?? _serverStarted;
    }

    /// <summary>Asks for the subscriptions of an older session, unless this session has them already.</summary>
    async Task<StepOutcome> TransferAsync()
    {
        if (!_transferDue) return StepOutcome.Done;
        var outcome = await _subscriptions.TransferAsync(_session!, _stop.Token).ConfigureAwait(false);
        _transferDue = false;
        return outcome;
    }

    async Task<StepOutcome> CreateSubscriptionsAsync()
    {
        var outcome = await _subscriptions.CreateAsync(_session!, _pump!.RefetchAsync, _stop.Token).ConfigureAwait(false);
        if (outcome is StepOutcome.SubscriptionMissing) await PauseBeforeRecreationAsync().ConfigureAwait(false);
        return outcome;
    }

    // It sends nothing until Running, but fetches again before that.
    void MakePump()
    {
        _pump = new PublishPump(
            _session!, _registry, _pool, _acknowledgements, _router, _pumpSignal, _options.MaxOutstandingPublishes, _time, Interrupt);
        _watch = new SubscriptionWatch(_session!, _registry, _pump, _time, took => Volatile.Write(ref _roundTripTicks, took.Ticks));
    }

    async Task<StepOutcome> RepublishAsync()
    {
        foreach (var subscription in _registry.All.Where(subscription => subscription.Id != 0 && !subscription.IsResuming))
            _registry.Map(subscription.Id, subscription);
        return await _subscriptions.RepublishAsync(_pump!.RefetchAsync, _stop.Token).ConfigureAwait(false);
    }

    async Task<StepOutcome> StayAsync()
    {
        if (_runningSince == 0)
        {
            _runningSince = _time.GetTimestamp();
            _pump!.Start();
            _events.Raise(at => new Connected(at));
            await _watch!.PingAsync(_stop.Token).ConfigureAwait(false);
        }

        var tick = Tick();
        var lastRetry = _time.GetTimestamp();
        while (true)
        {
            // A subscription may have been added or made anew: the pump has something to ask for again.
            _pumpSignal.Set();
            if (await NextInterruptAsync(tick).ConfigureAwait(false) is { } interrupt)
            {
                var outcome = Ended(interrupt);
                await PauseBeforeRecreationAsync().ConfigureAwait(false);
                return outcome;
            }

            if (_channel!.Lost.IsCompleted) throw Why(await _channel.Lost.ConfigureAwait(false));
            if (_channel.Silence >= _options.KeepAliveInterval) await _watch!.PingAsync(_stop.Token).ConfigureAwait(false);
            await _watch!.DeleteOrphansAsync(_stop.Token).ConfigureAwait(false);
            if (await _watch.FindSilentAsync(_stop.Token).ConfigureAwait(false)) return StepOutcome.SubscriptionMissing;
            if (_options.RetryFailedItemsAfter > TimeSpan.Zero && _time.GetElapsedTime(lastRetry) >= _options.RetryFailedItemsAfter)
            {
                lastRetry = _time.GetTimestamp();
                if (_subscriptions.HasUnfinished)
                {
                    await _session!.RefreshNamespacesAsync(_stop.Token).ConfigureAwait(false);
                    var outcome = await CreateSubscriptionsAsync().ConfigureAwait(false);
                    if (outcome is StepOutcome.SubscriptionMissing) return outcome;
                }
            }
        }
    }

    static StepOutcome Ended((StepOutcome Outcome, string Reason) interrupt)
    {
        if (interrupt.Outcome is not StepOutcome.SubscriptionMissing)
        {
            var status = interrupt.Outcome is StepOutcome.SessionLost ? StatusCodes.BadSessionIdInvalid : StatusCodes.BadConnectionClosed;
            throw new OpcUaException(status, interrupt.Reason);
        }

        return StepOutcome.SubscriptionMissing;
    }

    // A server that ends each subscription as soon as it is made is not asked for the next one at once.
    async Task PauseBeforeRecreationAsync()
    {
        if (!Array.Exists(_registry.All, subscription => subscription.Id == 0 && subscription.LostBecause is not null)) return;
        _recreations.Held(_time.GetElapsedTime(_lastRecreation));
        await Task.Delay(_recreations.Next(), _time, _stop.Token).ConfigureAwait(false);
        _lastRecreation = _time.GetTimestamp();
    }

    static OpcUaException Why(Exception lost) =>
        lost is OpcUaException known && ChannelFault.IsChannelLost(known)
            ? known
            : new OpcUaException(StatusCodes.BadConnectionClosed, lost.Message, lost);

    TimeSpan Tick() => TimeSpan.FromTicks(Math.Clamp(_options.KeepAliveInterval.Ticks / 4, TimeSpan.TicksPerMillisecond * 20, TimeSpan.TicksPerSecond));

    async Task<(StepOutcome Outcome, string Reason)?> NextInterruptAsync(TimeSpan longest)
    {
        if (_interrupts.Reader.TryRead(out var ready)) return ready;
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var interrupted = _interrupts.Reader.WaitToReadAsync(wake.Token).AsTask();
        var ticked = Task.Delay(longest, _time, wake.Token);
        await Task.WhenAny(interrupted, ticked, _channel!.Lost).ConfigureAwait(false);
        await wake.CancelAsync().ConfigureAwait(false);
        await ((Task)interrupted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ticked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Token.ThrowIfCancellationRequested();
        return _interrupts.Reader.TryRead(out ready) ? ready : null;
    }

    async Task LeaveAsync(ConnectionState state, StepOutcome outcome, Exception? error)
    {
        var status = error is null ? StatusCodes.BadUnexpectedError : ChannelFault.StatusOf(error);
        var reason = error?.Message ?? outcome.ToString();
        Volatile.Write(ref _lastError, new FailureSnapshot(reason, status));
        if (_runningSince != 0) _backOff.Held(_time.GetElapsedTime(_runningSince));
        if (outcome is StepOutcome.SessionLost or StepOutcome.Refused)
        {
            _sessionLostBecause = reason;
            if (outcome is StepOutcome.SessionLost || state is ConnectionState.CreatingSession) _session = null;
        }

        var pause = _backOff.Next();
        _events.Raise(at => new ConnectionLost(at, reason, status, Attempts, pause));
        Volatile.Write(ref _snapshot, Snapshot with { NextAttempt = _time.GetUtcNow() + pause });
        await DropChannelAsync(sayGoodbye: outcome is not StepOutcome.ChannelLost).ConfigureAwait(false);
    }

    async Task DropChannelAsync(bool sayGoodbye)
    {
        _runningSince = 0;
        var (channel, pump) = (_channel, _pump);
        (_channel, _pump, _watch) = (null, null, null);
        if (pump is not null) await pump.StopAsync().ConfigureAwait(false);
        if (channel is null) return;
        if (sayGoodbye) await channel.CloseAsync().ConfigureAwait(false);
        else await channel.DisposeAsync().ConfigureAwait(false);
        while (_interrupts.Reader.TryRead(out _))
        {
            // What was said about the old channel is settled with it.
        }
    }

    void Enter(ConnectionState state)
    {
        var before = Snapshot;
        Volatile.Write(ref _snapshot, new StateSnapshot(
            state, _time.GetUtcNow(), state is ConnectionState.Waiting ? before.NextAttempt : null));
    }
}

/// <summary>Why the last attempt or connection ended.</summary>
internal sealed record FailureSnapshot(string Reason, StatusCode Status);

/// <summary>What the driver is doing, and since when.</summary>
internal sealed record StateSnapshot(ConnectionState State, DateTimeOffset Since, DateTimeOffset? NextAttempt);
