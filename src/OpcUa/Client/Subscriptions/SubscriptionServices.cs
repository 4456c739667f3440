using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Services.Columns;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// Makes the server hold what the subscriptions ask for: takes over, fetches again, creates. Each method is one step of the
/// recovery and ends with its outcome; what single subscriptions and items refuse is noted and reported, and stops nothing.
/// </summary>
internal sealed class SubscriptionServices(
    SubscriptionRegistry registry, NotificationRouter router, EventSink events, ConnectionOptions options, TimeProvider time)
{
    /// <summary>More messages than any server keeps for one subscription; ends a loop that a broken server would make endless.</summary>
    const int MaxRefetched = 10_000;

    int _lastGeneration = Random.Shared.Next(ClientHandle.MaxGeneration);

    /// <summary>There are subscriptions or items that the server refused and that are to be tried again.</summary>
    public bool HasUnfinished => Array.Exists(registry.All, subscription => subscription.Id == 0 || subscription.Items.Failed > 0);

    /// <summary>Asks that the subscriptions of an older session be given to this one (OPC 10000-4, 5.14.7).</summary>
    public Task<StepOutcome> TransferAsync(ClientSession session, CancellationToken cancellationToken) =>
        TransferAsync(session, [.. registry.All.Where(subscription => subscription.Id != 0)], cancellationToken);

    /// <summary>Fetches what was sent but never arrived, before anything new can (OPC 10000-4, 5.14.6).</summary>
    public async Task<StepOutcome> RepublishAsync(Refetch refetch, CancellationToken cancellationToken)
    {
        foreach (var subscription in registry.All.Where(subscription => subscription.Id != 0 && !subscription.IsResuming))
            await RepublishAsync(subscription, refetch, cancellationToken).ConfigureAwait(false);
        return StepOutcome.Done;
    }

    /// <summary>Creates the subscriptions and items that the server does not have.</summary>
    /// <returns><see cref="StepOutcome.SubscriptionMissing"/> when the server lost one of them meanwhile: it is to be asked again after a pause.</returns>
    public async Task<StepOutcome> CreateAsync(ClientSession session, Refetch refetch, CancellationToken cancellationToken)
    {
        var outcome = StepOutcome.Done;
        foreach (var subscription in registry.All)
        {
            if (subscription.IsResuming)
            {
                await TransferAsync(session, [subscription], cancellationToken).ConfigureAwait(false);
                if (subscription.Id != 0) await RepublishAsync(subscription, refetch, cancellationToken).ConfigureAwait(false);
            }

            if (subscription.Id == 0 && !await TryCreateAsync(session, subscription, cancellationToken).ConfigureAwait(false)) continue;
            try
            {
                await CreateItemsAsync(session, subscription, cancellationToken).ConfigureAwait(false);
            }
            catch (OpcUaException exception) when (exception.StatusCode.WithoutInfoBits == StatusCodes.BadSubscriptionIdInvalid)
            {
                Forget(subscription, "The server no longer knows the subscription.");
                outcome = StepOutcome.SubscriptionMissing;
            }
        }

        return outcome;
    }

    /// <summary>None of the server-side subscriptions exists any more.</summary>
    public void ForgetAll(string because)
    {
        foreach (var subscription in registry.All.Where(subscription => subscription.Id != 0 && !subscription.IsResuming))
            Forget(subscription, because);
    }

    /// <summary>The server-side subscription is given up; the next creation makes another.</summary>
    public void Forget(Subscription subscription, string because)
    {
        registry.Unmap(subscription.Id);
        NotificationRouter.DropHeld(subscription);
        subscription.Lost(GapReason.Disconnected, because);
    }

    async Task<StepOutcome> TransferAsync(ClientSession session, Subscription[] candidates, CancellationToken cancellationToken)
    {
        if (candidates.Length == 0) return StepOutcome.Done;

        // On the receive loop: the next message may already be a notification of a subscription that was taken over.
        void Received(TransferSubscriptionsResponse received)
        {
            for (var i = 0; i < candidates.Length && i < received.Results.Length; i++)
            {
                if (!received.Results[i].StatusCode.IsBad) registry.Map(candidates[i].Id, candidates[i]);
            }
        }

        TransferSubscriptionsResponse response;
        try
        {
            // Values that did not change since are of no use to us: what changed is fetched by Republish.
            var request = new TransferSubscriptionsRequest { SubscriptionIds = [.. candidates.Select(candidate => candidate.Id)] };
            response = await session.RequestAsync<TransferSubscriptionsResponse>(request, cancellationToken, Received).ConfigureAwait(false);
        }
        catch (OpcUaException exception) when (IsOwnRefusal(exception))
        {
            foreach (var candidate in candidates) Forget(candidate, $"The server transfers no subscriptions: {exception.StatusCode}.");
            return StepOutcome.Refused;
        }

        for (var i = 0; i < candidates.Length; i++)
        {
            var status = i < response.Results.Length ? response.Results[i].StatusCode : StatusCodes.BadUnexpectedError;
            if (status.IsBad) Forget(candidates[i], $"The server did not transfer the subscription: {status}.");
            else await AdoptAsync(session, candidates[i], cancellationToken).ConfigureAwait(false);
        }

        return StepOutcome.Done;
    }

    async Task RepublishAsync(Subscription subscription, Refetch refetch, CancellationToken cancellationToken)
    {
        int incarnation;
        lock (subscription.Gate)
        {
            incarnation = subscription.Incarnation;
            NotificationRouter.DropHeld(subscription);
        }

        try
        {
            for (var fetched = 0; fetched < MaxRefetched; fetched++)
            {
                var batch = await refetch(subscription, subscription.Sequence.Due, cancellationToken).ConfigureAwait(false);
                // Not there: it was never sent, or it is lost. The number of the next message tells which.
                if (batch is null) break;
                if (!router.AcceptRefetched(subscription, incarnation, batch)) break;
            }
        }
        catch (OpcUaException exception) when (exception.StatusCode.WithoutInfoBits == StatusCodes.BadSubscriptionIdInvalid)
        {
            Forget(subscription, "The server no longer knows the subscription.");
        }
    }

    /// <summary>The server refused this request; session and channel are sound.</summary>
    static bool IsOwnRefusal(OpcUaException exception) => ChannelFault.IsOwnRefusal(exception);

    // One subscription too many must not cost the others: it is tried again later.
    async Task<bool> TryCreateAsync(ClientSession session, Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            await CreateOneAsync(session, subscription, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OpcUaException exception) when (IsOwnRefusal(exception))
        {
            events.Raise(at => new ServiceRefused(at, "CreateSubscription", exception.StatusCode, exception.Message));
            return false;
        }
    }

    async Task AdoptAsync(ClientSession session, Subscription subscription, CancellationToken cancellationToken)
    {
        if (subscription.IsResuming)
        {
            subscription.Revised = await ReviseAsync(session, subscription, cancellationToken).ConfigureAwait(false);
            subscription.TakeOver(await ItemInventory.AskAsync(session, subscription.Id, cancellationToken).ConfigureAwait(false));
        }

        registry.Map(subscription.Id, subscription);
        Heard(subscription);
        events.Raise(at => new SubscriptionTransferred(at, subscription, subscription.Id));
    }

    // What the process before this one was granted is not told by a transfer, but by asking for it again.
    async Task<RevisedSubscription> ReviseAsync(ClientSession session, Subscription subscription, CancellationToken cancellationToken)
    {
        var asked = Asked(subscription.Settings);
        try
        {
            var request = new ModifySubscriptionRequest
            {
                SubscriptionId = subscription.Id,
                RequestedPublishingInterval = subscription.Settings.PublishingInterval.TotalMilliseconds,
                RequestedMaxKeepAliveCount = asked.KeepAliveCount,
                RequestedLifetimeCount = asked.LifetimeCount,
                MaxNotificationsPerPublish = subscription.Settings.MaxNotificationsPerPublish,
                Priority = subscription.Settings.Priority,
            };
            var response = await session.RequestAsync<ModifySubscriptionResponse>(request, cancellationToken).ConfigureAwait(false);
            return Granted(response.RevisedPublishingInterval, response.RevisedMaxKeepAliveCount, response.RevisedLifetimeCount);
        }
        catch (OpcUaException exception) when (IsOwnRefusal(exception))
        {
            return asked;
        }
    }

    static RevisedSubscription Granted(double publishingInterval, uint keepAliveCount, uint lifetimeCount) =>
        RevisedSubscription.Granted(publishingInterval, keepAliveCount, lifetimeCount);

    async Task CreateOneAsync(ClientSession session, Subscription subscription, CancellationToken cancellationToken)
    {
        var settings = subscription.Settings;
        var asked = Asked(settings);
        var request = new CreateSubscriptionRequest
        {
            RequestedPublishingInterval = settings.PublishingInterval.TotalMilliseconds,
            RequestedMaxKeepAliveCount = asked.KeepAliveCount,
            RequestedLifetimeCount = asked.LifetimeCount,
            MaxNotificationsPerPublish = settings.MaxNotificationsPerPublish,
            PublishingEnabled = settings.PublishingEnabled,
            Priority = settings.Priority,
        };
        var generation = ++_lastGeneration & ClientHandle.MaxGeneration;
        var because = subscription.LostBecause;

        // On the receive loop: the first notification may be the very next message, and must find its subscription.
        void Received(CreateSubscriptionResponse response)
        {
            var revised = Granted(response.RevisedPublishingInterval, response.RevisedMaxKeepAliveCount, response.RevisedLifetimeCount);
            subscription.Became(response.SubscriptionId, revised, generation);
            Heard(subscription);
            registry.Map(response.SubscriptionId, subscription);
        }

        await session.RequestAsync<CreateSubscriptionResponse>(request, cancellationToken, Received).ConfigureAwait(false);
        events.Raise(at => new SubscriptionCreated(at, subscription, subscription.Id, because));
        var granted = subscription.Revised;
        if (granted != asked)
        {
            events.Raise(at => new SubscriptionRevised(
                at, subscription, granted.PublishingInterval, granted.KeepAliveCount, granted.LifetimeCount));
        }
    }

    async Task CreateItemsAsync(ClientSession session, Subscription subscription, CancellationToken cancellationToken)
    {
        var missing = subscription.Items.Missing();
        if (missing.Length == 0) return;
        SayThatFiltersAreLeftOut(session, subscription);
        var sizer = session.Profile.MonitoredItems;
        for (var at = 0; at < missing.Length && subscription.Id != 0;)
        {
            // One after the other, so that the items come in the order of the list.
            var handles = missing.AsMemory(at, Math.Min(sizer.Size, missing.Length - at));
            var requests = Requests(session, subscription, handles.Span, out var sent);
            var results = Array.Empty<MonitoredItemCreateResult>();
            try
            {
                if (requests.Length > 0)
                    results = await CreateBatchAsync(session, subscription.Id, requests, cancellationToken).ConfigureAwait(false);
            }
            catch (OpcUaException exception) when (sizer.ShrinkAfter(exception.StatusCode, requests.Length))
            {
                continue;
            }
            catch (OpcUaException exception) when (IsAboutItems(exception))
            {
                events.Raise(when => new ServiceRefused(when, "CreateMonitoredItems", exception.StatusCode, exception.Message));
                if (exception.StatusCode.WithoutInfoBits == StatusCodes.BadTooManyMonitoredItems)
                {
                    // Not even one more: the server is full, and the rest need not be tried one by one.
                    foreach (var handle in missing.AsSpan(at)) Note(subscription, handle, exception.StatusCode);
                    sizer.Restore();
                    return;
                }

                foreach (var handle in sent) Note(subscription, handle, exception.StatusCode);
            }

            // A server may also say so item by item: it is asked again with fewer, once, before that counts.
            if (results.Length > 1 && Array.TrueForAll(results, IsTooMany) && sizer.ShrinkAfter(results[0].StatusCode, results.Length))
                continue;

            for (var i = 0; i < results.Length; i++) Note(subscription, sent[i], results[i]);
            at += handles.Length;
        }
    }

    static bool IsTooMany(MonitoredItemCreateResult result) => result.StatusCode.WithoutInfoBits == StatusCodes.BadTooManyOperations;

    static bool IsAboutItems(OpcUaException exception) => IsOwnRefusal(exception)
        && exception.StatusCode.WithoutInfoBits != StatusCodes.BadSubscriptionIdInvalid;

    void SayThatFiltersAreLeftOut(ClientSession session, Subscription subscription)
    {
        if (session.Profile.Traits.TakesDataChangeFilter) return;
        var filtered = subscription.Settings.Items.Count(ItemRequests.HasDataChangeFilter);
        if (filtered == 0) return;
        events.Raise(at => new ServiceRefused(
            at, "CreateMonitoredItems", StatusCodes.BadMonitoredItemFilterUnsupported,
            $"{session.Profile.Traits.Name} takes no data-change filters: every change of {filtered} items comes, whatever their deadband."));
    }

    static async Task<MonitoredItemCreateResult[]> CreateBatchAsync(
        ClientSession session, uint subscriptionId, MonitoredItemCreateRequest[] items, CancellationToken cancellationToken)
    {
        var request = new CreateMonitoredItemsRequest
        {
            SubscriptionId = subscriptionId,
            TimestampsToReturn = TimestampsToReturn.Both,
            ItemsToCreate = items,
        };
        var outstanding = session.Profile.Outstanding;
        await outstanding.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var response = await session.RequestAsync<CreateMonitoredItemsResponse>(request, cancellationToken).ConfigureAwait(false);
            if (response.Results.Length != items.Length)
                throw new OpcUaException(StatusCodes.BadUnknownResponse, $"{response.Results.Length} results came for {items.Length} monitored items.");
            return response.Results;
        }
        finally
        {
            outstanding.Release();
        }
    }

    MonitoredItemCreateRequest[] Requests(ClientSession session, Subscription subscription, ReadOnlySpan<int> handles, out List<int> sent)
    {
        var requests = new List<MonitoredItemCreateRequest>(handles.Length);
        sent = new List<int>(handles.Length);
        foreach (var handle in handles)
        {
            var item = subscription.Settings.Items[handle].For(session.Profile.NamespaceUris);
            if (item is null || !item.Node.TryResolve(session.Profile.NamespaceUris, out var node))
            {
                // The namespace is not there, perhaps not yet: the item waits, the others do not.
                Note(subscription, handle, StatusCodes.BadNodeIdUnknown);
                continue;
            }

            requests.Add(ItemRequests.Create(item, node, handle, subscription.Generation ?? 0, session.Profile.Traits));
            sent.Add(handle);
        }

        return [.. requests];
    }

    void Note(Subscription subscription, int handle, MonitoredItemCreateResult result)
    {
        Note(subscription, handle, result.StatusCode);
        if (result.StatusCode.IsBad) return;
        var asked = subscription.Settings.Items[handle];
        var sampling = ItemRequests.Sampling(result.RevisedSamplingInterval);
        subscription.Items.Granted(handle, result.MonitoredItemId, sampling, result.RevisedQueueSize);
        if (sampling != asked.SamplingInterval || result.RevisedQueueSize != asked.QueueSize)
            events.Raise(at => new ItemRevised(at, subscription, handle, sampling, result.RevisedQueueSize));
    }

    void Note(Subscription subscription, int handle, StatusCode status)
    {
        var before = subscription.Items.Note(handle, status);
        // Told once, not at every retry.
        if (status.IsBad && before != status) events.Raise(at => new ItemFailed(at, subscription, handle, status));
        else if (!status.IsBad && before.IsBad && before != StatusCodes.BadWaitingForInitialData)
            events.Raise(at => new ItemRecovered(at, subscription, handle));
    }

    void Heard(Subscription subscription) => subscription.LastHeard = time.GetTimestamp();

    RevisedSubscription Asked(SubscriptionSettings settings) => RevisedSubscription.AskedBy(settings, options.SessionTimeout);
}
