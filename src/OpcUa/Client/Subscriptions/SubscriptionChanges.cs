using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>
/// Changes subscriptions and items that the server has. What it accepts becomes the subscription's settings, so that it is
/// asked for again whenever the subscription is created anew.
/// </summary>
sealed class SubscriptionChanges(Func<ClientSession> session, ConnectionOptions options)
{
    public async Task ModifyAsync(
        Subscription subscription, Func<SubscriptionSettings, SubscriptionSettings> change, CancellationToken cancellationToken)
    {
        var settings = change(subscription.Settings);
        if (!ReferenceEquals(settings.Items, subscription.Settings.Items))
            throw new ArgumentException("The list of items is fixed: change items by ModifyItemsAsync.", nameof(change));
        if (settings.PublishingEnabled != subscription.Settings.PublishingEnabled)
            throw new ArgumentException("Publishing is switched by SetPublishingAsync.", nameof(change));
        if (subscription.Id is > 0 and var id)
        {
            var asked = RevisedSubscription.AskedBy(settings, options.SessionTimeout);
            var request = new ModifySubscriptionRequest
            {
                SubscriptionId = id,
                RequestedPublishingInterval = settings.PublishingInterval.TotalMilliseconds,
                RequestedMaxKeepAliveCount = asked.KeepAliveCount,
                RequestedLifetimeCount = asked.LifetimeCount,
                MaxNotificationsPerPublish = settings.MaxNotificationsPerPublish,
                Priority = settings.Priority,
            };
            var response = await session().RequestAsync<ModifySubscriptionResponse>(request, cancellationToken).ConfigureAwait(false);
            if (subscription.Id == id)
            {
                subscription.Revised = RevisedSubscription.Granted(
                    response.RevisedPublishingInterval, response.RevisedMaxKeepAliveCount, response.RevisedLifetimeCount);
            }
        }

        subscription.Change(current => settings with { Items = current.Items, PublishingEnabled = current.PublishingEnabled });
    }

    public async Task SetPublishingAsync(Subscription subscription, bool enabled, CancellationToken cancellationToken)
    {
        if (subscription.Id is > 0 and var id)
        {
            var request = new SetPublishingModeRequest { PublishingEnabled = enabled, SubscriptionIds = [id] };
            var response = await session().RequestAsync<SetPublishingModeResponse>(request, cancellationToken).ConfigureAwait(false);
            if (response.Results is not [{ IsBad: false }])
            {
                var status = response.Results is [var refusal] ? refusal : StatusCodes.BadUnknownResponse;
                throw new OpcUaException(status, $"SetPublishingMode was refused: {status}.");
            }
        }

        subscription.Change(settings => settings with { PublishingEnabled = enabled });
    }

    public async Task<StatusCode[]> ModifyItemsAsync(
        Subscription subscription, IReadOnlyList<int> handles, Func<MonitoredItemSettings, MonitoredItemSettings> change, CancellationToken cancellationToken)
    {
        var changed = new MonitoredItemSettings[handles.Count];
        var faults = new List<string>();
        for (var i = 0; i < changed.Length; i++)
        {
            var before = subscription.Settings.Items[handles[i]];
            changed[i] = change(before);
            if (changed[i].Node != before.Node || changed[i].AttributeId != before.AttributeId || changed[i].IndexRange != before.IndexRange)
                throw new ArgumentException($"Item {handles[i]} ({before.Node}) cannot become another node, attribute or range.", nameof(change));
            if (changed[i].MonitoringMode != before.MonitoringMode)
                throw new ArgumentException("The mode of items is changed by SetMonitoringModeAsync.", nameof(change));
            changed[i].AddFaults(handles[i], faults);
        }

        if (faults.Count > 0) throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(change));
        return await OnItemsAsync(subscription, handles, async (current, subscriptionId, batch) =>
        {
            var request = new ModifyMonitoredItemsRequest
            {
                SubscriptionId = subscriptionId,
                TimestampsToReturn = TimestampsToReturn.Both,
                ItemsToModify = Array.ConvertAll(batch, item => new MonitoredItemModifyRequest
                {
                    MonitoredItemId = item.Id,
                    RequestedParameters = ItemRequests.Parameters(
                        changed[item.Position].For(current.Profile.NamespaceUris) ?? changed[item.Position],
                        handles[item.Position], subscription.Generation ?? 0, current.Profile.Traits),
                }),
            };
            var response = await NodeServices.RequestAsync<ModifyMonitoredItemsResponse>(current, request, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < Math.Min(batch.Length, response.Results.Length); i++)
            {
                if (response.Results[i].StatusCode.IsBad) continue;
                subscription.Items.Granted(
                    handles[batch[i].Position], batch[i].Id, ItemRequests.Sampling(response.Results[i].RevisedSamplingInterval), response.Results[i].RevisedQueueSize);
            }

            return Array.ConvertAll(response.Results, result => result.StatusCode);
        }, position => changed[position]).ConfigureAwait(false);
    }

    public Task<StatusCode[]> SetModeAsync(
        Subscription subscription, IReadOnlyList<int> handles, MonitoringMode mode, CancellationToken cancellationToken) =>
        OnItemsAsync(subscription, handles, async (current, subscriptionId, batch) =>
        {
            var request = new SetMonitoringModeRequest
            {
                SubscriptionId = subscriptionId,
                MonitoringMode = mode,
                MonitoredItemIds = Array.ConvertAll(batch, item => item.Id),
            };
            return (await NodeServices.RequestAsync<SetMonitoringModeResponse>(current, request, cancellationToken).ConfigureAwait(false)).Results;
        }, position => subscription.Settings.Items[handles[position]] with { MonitoringMode = mode });

    /// <summary>
    /// Does something to those of the items that the server monitors. The others keep the status that they have, and get the new
    /// settings when they are created.
    /// </summary>
    async Task<StatusCode[]> OnItemsAsync(
        Subscription subscription,
        IReadOnlyList<int> handles,
        Func<ClientSession, uint, (int Position, uint Id)[], Task<StatusCode[]>> request,
        Func<int, MonitoredItemSettings> settingsOf)
    {
        var subscriptionId = subscription.Id;
        var statuses = new StatusCode[handles.Count];
        var known = new List<(int Position, uint Id)>(handles.Count);
        for (var i = 0; i < statuses.Length; i++)
        {
            statuses[i] = subscription.StatusOf(handles[i]);
            if (statuses[i].IsBad || subscriptionId == 0) continue;
            // Taken over from the process before, by a server that does not tell what its items are called.
            if (subscription.Items.IdOf(handles[i]) is > 0 and var id) known.Add((i, id));
            else statuses[i] = StatusCodes.BadMonitoredItemIdInvalid;
        }

        var refused = new HashSet<int>();
        if (known.Count > 0)
        {
            var current = session();
            var results = await Batches.RunAsync(known, current.Profile.MonitoredItems, batch => request(current, subscriptionId, batch)).ConfigureAwait(false);
            for (var i = 0; i < results.Length; i++)
            {
                statuses[known[i].Position] = results[i];
                if (results[i].IsBad) refused.Add(known[i].Position);
            }
        }

        subscription.Change(settings =>
        {
            var items = settings.Items.ToArray();
            for (var i = 0; i < handles.Count; i++)
            {
                if (!refused.Contains(i)) items[handles[i]] = settingsOf(i);
            }

            return settings with { Items = items };
        });
        return statuses;
    }
}
