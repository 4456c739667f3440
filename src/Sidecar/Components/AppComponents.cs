using Jinan.IndustryBrain.Sidecar.Api;
using Jinan.IndustryBrain.Sidecar.PubSub;
using Jinan.IndustryBrain.Sidecar.Secrets;
using Jinan.IndustryBrain.Sidecar.State;

namespace Jinan.IndustryBrain.Sidecar.Components;

/// <summary>The components in the scope of one application. What is out of scope is, to it, not there.</summary>
internal sealed record AppComponents(
    IReadOnlyList<ComponentDefinition> Definitions,
    IReadOnlyDictionary<string, PubSubBroker> PubSubs,
    IReadOnlyDictionary<string, SqliteStateStore> StateStores,
    IReadOnlyDictionary<string, SecretStore> SecretStores)
{
    public PubSubBroker PubSub(string name) =>
        PubSubs.TryGetValue(name, out var found) ? found
        : PubSubs.Count == 0 ? throw DaprErrors.PubSubNotConfigured() : throw DaprErrors.PubSubNotFound(name);

    public SqliteStateStore StateStore(string name) =>
        StateStores.TryGetValue(name, out var found) ? found
        : StateStores.Count == 0 ? throw DaprErrors.StateStoresNotConfigured() : throw DaprErrors.StateStoreNotFound(name);

    public SecretStore SecretStore(string name) =>
        SecretStores.TryGetValue(name, out var found) ? found
        : SecretStores.Count == 0 ? throw DaprErrors.SecretStoresNotConfigured() : throw DaprErrors.SecretStoreNotFound(name);
}
