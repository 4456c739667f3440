using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Server;

/// <summary>HistoryRead of raw values (OPC 10000-4, 5.11.3; OPC 10000-11, 6.4.3).</summary>
internal sealed class HistoryService(AddressSpace space, ServerLimits limits)
{
    // They go with the session: nobody can use them afterwards.
    private readonly ConditionalWeakTable<Session, Points> _points = [];

    public HistoryReadResponse Read(Session session, HistoryReadRequest request)
    {
        Operations.Check(request.NodesToRead.Length, limits);
        var points = _points.GetValue(session, _ => new Points(limits.MaxHistoryContinuationPoints));
        if (request.ReleaseContinuationPoints)
        {
            return new HistoryReadResponse
            {
                Results = Array.ConvertAll(request.NodesToRead, node => new HistoryReadResult
                {
                    StatusCode = points.TryTake(node.ContinuationPoint, out _) ? StatusCodes.Good : StatusCodes.BadContinuationPointInvalid,
                }),
            };
        }

        if (request.TimestampsToReturn is < TimestampsToReturn.Source or >= TimestampsToReturn.Neither)
            throw new OpcUaException(StatusCodes.BadTimestampsToReturnInvalid, "History has source times, server times or both.");
        if (!request.HistoryReadDetails.TryDecode<ReadRawModifiedDetails>(out var details))
            throw new OpcUaException(StatusCodes.BadHistoryOperationUnsupported, "The server gives raw values only: ask with ReadRawModifiedDetails.");
        if (details!.IsReadModified)
            throw new OpcUaException(StatusCodes.BadHistoryOperationUnsupported, "The server does not keep what was modified.");
        // Two of start, end and number are needed (OPC 10000-11, 6.4.3.2).
        var given = (details.StartTime == default ? 0 : 1) + (details.EndTime == default ? 0 : 1) + (details.NumValuesPerNode == 0 ? 0 : 1);
        if (given < 2)
            throw new OpcUaException(StatusCodes.BadInvalidTimestampArgument, "Two of start, end and number of values are needed.");

        var left = limits.MaxHistoryValues;
        var results = new HistoryReadResult[request.NodesToRead.Length];
        for (var i = 0; i < results.Length; i++)
        {
            // Each node gets its share, so that the first does not leave the others with nothing.
            var share = Math.Max(1, left / (results.Length - i));
            results[i] = Read(points, request.NodesToRead[i], details, request.TimestampsToReturn, share, out var count);
            left -= count;
        }

        return new HistoryReadResponse { Results = results };
    }

    private HistoryReadResult Read(
        Points points, HistoryReadValueId what, ReadRawModifiedDetails details, TimestampsToReturn timestamps, int share, out int count)
    {
        count = 0;
        if (!space.TryFind(what.NodeId, out var node))
            return new HistoryReadResult { StatusCode = StatusCodes.BadNodeIdUnknown };
        if (node is not VariableNode { History: { } history })
            return new HistoryReadResult { StatusCode = StatusCodes.BadHistoryOperationUnsupported };
        if (!string.IsNullOrEmpty(what.IndexRange))
            return new HistoryReadResult { StatusCode = StatusCodes.BadIndexRangeInvalid };

        var place = Place.Start(what.NodeId, details);
        DataValue? noFirst = null;
        if (what.ContinuationPoint is { Length: > 0 } token)
        {
            if (!points.TryTake(token, out place) || place.Node != what.NodeId)
                return new HistoryReadResult { StatusCode = StatusCodes.BadContinuationPointInvalid };
        }
        else if (details.ReturnBounds)
        {
            place = place.WithBounds(history, out noFirst);
        }

        var most = details.NumValuesPerNode == 0 ? share : (int)Math.Min(details.NumValuesPerNode, (uint)share);
        // One more than fits tells whether there is more.
        var values = history.ReadRaw(place.From, place.To, place.IsForward, place.Skip, most + 1);
        count = Math.Min(values.Count, most);
        byte[]? more = null;
        // A client that gave no end asked for this many and no more.
        var isComplete = values.Count <= most || (place.IsOpen && most == details.NumValuesPerNode);
        if (!isComplete && (more = points.Keep(place.Behind(values, count))) is null)
        {
            count = 0;
            return new HistoryReadResult { StatusCode = StatusCodes.BadNoContinuationPoints };
        }

        var data = new List<DataValue>(count + 2);
        if (noFirst is { } missing)
            data.Add(missing);
        for (var i = 0; i < count; i++)
        {
            data.Add(timestamps switch
            {
                TimestampsToReturn.Source => values[i] with { ServerTimestamp = default },
                TimestampsToReturn.Server => values[i] with { SourceTimestamp = default },
                _ => values[i],
            });
        }

        if (more is null && place.NoLast is { } end)
            data.Add(new DataValue(default, StatusCodes.BadBoundNotFound, end));
        return new HistoryReadResult
        {
            StatusCode = data.Count == 0 ? StatusCodes.GoodNoData : more is null ? StatusCodes.Good : StatusCodes.GoodMoreData,
            ContinuationPoint = more,
            HistoryData = new HistoryData { DataValues = [.. data] }.ToExtensionObject(),
        };
    }

    /// <summary>Where reading goes on: from a time, behind so many values of that time. It holds however the history moves on meanwhile.</summary>
    /// <param name="Node">Whose past.</param>
    /// <param name="From">The first time.</param>
    /// <param name="To">The time behind the last.</param>
    /// <param name="IsForward">Oldest first.</param>
    /// <param name="IsOpen">No end was given: it ends with the number of values.</param>
    /// <param name="Skip">Values of the first time that were given already.</param>
    /// <param name="NoLast">The end, where a bound was asked for and there is no value at or behind it.</param>
    private readonly record struct Place(NodeId Node, DateTime From, DateTime To, bool IsForward, bool IsOpen, int Skip, DateTime? NoLast = null)
    {
        public static Place Start(NodeId node, ReadRawModifiedDetails details)
        {
            var (start, end) = (details.StartTime, details.EndTime);
            if (end == default)
                return new Place(node, start, DateTime.MaxValue, IsForward: true, IsOpen: true, 0);
            // Without a start, and with one behind the end: backwards.
            if (start == default)
                return new Place(node, end, DateTime.MinValue, IsForward: false, IsOpen: true, 0);
            // The same time twice asks for what was at that time.
            return start == end
                ? new Place(node, start, Beside(start, 1), IsForward: true, IsOpen: false, 0)
                : new Place(node, start, end, start < end, IsOpen: false, 0);
        }

        /// <summary>
        /// Widens the interval to the values at or just outside of its ends (OPC 10000-11, 6.4.3.2); where there is none, a value
        /// says so in its place.
        /// </summary>
        public Place WithBounds(IHistorySource history, out DataValue? noFirst)
        {
            var (wide, outward, inward) = (this, IsForward ? DateTime.MinValue : DateTime.MaxValue, IsForward ? DateTime.MaxValue : DateTime.MinValue);
            noFirst = null;
            if (history.ReadRaw(From, outward, !IsForward, 0, 1) is [var first])
                wide = wide with { From = first.SourceTimestamp };
            else
                noFirst = new DataValue(default, StatusCodes.BadBoundNotFound, From);
            if (IsOpen)
                return wide;
            return history.ReadRaw(To, inward, IsForward, 0, 1) is [var last]
                ? wide with { To = Beside(last.SourceTimestamp, IsForward ? 1 : -1) }
                : wide with { NoLast = To };
        }

        // The ends of time have nothing beyond them, and clients may ask for both.
        private static DateTime Beside(DateTime time, int ticks) =>
            new(Math.Clamp(time.Ticks + ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), time.Kind);

        public Place Behind(IReadOnlyList<DataValue> values, int count)
        {
            var last = values[count - 1].SourceTimestamp;
            var same = 0;
            for (var i = count - 1; i >= 0 && values[i].SourceTimestamp == last; i--)
                same++;
            return this with { From = last, Skip = last == From ? Skip + same : same };
        }
    }

    private sealed class Points(int most)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<ulong, Place> _places = [];

        public byte[]? Keep(Place place)
        {
            lock (_gate)
            {
                if (_places.Count >= most)
                    return null;
                var id = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
                return _places.TryAdd(id, place) ? BitConverter.GetBytes(id) : null;
            }
        }

        public bool TryTake(byte[]? token, out Place place)
        {
            place = default;
            if (token is not { Length: sizeof(ulong) })
                return false;
            lock (_gate)
                return _places.Remove(BitConverter.ToUInt64(token), out place);
        }
    }
}
