using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// Keeps Publish requests waiting at the server, one credit each, and turns their responses into batches. One pump serves a
/// session over one channel; the next channel gets a new one.
/// </summary>
internal sealed class PublishPump(
    ClientSession session,
    SubscriptionRegistry registry,
    BatchPool pool,
    Acknowledgements acknowledgements,
    NotificationRouter router,
    AsyncSignal signal,
    int maxOutstanding,
    TimeProvider time,
    Action<StepOutcome, string> ended)
{
    /// <summary>A server may keep a Publish request for as long as it has nothing to say.</summary>
    static readonly TimeSpan Hint = TimeSpan.FromMinutes(10);

    /// <summary>Pause after a refusal that says nothing about what to do.</summary>
    static readonly TimeSpan RefusalPause = TimeSpan.FromMilliseconds(500);

    /// <summary>After so many time-outs a server counts as one without Republish: waiting for it again would stop the data.</summary>
    const int MaxUnansweredRefetches = 2;

    /// <summary>Not disposed: responses that are under way may still ask for its token, and it holds no timer.</summary>
    readonly CancellationTokenSource _stop = new();

    int _outstanding;
    bool _paused;
    int _extra;
    int _limit = maxOutstanding;
    long _servedSince = time.GetTimestamp();
    Task _running = Task.CompletedTask;

    /// <summary>Publish requests at the server.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>
    /// How long the server has had a Publish request to answer with: zero while the consumer holds everything back. Silence
    /// means something only during this time.
    /// </summary>
    public TimeSpan Served => Outstanding == 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref _servedSince));

    public void Start() => _running = RunAsync();

    /// <summary>Stops sending. Responses that are under way are still taken until the channel ends.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    async Task RunAsync()
    {
        // Not on the caller's thread, which drives the recovery.
        await Task.Yield();
        try
        {
            while (true)
            {
                while (Outstanding < Wanted && pool.TryTakeCredit()) await SendAsync().ConfigureAwait(false);
                await signal.WaitAsync(_stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (ChannelFault.IsExpected(exception))
        {
            if (!_stop.IsCancellationRequested) ended(StepOutcome.ChannelLost, exception.Message);
        }
    }

    // Two more than there are subscriptions: one is on the way while another is being answered. A server that has more to send
    // than there are requests to answer gets others, or a slow line would bound the values a second.
    int Wanted => registry.HasLive && !Volatile.Read(ref _paused)
        ? Math.Min(Volatile.Read(ref _limit), registry.LiveCount + 2 + Volatile.Read(ref _extra))
        : 0;

    async Task SendAsync()
    {
        var taken = new List<(uint SubscriptionId, uint SequenceNumber)>();
        acknowledgements.Take(taken, registry.IsKnown);
        var request = new PublishRequest
        {
            SubscriptionAcknowledgements =
                [.. taken.Select(one => new SubscriptionAcknowledgement { SubscriptionId = one.SubscriptionId, SequenceNumber = one.SequenceNumber })],
        };
        if (Interlocked.Increment(ref _outstanding) == 1) Volatile.Write(ref _servedSince, time.GetTimestamp());
        var pending = new PendingPublish(this);
        try
        {
            await session.PostAsync(request, Hint, pending, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            pending.Fail(exception);
            throw;
        }
    }

    void Received(ReadOnlySpan<byte> body, long askedTime)
    {
        var batch = pool.Rent();
        try
        {
            batch.DecodePublish(body, askedTime, Now(), acknowledgements);
        }
        catch
        {
            pool.Shelve(batch);
            throw;
        }

        Interlocked.Decrement(ref _outstanding);
        if (batch.MoreNotifications && registry.LiveCount + 2 + _extra < Volatile.Read(ref _limit)) Volatile.Write(ref _extra, _extra + 1);
        signal.Set();
        var change = batch.StatusChange;
        var id = batch.SubscriptionId;
        if (!router.Accept(batch, RefetchAsync, _stop.Token))
            LoseSubscription(id, "What the server sends for the subscription is not what was asked of it: numbers begun anew, or items of another client.");
        if (change is { } status && status != StatusCodes.GoodSubscriptionTransferred)
            LoseSubscription(id, $"The server ended the subscription: {status}.");
        else if (change is not null)
            LoseSubscription(id, "The subscription was transferred to another client.");
    }

    long Now() => OpcUaTime.ToUnixNanoseconds(time.GetUtcNow().UtcDateTime);

    void LoseSubscription(uint id, string because)
    {
        if (registry.Find(id) is not { } subscription) return;
        registry.Unmap(id);
        subscription.Lost(GapReason.SubscriptionLost, because);
        ended(StepOutcome.SubscriptionMissing, because);
    }

    void Refused(Exception exception)
    {
        Interlocked.Decrement(ref _outstanding);
        Volatile.Write(ref _paused, true);
        pool.ReturnCredit();
        var status = ChannelFault.StatusOf(exception).WithoutInfoBits;
        if (ChannelFault.IsSessionLost(status))
        {
            ended(StepOutcome.SessionLost, exception.Message);
            return;
        }

        if (status == StatusCodes.BadTooManyPublishRequests)
        {
            // The server's own limit: stay below it from now on.
            Volatile.Write(ref _limit, Math.Max(1, Outstanding));
        }
        else if (status == StatusCodes.BadNoSubscription)
        {
            foreach (var subscription in registry.All) LoseSubscription(subscription.Id, "The server no longer knows the subscription.");
        }

        _ = ResumeLaterAsync();
    }

    // A server that refuses at once would otherwise be asked again at once.
    async Task ResumeLaterAsync()
    {
        await Task.Delay(RefusalPause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Volatile.Write(ref _paused, false);
        signal.Set();
    }

    /// <summary>Fetches one message again (OPC 10000-4, 5.14.6).</summary>
    public async Task<NotificationBatch?> RefetchAsync(Subscription subscription, uint sequenceNumber, CancellationToken cancellationToken)
    {
        if (subscription.UnansweredRefetches >= MaxUnansweredRefetches) return null;
        var request = new RepublishRequest { SubscriptionId = subscription.Id, RetransmitSequenceNumber = sequenceNumber };
        var pending = new PendingRepublish(this, request.SubscriptionId);
        try
        {
            await session.PostAsync(request, session.RequestTimeout, pending, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            pending.Fail(exception);
            throw;
        }

        try
        {
            var batch = await pending.Batch.WaitAsync(session.RequestTimeout, time, cancellationToken).ConfigureAwait(false);
            subscription.UnansweredRefetches = 0;
            return batch;
        }
        catch (OpcUaException exception) when (IsNotAvailable(exception))
        {
            subscription.UnansweredRefetches = 0;
            return null;
        }
        catch (TimeoutException exception)
        {
            pending.Abandon();
            subscription.UnansweredRefetches++;
            ended(StepOutcome.ChannelLost, $"The server does not answer Republish: {exception.Message}");
            throw;
        }
        catch
        {
            pending.Abandon();
            throw;
        }
    }

    // BadMessageNotAvailable is the proper word. Whatever else a sound connection says, the message will not come: a server
    // without a retransmission queue has it no more than one whose queue has moved on.
    static bool IsNotAvailable(OpcUaException exception) =>
        ChannelFault.IsOwnRefusal(exception) && exception.StatusCode.WithoutInfoBits != StatusCodes.BadSubscriptionIdInvalid;

    sealed class PendingPublish(PublishPump pump) : PendingRequest
    {
        readonly long _askedTime = pump.Now();
        int _failed;

        public override void Complete(ReadOnlySpan<byte> body) => pump.Received(body, _askedTime);

        // The channel's end and the sender may both report the same failure.
        public override void Fail(Exception reason)
        {
            if (Interlocked.Exchange(ref _failed, 1) == 0) pump.Refused(reason);
        }
    }

    sealed class PendingRepublish(PublishPump pump, uint subscriptionId) : PendingRequest
    {
        readonly long _askedTime = pump.Now();
        readonly TaskCompletionSource<NotificationBatch> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<NotificationBatch> Batch => _completion.Task;

        public override void Complete(ReadOnlySpan<byte> body) => _completion.TrySetResult(pump.Refetched(body, subscriptionId, _askedTime));

        public override void Fail(Exception reason)
        {
            _completion.TrySetException(reason);
            _ = _completion.Task.Exception;
        }

        /// <summary>Nobody waits any more: a batch that still comes goes back to the pool.</summary>
        public void Abandon() => _ = _completion.Task.ContinueWith(
            static done => done.GetAwaiter().GetResult().Dispose(), CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    NotificationBatch Refetched(ReadOnlySpan<byte> body, uint subscriptionId, long askedTime)
    {
        pool.ForceCredit();
        var batch = pool.Rent();
        try
        {
            batch.DecodeRepublish(body, subscriptionId, askedTime, Now(), acknowledgements);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }
}
