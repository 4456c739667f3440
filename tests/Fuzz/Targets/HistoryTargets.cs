using System.Net.Sockets;
using Jinan.IndustryBrain.Fuzz.Mutation;
using Jinan.IndustryBrain.Fuzz.Running;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Fuzz.Targets;

/// <summary>
/// HistoryRead as a server receives it, with the pages behind its continuation points: within the limits, in order, an end, and
/// no point that can be used twice.
/// </summary>
internal sealed class HistoryTargets : IDisposable
{
    const int Values = 40;

    static readonly ServerLimits Limits = new() { MaxHistoryValues = 15, MaxHistoryContinuationPoints = 3, MaxOperations = 20 };
    static readonly DateTime Start = new(2026, 5, 6, 7, 8, 9, DateTimeKind.Utc);

    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    readonly ServerClock _clock = new(TimeProvider.System);
    readonly AddressSpace _space = new("urn:fuzz", TimeProvider.System);
    readonly HistoryService _history;
    readonly ServerConnection _connection;

    public HistoryTargets()
    {
        var options = new OpcUaServerOptions { ApplicationUri = "urn:fuzz" };
        _connection = new ServerConnection(_socket, 1, new ServerSecurity(options), null!, options, _clock, new ServerMetrics(null), new RefusedPeers(null, null, _clock));
        _history = new HistoryService(_space, Limits);
        var variable = _space.AddVariable(_space.Objects, new NodeId("v", 1), new QualifiedName(1, "v"), new VariableSettings(BuiltInType.Double) { HistoryCapacity = Values });
        // Several at one time, and some at the ends of it.
        for (var i = 0; i < Values; i++) variable.SetValue((double)i, i switch { 0 => DateTime.MinValue, Values - 1 => DateTime.MaxValue, _ => Start.AddSeconds(i / 3) });
        _space.AddVariable(_space.Objects, new NodeId("w", 1), new QualifiedName(1, "w"), new VariableSettings(BuiltInType.Double));
    }

    public IEnumerable<FuzzTarget> All()
    {
        yield return new FuzzTarget("history/read", [.. Requests().Select(request => OpcUaTypes.Encoded(request, withId: true))], Check) { AllocationBase = 1 << 20, AllocationFactor = 2_000 };
    }

    public void Dispose()
    {
        _connection.Dispose();
        _socket.Dispose();
    }

    static IEnumerable<HistoryReadRequest> Requests()
    {
        (DateTime From, DateTime To, uint Number)[] spans =
        [
            (Start, Start.AddSeconds(9), 0), (Start.AddSeconds(9), Start, 0), (Start, default, 5), (default, Start.AddSeconds(5), 4), (Start, Start, 0),
            (DateTime.MaxValue, DateTime.MaxValue, 0), (DateTime.MinValue.AddYears(1700), DateTime.MaxValue, 3), (DateTime.MaxValue, Start, 100),
        ];
        foreach (var (from, to, number) in spans)
        {
            foreach (var bounds in new[] { false, true })
            {
                yield return new HistoryReadRequest
                {
                    TimestampsToReturn = bounds ? TimestampsToReturn.Both : TimestampsToReturn.Source,
                    HistoryReadDetails = new ReadRawModifiedDetails { StartTime = from, EndTime = to, NumValuesPerNode = number, ReturnBounds = bounds }.ToExtensionObject(),
                    NodesToRead = [new HistoryReadValueId { NodeId = new NodeId("v", 1) }, new HistoryReadValueId { NodeId = new NodeId(bounds ? "w" : "v", 1) }, new HistoryReadValueId { NodeId = new NodeId("v", 1), ContinuationPoint = bounds ? new byte[8] : null }],
                };
            }
        }
    }

    void Check(byte[] input)
    {
        var reader = new UaReader(input, FuzzLimits.Encoding);
        if (ServiceMessages.Decode(ref reader) is not HistoryReadRequest request) throw new OpcUaException(StatusCodes.BadServiceUnsupported, "Another request.");
        var session = new Session(1, TimeSpan.FromMinutes(1), _connection, Limits, _clock);
        var response = _history.Read(session, request);
        if (response.Results.Length != request.NodesToRead.Length) throw new RuleBrokenException($"{response.Results.Length} results for {request.NodesToRead.Length} nodes.");
        var points = response.Results.Select((result, i) => (Node: i, Point: result.ContinuationPoint)).Where(pair => pair.Point is not null).ToList();
        if (points.Count > Limits.MaxHistoryContinuationPoints) throw new RuleBrokenException($"{points.Count} continuation points.");
        var total = response.Results.Sum(Count);
        if (total > Limits.MaxHistoryValues + (2 * response.Results.Length)) throw new RuleBrokenException($"{total} values in one response.");
        foreach (var (node, point) in points) Follow(session, request, node, point!, Count(response.Results[node]));
    }

    void Follow(Session session, HistoryReadRequest request, int node, byte[] point, int soFar)
    {
        byte[]? next = point;
        for (var pages = 0; next is not null; pages++)
        {
            if (pages > Values) throw new RuleBrokenException("The pages have no end.");
            var ask = request with { NodesToRead = [request.NodesToRead[node] with { ContinuationPoint = next }] };
            var page = _history.Read(session, ask).Results[0];
            if (page.StatusCode.IsBad) throw new RuleBrokenException($"Its own continuation point is {page.StatusCode}.");
            if (_history.Read(session, ask).Results[0].StatusCode != StatusCodes.BadContinuationPointInvalid) throw new RuleBrokenException("A continuation point is good twice.");
            soFar += Count(page);
            next = page.ContinuationPoint;
        }

        if (soFar > Values + 2) throw new RuleBrokenException($"{soFar} values of {Values}.");
    }

    static int Count(HistoryReadResult result)
    {
        if (result.HistoryData.IsNull) return 0;
        return result.HistoryData.TryDecode<HistoryData>(out var data) ? data!.DataValues.Length : throw new RuleBrokenException("The history data is none.");
    }
}
