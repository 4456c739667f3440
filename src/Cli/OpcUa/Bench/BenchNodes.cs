using System.Globalization;
using Jinan.IndustryBrain.Cli.OpcUa.Browsing;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.Cli.OpcUa.Values;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Bench;

/// <summary>The variables of a run: by a pattern of ids, or those with numbers that a walk finds first.</summary>
internal static class BenchNodes
{
    public static async Task<IReadOnlyList<ExpandedNodeId>> FindAsync(ServerConnection server, BenchOptions options, CancellationToken cancellation)
    {
        if (options.Nodes is { } pattern)
            return [.. Enumerable.Range(0, options.Items).Select(i => NodeArgument.Parse(Formatted(pattern, i)))];
        var types = new DataTypeNames(server.Client);
        var found = new List<ExpandedNodeId>();
        var walk = new NodeWalk(server) { WithDetails = true, MaxNodes = 10_000_000 };
        await foreach (var node in walk.FromAsync(ObjectIds.ObjectsFolder, cancellation))
        {
            if (node.Details is { ValueRank: < 0, CanRead: true } details && !node.IsProperty && node.Id.NamespaceIndex != 0
                && await types.BuiltInOfAsync(details.DataType, cancellation) is >= BuiltInType.SByte and <= BuiltInType.Double)
                found.Add(server.Expand(node.Id));
            if (found.Count == options.Items)
                break;
        }

        return found.Count > 0
            ? found
            : throw new CommandException("The server has no variables with numbers that this user may read: name some with --nodes, such as 'nsu=urn:plc;s=v{0}'.");
    }

    private static string Formatted(string pattern, int number)
    {
        try
        {
            return string.Format(CultureInfo.InvariantCulture, pattern, number);
        }
        catch (FormatException)
        {
            throw new CommandException($"--nodes: '{pattern}' is no pattern: write {{0}} where the number stands, or {{0:D4}} for 0000, 0001 and so on.");
        }
    }
}
