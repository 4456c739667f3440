using System.Text;
using Jinan.IndustryBrain.Contracts.Sentences;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Jinan.IndustryBrain.FactoryFile.Writing;

/// <summary>
/// Adds a connection and its signals to a factory.yaml that is there. Every line of it stays as it is, comments too; what is read
/// already through the same connection is not added again.
/// </summary>
public static class FactoryAddition
{
    /// <param name="yaml">The file's text.</param>
    /// <param name="folder">The factory's folder.</param>
    /// <param name="draft">What is added; its factory, enterprise and sector are those of the file.</param>
    public static AdditionResult AddTo(string yaml, string folder, FactoryDraft draft)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentNullException.ThrowIfNull(draft);
        var read = FactoryFileReader.Read(yaml, folder);
        if (read.Configuration is not { } file)
            return new AdditionResult(null, "", 0, 0, read.Faults);
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var lines = new TextLines(yaml);
        if (FlowFault(root) is { } fault)
            return new AdditionResult(null, "", 0, 0, [fault]);

        var connection = file.Connections.FirstOrDefault(known => IsSame(known, draft.Connection))?.Id;
        var isNew = connection is null;
        connection ??= new SignalNames(file.Connections.Select(known => known.Id)).Unique(draft.Connection.Id, "plc");
        if (isNew)
            lines.AddBehind(List(root, "connections"), indent => Text(text => FactoryText.WriteConnection(text, draft.Connection with { Id = connection }, indent)));
        var known = file.SignalsOf(connection).Select(pair => pair.Signal).Where(signal => signal.Path is null).Select(signal => signal.Node.ToString())
            .ToHashSet(StringComparer.Ordinal);
        var wanted = draft.Signals.Where(signal => !known.Contains(signal.Node)).ToList();
        AddAssets(root, file, lines, wanted, connection, draft);
        return new AdditionResult(lines.ToString(), connection, wanted.Count, draft.Signals.Count - wanted.Count, []);
    }

    private static void AddAssets(
        YamlMappingNode root, FactoryConfiguration file, TextLines lines, List<FoundSignal> signals, string connection, FactoryDraft draft)
    {
        var assets = List(root, "assets");
        var ids = new SignalNames(file.Assets.Select(asset => asset.Id));
        foreach (var group in SignalNames.ByAsset(signals))
        {
            // An asset that was made of this path says so behind its id. One of the same name by chance is another machine.
            var id = group.First().Asset;
            var index = file.Assets.Select((asset, i) => (asset, i))
                .Where(known => id is null ? IsMadeOf(known.asset, known.i, group.Key) : known.asset.Id == id)
                .Select(known => known.i).FirstOrDefault(-1);
            bool IsMadeOf(AssetSettings asset, int i, string path) =>
                asset.Connection == connection && (asset.Id == path || lines.EndsWith(assets.Children[i], $"# {path}"));
            if (index >= 0)
            {
                var there = file.Assets[index];
                var names = new SignalNames(there.Signals.Select(signal => signal.Name));
                var own = there.Connection == connection ? null : connection;
                lines.AddBehind(List((YamlMappingNode)assets.Children[index], "signals"), indent => Text(text => WriteSignals(text, group, names, draft, own, indent)));
                continue;
            }

            lines.AddBehind(assets, indent => Text(text =>
            {
                FactoryText.WriteAsset(text, ids.Unique(SignalNames.Last(group.Key), "machine"), group.Key, draft.AssetType, connection, indent);
                WriteSignals(text, group, new SignalNames(), draft, null, indent + "    ");
            }));
        }
    }

    private static void WriteSignals(
        StringBuilder text, IEnumerable<FoundSignal> signals, SignalNames names, FactoryDraft draft, string? connection, string indent)
    {
        foreach (var signal in signals)
            FactoryText.WriteSignal(text, names.Unique(signal.Name ?? SignalNames.Last(signal.Path), "signal"), signal, draft, connection, indent);
    }

    private static bool IsSame(ConnectionSettings known, ConnectionDraft draft) =>
        known.Endpoint == draft.Endpoint && known.SecurityPolicy == draft.Policy && known.SecurityMode == draft.Mode
        && (known.User, draft.User) switch
        {
            (PasswordUser one, PasswordUser other) => one.Name == other.Name,
            var (one, other) => one.Equals(other),
        };

    private static ConfigurationFault? FlowFault(YamlMappingNode root)
    {
        var lists = new[] { ("connections", List(root, "connections")), ("assets", List(root, "assets")) }
            .Concat(List(root, "assets").Children.OfType<YamlMappingNode>().Select((asset, i) => ($"assets[{i}].signals", List(asset, "signals"))));
        foreach (var (path, list) in lists)
        {
            if (list.Style == SequenceStyle.Flow)
                return new ConfigurationFault((int)list.Start.Line, path, FactoryFileSentences.InBrackets.Of());
        }

        return null;
    }

    private static YamlSequenceNode List(YamlMappingNode mapping, string key) => (YamlSequenceNode)mapping.Children[new YamlScalarNode(key)];

    private static string Text(Action<StringBuilder> write)
    {
        var text = new StringBuilder();
        write(text);
        return text.ToString();
    }
}

/// <summary>A file with what was added, or why nothing could be.</summary>
/// <param name="Yaml">The text; null with faults.</param>
/// <param name="Connection">The id of the connection in it.</param>
/// <param name="Added">Signals that were added.</param>
/// <param name="Already">Signals that the file has already.</param>
/// <param name="Faults">Of the file that is there.</param>
public sealed record AdditionResult(string? Yaml, string Connection, int Added, int Already, IReadOnlyList<ConfigurationFault> Faults);
