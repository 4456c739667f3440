using System.Threading.Channels;
using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;
using ConnectionState = Jinan.IndustryBrain.OpcUa.Client.ConnectionState;
using StatusCodes = Jinan.IndustryBrain.OpcUa.Encoding.StatusCodes;

namespace Jinan.IndustryBrain.Collector.History;

/// <summary>
/// Reads from a server's history what was not covered while it could not be collected: one request at a time, pages of bounded
/// size, with as long a rest after each as it took. The values go through the connection's own loop, which prefers what comes
/// live; an interval is settled in the ledger once its values are durable, so that a kill in between costs reading them again.
/// </summary>
internal sealed class HistoryFiller(
    string factory, ConnectionSettings settings, SignalDefinition[] items, IReadOnlyList<SignalSettings> signals, OpcUaConnection connection,
    CoverageLedger ledger, ChannelWriter<HistoryPiece> pieces, Metrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>Nodes in one request.</summary>
    private const int MostNodes = 10;

    /// <summary>Values of a node in one response.</summary>
    private const uint PageValues = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, int> _positions = items.Take(signals.Count).Select((item, position) => (item.Id, position)).ToDictionary();
    private readonly HashSet<StatusCode> _said = [];
    private long _filled;
    private long _without;
    private long _values;
    private string? _lastError;

    public HistoryReport Report() => new()
    {
        Pending = ledger.CountHoles(settings.Id),
        Filled = Interlocked.Read(ref _filled),
        WithoutHistory = Interlocked.Read(ref _without),
        Values = Interlocked.Read(ref _values),
        LastError = Volatile.Read(ref _lastError),
    };

    /// <summary>Fills until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            if (connection.Status.State != ConnectionState.Running || ledger.CountHoles(settings.Id) == 0)
                continue;
            try
            {
                await FillAsync(ledger.HolesOf(settings.Id), cancellationToken);
                Volatile.Write(ref _lastError, null);
                pause = FirstPause;
            }
            catch (Exception fault) when (fault is OpcUaException or TimeoutException or IOException)
            {
                // What was not settled is found again in the ledger.
                Volatile.Write(ref _lastError, fault.Message);
                Log.HistoryInterrupted(logger, factory, settings.Id, pause, fault.Message);
                await Task.Delay(pause, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task FillAsync(IReadOnlyList<SignalHoles> work, CancellationToken cancellationToken)
    {
        // Of signals that are read no more there is nobody to ask.
        foreach (var gone in work.Where(holes => !_positions.ContainsKey(holes.Signal)))
            ledger.Settle(settings.Id, gone.Signal, gone.Holes.Max(hole => hole.To));

        var serverStart = await ReadStartAsync(cancellationToken);
        var before = (Filled: _filled, Values: _values);
        var batches = work.Where(holes => _positions.ContainsKey(holes.Signal))
            .Select(holes => new SignalFill(_positions[holes.Signal], holes.Holes, serverStart))
            .GroupBy(fill => fill.From)
            .OrderBy(group => group.Key)
            .SelectMany(group => group.Chunk(MostNodes));
        foreach (var batch in batches)
            await FillAsync(batch, cancellationToken);
        if (_filled > before.Filled)
            Log.HistoryFilled(logger, factory, settings.Id, _filled - before.Filled, _values - before.Values);
    }

    private async Task FillAsync(SignalFill[] fills, CancellationToken cancellationToken)
    {
        var nodes = new List<NodeId>();
        var byNode = new List<List<SignalFill>>();
        foreach (var fill in fills)
            Place(fill, nodes, byNode);
        if (nodes.Count > 0)
        {
            try
            {
                await LookBackAsync(nodes, byNode, fills.Min(fill => fill.From), cancellationToken);
                await ReadAsync(nodes, byNode, fills, cancellationToken);
            }
            catch (OpcUaException refused) when (IsFinal(refused.StatusCode))
            {
                foreach (var fill in fills)
                    fill.Refused ??= refused.StatusCode;
            }
        }

        var failed = fills.FirstOrDefault(fill => fill.Refused is { } status && !IsFinal(status));
        foreach (var fill in fills.Where(fill => fill.Refused is not { } status || IsFinal(status)))
            Settle(fill);
        await FlushAsync(cancellationToken);
        if (failed?.Refused is { } why)
            throw new OpcUaException(why, $"The history of {items[failed.Signal].FullName} cannot be read now: {why}.");
    }

    // Signals of one structure are of one node, which is read once.
    private void Place(SignalFill fill, List<NodeId> nodes, List<List<SignalFill>> byNode)
    {
        if (!signals[fill.Signal].Node.TryResolve(connection.NamespaceUris, out var node))
        {
            fill.Refused = StatusCodes.BadNodeIdUnknown;
            return;
        }

        var at = nodes.IndexOf(node);
        if (at < 0)
        {
            at = nodes.Count;
            nodes.Add(node);
            byNode.Add([]);
        }

        byNode[at].Add(fill);
    }

    // Whether the history goes back further than the interval: one value of each node, backwards from its beginning. Servers that
    // cannot read backwards are asked for the interval all the same: it is then filled from its first value on.
    private async Task LookBackAsync(List<NodeId> nodes, List<List<SignalFill>> byNode, long from, CancellationToken cancellationToken)
    {
        var answered = 0;
        try
        {
            await foreach (var page in connection.HistoryReadRawAsync(
                nodes, DateTime.MinValue, OpcUaTime.FromUnixNanoseconds(from), 1, TimestampsToReturn.Both, cancellationToken))
            {
                foreach (var fill in byNode[page.Node])
                    fill.ReachesBack |= page.Values.Count > 0;
                if (++answered == nodes.Count)
                    break;
            }
        }
        catch (OpcUaException) when (connection.Status.State == ConnectionState.Running)
        {
            // The request for the interval itself tells whether there is any history.
        }
    }

    private async Task ReadAsync(List<NodeId> nodes, List<List<SignalFill>> byNode, SignalFill[] fills, CancellationToken cancellationToken)
    {
        var from = OpcUaTime.FromUnixNanoseconds(fills.Min(fill => fill.From) - Hole.LateStampNs);
        var to = OpcUaTime.FromUnixNanoseconds(fills.Max(fill => fill.To)).AddTicks(1);
        var asked = time.GetTimestamp();
        await foreach (var page in connection.HistoryReadRawAsync(nodes, from, to, PageValues, TimestampsToReturn.Both, cancellationToken))
        {
            var took = time.GetElapsedTime(asked);
            foreach (var fill in byNode[page.Node])
            {
                if (page.Status.IsBad && page.Status.WithoutInfoBits != StatusCodes.BadNoData)
                {
                    fill.Refused = page.Status;
                    continue;
                }

                await StoreAsync(fill, page.Values, cancellationToken);
            }

            await Task.Delay(took < LongestRest ? took : LongestRest, time, cancellationToken);
            asked = time.GetTimestamp();
        }
    }

    private async Task StoreAsync(SignalFill fill, IReadOnlyList<DataValue> values, CancellationToken cancellationToken)
    {
        var rows = new List<HistoryRow>();
        foreach (var value in values)
        {
            if (HistoryRow.TimeOf(settings.Clock, value) is { } at && fill.Take(at))
                rows.Add(new HistoryRow(at, value));
        }

        if (rows.Count == 0)
            return;
        var piece = new HistoryPiece(fill.Signal, rows);
        await pieces.WriteAsync(piece, cancellationToken);
        await piece.Stored.WaitAsync(cancellationToken);
        Interlocked.Add(ref _values, rows.Count);
    }

    private void Settle(SignalFill fill)
    {
        var id = items[fill.Signal].Id;
        foreach (var hole in fill.Holes)
        {
            var filled = fill.Refused is null ? hole.Of(fill.ReachesBack).ToArray() : [];
            foreach (var (from, to) in filled)
                ledger.Fill(settings.Id, id, from, to, hole.Values);
            if (filled.Length > 0)
                Interlocked.Increment(ref _filled);
            else
                Interlocked.Increment(ref _without);
            metrics.HistoryAsked(filled.Length > 0);
        }

        ledger.Settle(settings.Id, id, fill.To);
        if (fill.Refused is { } status && _said.Add(status.WithoutInfoBits))
            Log.HistoryRefused(logger, factory, settings.Id, items[fill.Signal].FullName, status.ToString());
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ledger.FlushAsync(cancellationToken);
        }
        catch (LogStorageException)
        {
            // The entries stay queued and go with the next frame; lost with them would only be that history was asked.
        }
    }

    /// <summary>When the server was started: what happened while it was not running is in no history of its own.</summary>
    private async Task<long> ReadStartAsync(CancellationToken cancellationToken)
    {
        var what = new ReadValueId { NodeId = VariableIds.ServerStatusStartTime, AttributeId = AttributeIds.Value };
        var start = (await connection.ReadAsync([what], TimestampsToReturn.Neither, cancellationToken))[0];
        return !start.StatusCode.IsBad && start.Value is { Type: BuiltInType.DateTime, IsArray: false } told
            ? OpcUaTime.ToUnixNanoseconds(told.AsDateTime())
            : long.MinValue;
    }

    /// <summary>Asking again would not help.</summary>
    private static bool IsFinal(StatusCode status)
    {
        var code = status.WithoutInfoBits;
        return code == StatusCodes.BadHistoryOperationUnsupported || code == StatusCodes.BadHistoryOperationInvalid
            || code == StatusCodes.BadServiceUnsupported || code == StatusCodes.BadNotSupported || code == StatusCodes.BadNotImplemented
            || code == StatusCodes.BadNotReadable || code == StatusCodes.BadUserAccessDenied
            || code == StatusCodes.BadNodeIdUnknown || code == StatusCodes.BadNodeIdInvalid;
    }
}
