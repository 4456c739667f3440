using System.Net;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.Sidecar.Components;
using Jinan.IndustryBrain.Sidecar.PubSub;

namespace Jinan.IndustryBrain.Sidecar.Apps;

/// <summary>
/// What one application subscribes to: declared in YAML, and what it answers to <c>/dapr/subscribe</c> each time it comes
/// up. A topic that both name is taken from the YAML.
/// </summary>
internal sealed class AppSubscriptions(
    AppChannel channel,
    AppPresence presence,
    AppComponents components,
    IReadOnlyList<SubscriptionDefinition> declared,
    IReadOnlyDictionary<string, RedeliveryPolicy> policies,
    SubscriptionPump.Services services) : IAsyncDisposable
{
    private const int MaxAnswerBytes = 1 << 20;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string PubSub, string Topic), SubscriptionPump> _pumps = [];
    private int _lastRefusal;

    public IReadOnlyList<(SubscriptionDefinition Definition, bool IsDeclared)> Active
    {
        get { lock (_gate) return [.. _pumps.Values.Select(pump => (pump.Definition, declared.Contains(pump.Definition)))]; }
    }

    /// <summary>Starts what needs no answer of the application; deliveries wait until it is up.</summary>
    public void StartDeclared()
    {
        foreach (var definition in Permitted(declared))
            Start(definition);
    }

    /// <summary>Asks the application and makes what is running equal to its answer; false when it cannot be asked now.</summary>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(AnswerTimeout, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var request = channel.Request(HttpMethod.Get, "/dapr/subscribe");
        using var response = await channel.SendAsync(request, either.Token);
        var faults = new List<string>();
        IReadOnlyList<SubscriptionDefinition> programmatic = [];
        if (response.IsSuccessStatusCode)
        {
            programmatic = SubscribeAnswer.Read(await AppChannel.ReadAnswerAsync(response, MaxAnswerBytes, either.Token), faults);
        }
        else if (response.StatusCode != HttpStatusCode.NotFound)
        {
            if (Interlocked.Exchange(ref _lastRefusal, (int)response.StatusCode) != (int)response.StatusCode)
                Log.SubscribeRefused(services.Log, channel.AppId, (int)response.StatusCode);
            // A server that is failing is not up. One that denies us has no subscriptions we could serve.
            if ((int)response.StatusCode >= 500)
                return false;
        }
        foreach (var fault in faults)
            Log.SubscriptionFault(services.Log, channel.AppId, fault);
        await ApplyAsync([.. Permitted(declared), .. Permitted(programmatic)], keepUnnamed: faults.Count > 0 || !response.IsSuccessStatusCode);
        return true;
    }

    private async Task ApplyAsync(IReadOnlyList<SubscriptionDefinition> wanted, bool keepUnnamed)
    {
        var byTopic = wanted.DistinctBy(definition => (definition.PubSub, definition.Topic)).ToDictionary(definition => (definition.PubSub, definition.Topic));
        List<SubscriptionPump> ended;
        lock (_gate)
        {
            ended = [.. _pumps.Values.Where(pump => byTopic.GetValueOrDefault((pump.Definition.PubSub, pump.Definition.Topic)) != pump.Definition)];
            foreach (var pump in ended)
                _pumps.Remove((pump.Definition.PubSub, pump.Definition.Topic));
        }
        foreach (var pump in ended)
            await pump.DisposeAsync();
        foreach (var definition in byTopic.Values)
            Start(definition);
        // A faulty answer, or none, does not prove that a topic is not wanted any more; its place is worth keeping.
        if (!keepUnnamed)
            RemoveGroups(byTopic.Keys);
    }

    private void Start(SubscriptionDefinition definition)
    {
        lock (_gate)
        {
            if (_pumps.ContainsKey((definition.PubSub, definition.Topic)))
                return;
            _pumps.Add(
                (definition.PubSub, definition.Topic),
                new(definition, components.PubSubs[definition.PubSub], policies.GetValueOrDefault(definition.PubSub), channel, presence, services));
        }
    }

    /// <summary>A group that nobody reads any more would hold its topic's log for ever.</summary>
    private void RemoveGroups(IReadOnlyCollection<(string PubSub, string Topic)> wanted)
    {
        foreach (var broker in components.PubSubs.Values)
        {
            foreach (var topic in broker.OpenTopics)
            {
                if (!topic.HasGroup(channel.AppId) || wanted.Contains((broker.Name, topic.Name)))
                    continue;
                try
                {
                    topic.RemoveGroup(channel.AppId);
                    Log.GroupRemoved(services.Log, channel.AppId, broker.Name, topic.Name);
                }
                catch (LogStorageException e)
                {
                    Log.PositionNotWritten(services.Log, channel.AppId, topic.Name, e.Message);
                }
            }
        }
    }

    private IEnumerable<SubscriptionDefinition> Permitted(IEnumerable<SubscriptionDefinition> definitions)
    {
        foreach (var definition in definitions)
        {
            if (!components.PubSubs.TryGetValue(definition.PubSub, out var broker))
                Log.SubscriptionFault(services.Log, channel.AppId, $"it subscribes to {definition.PubSub}/{definition.Topic}, and pubsub {definition.PubSub} is not loaded or not in its scope");
            else if (!broker.Options.Scopes.MaySubscribe(channel.AppId, definition.Topic))
                Log.SubscriptionFault(services.Log, channel.AppId, $"it subscribes to {definition.PubSub}/{definition.Topic}, which the component's scopes do not allow it");
            else if (definition.DeadLetterTopic is { } dead && !broker.Options.Scopes.MayPublish(channel.AppId, dead))
                Log.SubscriptionFault(services.Log, channel.AppId, $"its dead letters of {definition.PubSub}/{definition.Topic} go to {dead}, where the component's scopes do not let it publish");
            else
                yield return definition;
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<SubscriptionPump> pumps;
        lock (_gate)
        {
            pumps = [.. _pumps.Values];
            _pumps.Clear();
        }
        await Task.WhenAll(pumps.Select(pump => pump.DisposeAsync().AsTask()));
    }
}
