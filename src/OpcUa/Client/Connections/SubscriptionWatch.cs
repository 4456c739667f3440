using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// Finds out, on one channel, whether the server is still there and still publishes: it asks when nothing comes, misses
/// keep-alives, and clears away subscriptions that nobody knows.
/// </summary>
/// <remarks>Called by the driver's loop alone. The next channel gets a new one.</remarks>
internal sealed class SubscriptionWatch(
    ClientSession session, SubscriptionRegistry registry, PublishPump pump, TimeProvider time, Action<TimeSpan> roundTrip)
{
    /// <summary>How much later than promised a keep-alive may come.</summary>
    static readonly TimeSpan SilenceMargin = TimeSpan.FromSeconds(2);

    long? _lastFinding;

    /// <summary>
    /// Asks the server for its state, the cheapest question; any answer counts, a refusal too. It also keeps the session from
    /// timing out.
    /// </summary>
    /// <exception cref="TimeoutException">No answer in time: a half-open connection.</exception>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var request = new ReadRequest
        {
            TimestampsToReturn = TimestampsToReturn.Neither,
            NodesToRead = [new ReadValueId { NodeId = VariableIds.ServerStatusState, AttributeId = AttributeIds.Value }],
        };
        try
        {
            await session.RequestAsync<ReadResponse>(request, cancellationToken).ConfigureAwait(false);
        }
        catch (OpcUaException exception) when (ChannelFault.IsOwnRefusal(exception))
        {
            // The server lives; what it thinks of the question does not matter.
        }

        roundTrip(time.GetElapsedTime(started));
    }

    /// <summary>
    /// Gives up the subscriptions that the server forgot: no keep-alive in time, although it had a request to answer with.
    /// </summary>
    /// <returns>Whether there were any: they are to be created anew.</returns>
    /// <exception cref="OpcUaException">Not the subscriptions are at fault but the channel.</exception>
    public async Task<bool> FindSilentAsync(CancellationToken cancellationToken)
    {
        var found = false;
        foreach (var subscription in registry.All)
        {
            if (subscription.Id == 0) continue;
            var allowed = subscription.Revised.LongestSilence + subscription.Revised.PublishingInterval + SilenceMargin;
            if (time.GetElapsedTime(subscription.LastHeard) <= allowed || pump.Served <= allowed) continue;

            // If the connection itself is what is silent, this ends it, and the subscription is not to blame.
            await PingAsync(cancellationToken).ConfigureAwait(false);
            if (time.GetElapsedTime(subscription.LastHeard) <= allowed) continue;
            CheckRepetition(subscription, allowed);
            found = true;
            var id = subscription.Id;
            registry.Unmap(id);
            subscription.Lost(GapReason.SubscriptionLost, $"Nothing was heard of the subscription for {allowed}.");
            await DeleteAsync(id, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    /// <summary>Deletes the subscriptions that the server publishes for and nobody here knows: they would cost both sides for ever.</summary>
    public async Task DeleteOrphansAsync(CancellationToken cancellationToken)
    {
        foreach (var orphan in registry.TakeOrphans()) await DeleteAsync(orphan, cancellationToken).ConfigureAwait(false);
    }

    // Silence again of a subscription that was made anew: the server has lost the Publish requests themselves, or answers them so
    // that nobody knows them. A new channel starts with new ones, and fetches what was missed.
    void CheckRepetition(Subscription subscription, TimeSpan allowed)
    {
        if (_lastFinding is { } last && subscription.LastHeard > last && time.GetElapsedTime(last) <= allowed * 3)
            throw new OpcUaException(StatusCodes.BadConnectionClosed, $"The server answered no Publish request for {allowed}, twice.");
        _lastFinding = time.GetTimestamp();
    }

    async Task DeleteAsync(uint id, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DeleteSubscriptionsRequest { SubscriptionIds = [id] };
            await session.RequestAsync<DeleteSubscriptionsResponse>(request, cancellationToken).ConfigureAwait(false);
        }
        catch (OpcUaException exception) when (ChannelFault.IsOwnRefusal(exception))
        {
            // It is gone at the server too, which is what was wanted.
        }
    }
}
