using System.Diagnostics.Metrics;
using System.Text.Json;
using Jinan.IndustryBrain.Sidecar.Configuration;
using Jinan.IndustryBrain.Sidecar.PubSub;
using Jinan.IndustryBrain.Sidecar.Secrets;
using Jinan.IndustryBrain.Sidecar.State;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Sidecar.Components;

/// <summary>The components of this process, started. They are shared by the applications; scopes say who sees which.</summary>
internal sealed class ComponentCatalog : IAsyncDisposable
{
    private readonly Dictionary<string, ComponentDefinition> _definitions = [];
    private readonly Dictionary<string, PubSubBroker> _pubSubs = [];
    private readonly Dictionary<string, SqliteStateStore> _stateStores = [];
    private readonly Dictionary<string, SecretStore> _secretStores = [];

    private ComponentCatalog()
    {
    }

    public IReadOnlyDictionary<string, PubSubBroker> PubSubs => _pubSubs;

    /// <exception cref="ConfigurationFaultException">Something cannot be used; nothing is left running.</exception>
    public static async Task<ComponentCatalog> StartAsync(
        ResourceFolder resources, SidecarOptions options, TimeProvider time, Metrics metrics, ILogger log, List<string> faults, CancellationToken cancellationToken)
    {
        var catalog = new ComponentCatalog();
        // Secrets first: the others may refer to them.
        foreach (var definition in resources.Components.OrderBy(component => component.Type.StartsWith("secretstores.", StringComparison.Ordinal) ? 0 : 1))
        {
            var own = new List<string>();
            await catalog.AddAsync(definition, options, time, metrics, log, own, cancellationToken);
            if (own.Count == 0)
                catalog._definitions.TryAdd(definition.Name, definition);
            else if (definition.IgnoreErrors)
                own.ForEach(fault => Log.ComponentIgnored(log, definition.Name, fault));
            else
                faults.AddRange(own);
        }
        foreach (var app in options.Apps)
            foreach (var name in (app.Components ?? []).Where(name => !resources.Components.Any(component => component.Name == name)))
                faults.Add($"app '{app.AppId}' names component '{name}', which no file in '{options.ResourcesPath}' declares");
        if (faults.Count == 0)
            return catalog;
        await catalog.DisposeAsync();
        throw new ConfigurationFaultException(faults);
    }

    /// <summary>What one application may use.</summary>
    public AppComponents For(AppOptions app)
    {
        var visible = _definitions.Values
            .Where(definition => definition.IsVisibleTo(app.AppId) && (app.Components is null || app.Components.Contains(definition.Name)))
            .ToList();
        return new(
            visible,
            visible.Where(definition => _pubSubs.ContainsKey(definition.Name)).ToDictionary(definition => definition.Name, definition => _pubSubs[definition.Name]),
            visible.Where(definition => _stateStores.ContainsKey(definition.Name)).ToDictionary(definition => definition.Name, definition => _stateStores[definition.Name]),
            visible.Where(definition => _secretStores.ContainsKey(definition.Name)).ToDictionary(definition => definition.Name, definition => _secretStores[definition.Name]));
    }

    private async Task AddAsync(
        ComponentDefinition definition, SidecarOptions options, TimeProvider time, Metrics metrics, ILogger log, List<string> faults, CancellationToken cancellationToken)
    {
        if (_definitions.ContainsKey(definition.Name))
            return;
        try
        {
            switch (definition.Type)
            {
                case ComponentTypes.PubSub:
                    if (ComponentTypes.ReadPubSub(definition, _secretStores, options, faults) is var pubSub && faults.Count == 0)
                    {
                        var broker = new PubSubBroker(pubSub, time, metrics);
                        _pubSubs.Add(definition.Name, broker);
                        await broker.OpenExistingAsync(cancellationToken);
                    }
                    break;
                case ComponentTypes.State:
                    if (ComponentTypes.ReadState(definition, _secretStores, options, faults) is var state && faults.Count == 0)
                        _stateStores.Add(definition.Name, new(state, time, metrics, log));
                    break;
                case ComponentTypes.FileSecrets:
                    if (ComponentTypes.ReadFileSecrets(definition, options, faults) is { } secrets && faults.Count == 0)
                        _secretStores.Add(definition.Name, secrets);
                    break;
                case ComponentTypes.EnvironmentSecrets:
                    _secretStores.Add(definition.Name, new EnvironmentSecretStore(definition.Name));
                    break;
                default:
                    faults.Add($"component '{definition.Name}': {ComponentTypes.Refuse(definition)}");
                    break;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException or JsonException or Api.DaprApiException)
        {
            faults.Add($"component '{definition.Name}': {e.Message}");
        }
    }

    /// <summary>How far each consumer group is behind, for the metrics.</summary>
    public IEnumerable<Measurement<long>> Lags() =>
        from pubSub in _pubSubs.Values
        from topic in pubSub.OpenTopics
        from lag in topic.Lags()
        select new Measurement<long>(lag.Messages, new("pubsub", pubSub.Name), new("topic", topic.Name), new KeyValuePair<string, object?>("app", lag.AppId));

    public async ValueTask DisposeAsync()
    {
        foreach (var pubSub in _pubSubs.Values)
            await pubSub.DisposeAsync();
        foreach (var store in _stateStores.Values)
            await store.DisposeAsync();
    }
}
