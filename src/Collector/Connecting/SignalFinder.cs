using Jinan.IndustryBrain.Collector.Endpoints;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>Makes signals of nodes: of single ones, of a whole branch, of all that a search finds.</summary>
internal static class SignalFinder
{
    private const int LeftShown = 100;

    /// <exception cref="OpcUaException">The server refuses.</exception>
    /// <exception cref="ConnectingException">The request names nothing.</exception>
    public static async Task<SignalsAnswer> FindAsync(BrowseSession session, SignalsRequest request, CancellationToken cancellationToken)
    {
        var most = session.Limits.Signals;
        // One more than is taken tells that there are more.
        var found = request switch
        {
            { Nodes: { } nodes } => await OfNodesAsync(session, nodes, cancellationToken),
            { Below: { } branch } => await BelowAsync(session, branch, most + 1, cancellationToken),
            { Search: { Length: > 0 } text } => session.Index().Variables(text, most + 1),
            _ => throw ConnectingException.BadRequest(ConnectingSentences.NameNodes.Of()),
        };
        var isCut = found.Count > most;
        var variables = found.Take(most).ToArray();
        var facts = await session.Variables.ReadAsync([.. variables.Select(node => (node.Id, node.Unit))], cancellationToken);
        var (signals, left, leftCount) = (new List<SignalChoice>(variables.Length), new List<SaidAnswer>(), 0);
        for (var i = 0; i < variables.Length; i++)
        {
            if (facts[i].IsSignal)
            {
                signals.Add(new SignalChoice(session.Client.Expand(variables[i].Id).ToString(), variables[i].Path, facts[i].Type!) { Unit = facts[i].Unit });
                continue;
            }

            if (leftCount++ < LeftShown)
                left.Add(SaidAnswer.Of(facts[i].CanRead
                    ? SignalTableSentences.NoSignal.Of(variables[i].Path, facts[i].DataType)
                    : SignalTableSentences.NotReadable.Of(variables[i].Path)));
        }

        return new SignalsAnswer(signals, left, leftCount, isCut);
    }

    private static async Task<IReadOnlyList<FoundNode>> OfNodesAsync(BrowseSession session, IReadOnlyList<PlacedNode> nodes, CancellationToken cancellationToken)
    {
        var ids = nodes.Select(node => ExpandedNodeId.TryParse(node.Node, out var id)
            ? session.Client.Resolve(id)
            : throw ConnectingException.BadRequest(ConnectingSentences.BadNode.Of(node.Node))).ToArray();
        var units = await session.Children.UnitsAsync(ids, cancellationToken);
        return [.. nodes.Select((node, i) => new FoundNode(ids[i], node.Path, "", NodeClass.Variable, units[i]))];
    }

    private static async Task<IReadOnlyList<FoundNode>> BelowAsync(BrowseSession session, PlacedNode branch, int most, CancellationToken cancellationToken)
    {
        if (!ExpandedNodeId.TryParse(branch.Node, out var id))
            throw ConnectingException.BadRequest(ConnectingSentences.BadNode.Of(branch.Node));
        var below = new TreeIndex(session.Client, session.Client.Resolve(id), branch.Path, session.Limits.IndexedNodes);
        await below.BuildAsync(cancellationToken);
        return below.Progress() is { Failure: { } failure }
            ? throw new OpcUaException(OpcUa.Encoding.StatusCodes.BadCommunicationError, failure)
            : below.Variables(most);
    }
}
