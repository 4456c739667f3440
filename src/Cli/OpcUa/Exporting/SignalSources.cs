using Jinan.IndustryBrain.Cli.OpcUa.Browsing;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.FactoryFile.Writing;
using Jinan.IndustryBrain.OpcUa.Client;
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
        var types = new DataTypeNames(server.Client);
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

    /// <summary>The rows of a CSV file, as <see cref="SignalCsv"/> reads them.</summary>
    /// <exception cref="CommandException">The file cannot be read, or rows have faults; all are told.</exception>
    public static IReadOnlyList<FoundSignal> ReadCsv(string file, PathPattern pattern, List<string> left)
    {
        CsvResult read;
        try
        {
            using var reader = new StreamReader(file);
            read = SignalCsv.Read(reader, pattern.IsMatch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be read: {e.Message}");
        }

        left.AddRange(read.Left.Select(said => said.Text));
        return read.Faults.Count == 0
            ? read.Signals
            : throw new CommandException($"{file} cannot be used:{Environment.NewLine}{string.Join(Environment.NewLine, read.Faults)}");
    }
}
