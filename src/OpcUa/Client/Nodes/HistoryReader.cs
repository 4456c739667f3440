using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Client;

/// <summary>A piece of the past of one node, in the order that was asked for.</summary>
/// <param name="Node">Position of the node in the list that was asked for.</param>
/// <param name="Status">Good, GoodNoData, GoodMoreData, or why this node's past could not be read; the others are not touched.</param>
/// <param name="Values">The values; empty with a bad status.</param>
/// <param name="IsLast">No further page of this node follows.</param>
public sealed record HistoryPage(int Node, StatusCode Status, IReadOnlyList<DataValue> Values, bool IsLast);

/// <summary>Reads raw history page by page, and leaves no continuation point behind (OPC 10000-4, 5.11.3; OPC 10000-11, 6.4.3).</summary>
sealed class HistoryReader(Func<ClientSession> session)
{
    /// <summary>A server that says so often that there is more, and gives nothing, is not asked any longer.</summary>
    const int MaxEmptyPages = 100;

    public async IAsyncEnumerable<HistoryPage> ReadRawAsync(
        IReadOnlyList<NodeId> nodes, ReadRawModifiedDetails details, TimestampsToReturn timestamps, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var current = session();
        var wrapped = details.ToExtensionObject();
        var waiting = new Queue<int>(Enumerable.Range(0, nodes.Count));
        var most = int.MaxValue;
        var open = new List<Place>();
        try
        {
            while (waiting.Count > 0)
            {
                // As many as go into one request; they are read to their ends before the next ones.
                for (var room = Math.Min(current.Profile.HistoryRead.Size, most); room > 0 && waiting.TryDequeue(out var next); room--)
                    open.Add(new Place(next, null, 0));
                while (open.Count > 0)
                {
                    var asked = open.ToArray();
                    var results = await TryAskAsync(current, wrapped, timestamps, nodes, asked, cancellationToken).ConfigureAwait(false);
                    if (results is null)
                    {
                        // Too much at a time: those that have not begun wait for their turn.
                        var begun = open.FindAll(place => place.Point is not null);
                        foreach (var place in open.Where(place => place.Point is null).Skip(Math.Max(0, current.Profile.HistoryRead.Size - begun.Count)).ToArray())
                        {
                            open.Remove(place);
                            waiting.Enqueue(place.Node);
                        }

                        continue;
                    }

                    // From here on the points that were sent are used up; those that came are the ones to give back.
                    open.Clear();
                    var pages = new List<HistoryPage>(results.Length);
                    for (var i = 0; i < results.Length; i++)
                    {
                        // One that has begun is not begun again: its reader would get values twice.
                        var noPoint = asked[i].Point is null && results[i].StatusCode.WithoutInfoBits == StatusCodes.BadNoContinuationPoints;
                        if (noPoint && asked.Length > 1)
                        {
                            // The server has no more points than it gave out to the others: fewer nodes at a time.
                            most = Math.Max(1, asked.Length / 2);
                            waiting.Enqueue(asked[i].Node);
                            continue;
                        }

                        pages.Add(PageOf(asked[i], results[i], open));
                    }

                    foreach (var page in pages) yield return page;
                }
            }
        }
        finally
        {
            await ReleaseAsync(current, wrapped, nodes, open.FindAll(place => place.Point is not null)).ConfigureAwait(false);
        }
    }

    static HistoryPage PageOf(Place place, HistoryReadResult result, List<Place> open)
    {
        if (result.StatusCode.IsBad) return new HistoryPage(place.Node, result.StatusCode, [], IsLast: true);
        IReadOnlyList<DataValue> values = [];
        var status = result.StatusCode;
        if (result.HistoryData.TryDecode<HistoryData>(out var data)) values = data!.DataValues;
        else if (!result.HistoryData.IsNull) status = StatusCodes.BadUnknownResponse;
        if (result.ContinuationPoint is not { Length: > 0 } point) return new HistoryPage(place.Node, status, values, IsLast: true);

        var empty = values.Count == 0 ? place.EmptyPages + 1 : 0;
        open.Add(new Place(place.Node, point, empty));
        if (empty <= MaxEmptyPages) return new HistoryPage(place.Node, status, values, IsLast: false);
        throw new OpcUaException(StatusCodes.BadUnknownResponse, $"The server gave {MaxEmptyPages} pages of history without a value, and says that there are more.");
    }

    // Null where the request was too large and a smaller one may do.
    static async Task<HistoryReadResult[]?> TryAskAsync(
        ClientSession current, ExtensionObject details, TimestampsToReturn timestamps, IReadOnlyList<NodeId> nodes, Place[] places, CancellationToken cancellationToken)
    {
        var request = new HistoryReadRequest
        {
            HistoryReadDetails = details,
            TimestampsToReturn = timestamps,
            NodesToRead = Array.ConvertAll(places, place => place.ToRead(nodes)),
        };
        try
        {
            var results = (await NodeServices.RequestAsync<HistoryReadResponse>(current, request, cancellationToken).ConfigureAwait(false)).Results;
            return results.Length == places.Length
                ? results
                : throw new OpcUaException(StatusCodes.BadUnknownResponse, $"{results.Length} results came for the history of {places.Length} nodes.");
        }
        catch (OpcUaException exception) when (
            Array.Exists(places, place => place.Point is null) && current.Profile.HistoryRead.ShrinkAfter(exception.StatusCode, places.Length))
        {
            return null;
        }
    }

    // Left behind, they would cost the server some of its few until the session ends.
    static async Task ReleaseAsync(ClientSession current, ExtensionObject details, IReadOnlyList<NodeId> nodes, List<Place> places)
    {
        if (places.Count == 0 || current.Channel.Lost.IsCompleted) return;
        try
        {
            var request = new HistoryReadRequest
            {
                HistoryReadDetails = details,
                TimestampsToReturn = TimestampsToReturn.Source,
                ReleaseContinuationPoints = true,
                NodesToRead = [.. places.Select(place => place.ToRead(nodes))],
            };
            await current.RequestAsync<HistoryReadResponse>(request, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (ChannelFault.IsExpected(exception))
        {
            // The caller has what it wanted, or learns why not; that tidying up failed too adds nothing.
        }
    }

    sealed record Place(int Node, byte[]? Point, int EmptyPages)
    {
        public HistoryReadValueId ToRead(IReadOnlyList<NodeId> nodes) => new() { NodeId = nodes[Node], ContinuationPoint = Point };
    }
}
