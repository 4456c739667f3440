using Jinan.IndustryBrain.Cli.OpcUa.Browsing;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Exporting;

/// <summary>Where signals of an export come from: a server's tree, or a CSV file.</summary>
internal static class SignalSources
{
    /// <summary>The variables whose path fits a pattern and whose values a column can hold; the others are named in <paramref name="left"/>.</summary>
    public static async Task<IReadOnlyList<FoundSignal>> BrowseAsync(
        ServerConnection server, PathPattern pattern, int limit, List<string> left, CancellationToken cancellation)
    {
        var types = new DataTypes(server);
        var found = new List<FoundSignal>();
        var walk = new NodeWalk(server) { WithDetails = true, MaxNodes = limit };
        await foreach (var node in walk.FromAsync(ObjectIds.ObjectsFolder, cancellation))
        {
            if (node.Details is not { } details || node.IsProperty || node.Id.NamespaceIndex == 0 || !pattern.IsMatch(node.Path))
                continue;
            var type = await types.BuiltInOfAsync(details.DataType, cancellation);
            if (type == BuiltInType.Variant && details.ValueRank < 1)
                type = (await server.ReadAsync([node.Id], AttributeIds.Value, cancellation))[0].Value.Type;
            if (!details.CanRead)
                left.Add($"left out, not readable: {node.Path}");
            else if (SignalTypes.For(type, details.ValueRank) is not { } column)
                left.Add($"left out, {await types.NameOfAsync(details.DataType, cancellation)}{(details.ValueRank >= 1 ? "[]" : "")}: {node.Path} {server.Expand(node.Id)}");
            else
                found.Add(new FoundSignal(server.Expand(node.Id).ToString(), node.Path, SignalTypes.Word(column), details.Unit));
        }

        if (walk.WasCut)
            left.Add($"there are more nodes than {limit}: the rest was not looked at; raise --limit.");
        return found;
    }

    /// <summary>
    /// The rows of a CSV file: <c>node</c>, and <c>type</c> (double, int64, text) or <c>dataType</c>; where they are given
    /// <c>path</c>, <c>asset</c>, <c>name</c>, <c>unit</c>, <c>sampling</c>. As 'browse --csv' writes them.
    /// </summary>
    /// <exception cref="CommandException">The file cannot be read, or rows have faults; all are told.</exception>
    public static IReadOnlyList<FoundSignal> ReadCsv(string file, PathPattern pattern, List<string> left)
    {
        var (found, faults) = (new List<FoundSignal>(), new List<string>());
        try
        {
            using var reader = new StreamReader(file);
            foreach (var (line, row) in NodeCsv.Read(reader))
            {
                var node = row.GetValueOrDefault("node", "");
                if (!ExpandedNodeId.TryParse(node, out _))
                    faults.Add($"line {line}: node: '{node}' is no node id: write nsu=<namespace uri>;s=<name>.");
                else if (row.GetValueOrDefault("path", node) is var path && pattern.IsMatch(path))
                    Take(line, row, node, path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be read: {e.Message}");
        }

        return faults.Count == 0
            ? found
            : throw new CommandException($"{file} cannot be used:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");

        void Take(int line, IReadOnlyDictionary<string, string> row, string node, string path)
        {
            var type = row.GetValueOrDefault("type");
            if (type is { Length: 0 })
            {
                left.Add($"left out, {row.GetValueOrDefault("dataType", "no type")}: {path} {node}");
                return;
            }

            if (type is null)
            {
                var rank = int.TryParse(row.GetValueOrDefault("valueRank", "-1"), out var number) ? number : -1;
                var dataType = row.GetValueOrDefault("dataType", "");
                if (!Enum.TryParse<BuiltInType>(dataType, ignoreCase: true, out var builtIn))
                {
                    faults.Add($"line {line}: dataType: '{dataType}' is not known here: add a column type with double, int64 or text.");
                    return;
                }

                if (SignalTypes.For(builtIn, rank) is not { } column)
                {
                    left.Add($"left out, {dataType}{(rank >= 1 ? "[]" : "")}: {path} {node}");
                    return;
                }

                type = SignalTypes.Word(column);
            }

            found.Add(new FoundSignal(node, path, type, row.GetValueOrDefault("unit", ""))
            {
                Asset = NullIfEmpty(row.GetValueOrDefault("asset")),
                Name = NullIfEmpty(row.GetValueOrDefault("name")),
                Sampling = NullIfEmpty(row.GetValueOrDefault("sampling")),
            });
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
