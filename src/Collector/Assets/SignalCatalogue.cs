using System.Security.Cryptography;
using System.Text;
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
                    var name = $"{asset.Id}/{signal.Name}";
                    if (!_ids.TryGetValue(name, out var id))
                        _ids[name] = id = _ids.Count;
                    definitions.Add(new SignalDefinition(
                        id, signal.Name, asset.Id, asset.Type, signal.Unit, signal.Type, connection.Id, signal.Sampling.TotalMilliseconds));
                }
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

    /// <summary>Tells one list of items from another: nodes, their order and how they are sampled, and the endpoint.</summary>
    public static string DigestOf(ConnectionSettings connection, IEnumerable<SignalSettings> signals)
    {
        var text = new StringBuilder(connection.Endpoint);
        foreach (var signal in signals)
            text.Append('\n').Append(signal.Node).Append(' ').Append(signal.Sampling.Ticks).Append(' ').Append(signal.Queue);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    private void Save() =>
        DurableFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(new CatalogueFile(_ids, _itemLists), StateJson.Default.CatalogueFile));
}

internal sealed record CatalogueFile(Dictionary<string, int> Ids, Dictionary<string, ItemList> ItemLists);

/// <summary>Of which items a subscription on a server was made.</summary>
internal sealed record ItemList(uint SubscriptionId, string Digest);
