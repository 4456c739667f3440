using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Cli.OpcUa.Values;

/// <summary>Node ids as people type them.</summary>
internal static class NodeArgument
{
    public static ExpandedNodeId Parse(string text) =>
        ExpandedNodeId.TryParse(text, out var id)
            ? id
            : throw new CommandException($"'{text}' is no node id: write nsu=<namespace uri>;s=<name>, ns=2;s=<name> or i=<number>, in quotes.");

    public static IReadOnlyList<ExpandedNodeId> Parse(IEnumerable<string> texts) => [.. texts.Select(Parse)];
}
