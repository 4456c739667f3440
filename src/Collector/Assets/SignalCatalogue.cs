using System.Text.Json;
using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.FactoryFile;

namespace Jinan.IndustryBrain.Collector.Assets;

/// <summary>
/// The ids of a factory's signals. An id belongs to a full name (<c>asset/name</c>) for ever: it is durable before a frame
/// may use it, and what leaves the configuration keeps its id in case it comes back. Also keeps which list of items a server's
/// subscription was made of, because only with the same list it may be taken over. Thread-safe.
/// </summary>
internal sealed class SignalCatalogue
{
    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, ItemList> _itemLists;

    public SignalCatalogue(string folder)
    {
        _path = Path.Combine(folder, "catalogue.json");
        var file = DurableFile.Read(_path) is { } bytes ? JsonSerializer.Deserialize(bytes, StateJson.Default.CatalogueFile)! : new CatalogueFile([], []);
        _ids = new Dictionary<string, int>(file.Ids, StringComparer.Ordinal);
        _itemLists = new Dictionary<string, ItemList>(file.ItemLists, StringComparer.Ordinal);
    }

    /// <summary>The ids of all signals of a configuration; new ones are durable when this returns.</summary>
    public IReadOnlyList<SignalDefinition> Define(FactoryConfiguration configuration)
    {
        lock (_gate)
        {
            var known = _ids.Count;
            var definitions = new List<SignalDefinition>();
            foreach (var connection in configuration.Connections)
            {
                foreach (var (asset, signal) in configuration.SignalsOf(connection.Id))
                {
                    definitions.Add(new SignalDefinition(
                        IdOf($"{asset.Id}/{signal.Name}"), signal.Name, asset.Id, asset.Type, signal.Unit, signal.Type, connection.Id,
                        signal.Sampling.TotalMilliseconds));
                }

                if (connection.Events.Count > 0)
                    definitions.Add(EventsOf(configuration, connection));
            }

            if (_ids.Count != known)
                Save();
            return definitions;
        }
    }

    /// <summary>Notes, durably, of which items a server's subscription was made.</summary>
    public void NoteItems(string connection, uint subscriptionId, string digest)
    {
        lock (_gate)
        {
            var list = new ItemList(subscriptionId, digest);
            if (_itemLists.GetValueOrDefault(connection) == list)
                return;
            _itemLists[connection] = list;
            Save();
        }
    }

    /// <summary>Whether a server's subscription consists of these items in this order.</summary>
    public bool HasItems(string connection, uint subscriptionId, string digest)
    {
        lock (_gate)
            return _itemLists.GetValueOrDefault(connection) == new ItemList(subscriptionId, digest);
    }

    /// <summary>The events of a connection are one signal, of an asset that bears the connection's id.</summary>
    private SignalDefinition EventsOf(FactoryConfiguration configuration, ConnectionSettings connection)
    {
        // An asset may have the same id: it is then that one, and has one type.
        var type = configuration.Assets.FirstOrDefault(asset => asset.Id == connection.Id)?.Type ?? ConnectionSettings.EventsAssetType;
        return new SignalDefinition(
            IdOf($"{connection.Id}/{ConnectionSettings.EventsSignal}"), ConnectionSettings.EventsSignal, connection.Id, type, "", SignalType.Text,
            connection.Id, 0);
    }

    private int IdOf(string name)
    {
        if (!_ids.TryGetValue(name, out var id))
            _ids[name] = id = _ids.Count;
        return id;
    }

    private void Save() =>
        DurableFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(new CatalogueFile(_ids, _itemLists), StateJson.Default.CatalogueFile));
}

internal sealed record CatalogueFile(Dictionary<string, int> Ids, Dictionary<string, ItemList> ItemLists);

/// <summary>Of which items a subscription on a server was made.</summary>
internal sealed record ItemList(uint SubscriptionId, string Digest);
