using System.Globalization;
using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.Cli.OpcUa.Checking;

/// <summary>Tries one connection of a factory.yaml as the collector would use it, and leaves nothing behind at the server.</summary>
internal sealed class ConnectionCheck(FactoryConfiguration factory, int index, Func<string, int> lineOf, TimeProvider time)
{
    private static readonly (string Name, NodeId Node)[] Limits =
    [
        ("MaxNodesPerRead", VariableIds.MaxNodesPerRead),
        ("MaxNodesPerBrowse", VariableIds.MaxNodesPerBrowse),
        ("MaxMonitoredItemsPerCall", VariableIds.MaxMonitoredItemsPerCall),
    ];

    private readonly ConnectionSettings _settings = factory.Connections[index];
    private readonly List<(string Path, SignalSettings Signal)> _signals = Signals(factory, factory.Connections[index].Id);
    private readonly List<CheckFinding> _findings = [];
    private readonly HashSet<int> _answered = [];

    public IReadOnlyList<CheckFinding> Findings => _findings;

    public async Task<ConnectionCheckResult> RunAsync(ServerAccess access, TimeSpan watch, CancellationToken cancellation)
    {
        var result = new ConnectionCheckResult(_settings.Id, _settings.Endpoint) { Signals = _signals.Count, PublishingMs = _settings.Publishing.TotalMilliseconds };
        if (_signals.Count == 0)
            Add($"connections[{index}].id", "no signal uses this connection", isFault: false);
        ServerConnection server;
        try
        {
            server = await ServerConnection.OpenAsync(access, cancellation);
        }
        catch (OpcUaException e)
        {
            Add($"connections[{index}].endpoint", ServerFailures.Line(e.Message, e.StatusCode));
            return result;
        }
        catch (CommandException e)
        {
            Add($"connections[{index}].security", e.Message);
            return result;
        }

        await using (server)
        {
            result = result with { IsConnected = true, Limits = await LimitsAsync(server, cancellation) };
            if (_signals.Count == 0)
                return result;
            var wrong = await new SignalCheck(server).CheckAsync([.. _signals.Select(s => s.Signal)], _settings.History, cancellation);
            for (var i = 0; i < wrong.Length; i++)
            {
                if (wrong[i] is not { } message)
                    continue;
                _answered.Add(i);
                Add($"{_signals[i].Path}.node", $"{_signals[i].Signal.Node} {message}");
            }

            return await WatchAsync(server, result, watch, cancellation);
        }
    }

    private async Task<ConnectionCheckResult> WatchAsync(
        ServerConnection server, ConnectionCheckResult result, TimeSpan watch, CancellationToken cancellation)
    {
        var client = server.Client;
        var subscription = client.AddSubscription(new SubscriptionSettings
        {
            PublishingInterval = _settings.Publishing,
            KeepAlive = _settings.KeepAlive,
            Lifetime = _settings.Lifetime,
            Priority = _settings.Priority,
            Items =
            [
                .. _signals.Select(s => new MonitoredItemSettings(s.Signal.Node)
                {
                    SamplingInterval = s.Signal.Sampling,
                    QueueSize = s.Signal.Queue,
                    DiscardOldest = s.Signal.Discard == DiscardPolicy.Oldest,
                    AbsoluteDeadband = s.Signal.Deadband is { IsPercent: false } absolute ? absolute.Value : 0,
                    PercentDeadband = s.Signal.Deadband is { IsPercent: true } percent ? percent.Value : 0,
                    Trigger = (DataChangeTrigger)s.Signal.Trigger,
                }),
            ],
        });
        var sampling = _signals.Select(s => s.Signal.Sampling).ToArray();
        var publishing = _settings.Publishing;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var counting = CountAsync(client, stop.Token);
        var revising = FollowAsync(client, sampling, revised => publishing = revised, stop.Token);
        try
        {
            await ItemsMadeAsync(client, server.Access.Timeout * 3, cancellation);
            await Task.Delay(watch, time, cancellation);
        }
        finally
        {
            await stop.CancelAsync();
        }

        var (values, overflows) = await counting;
        await revising;
        var status = client.Status.Subscriptions[0];
        var accepted = Enumerable.Range(0, _signals.Count).Where(i => !subscription.StatusOf(i).IsBad).ToArray();
        if (overflows > 0)
            Add($"connections[{index}].publishing", $"queues overflowed {overflows} times while it was watched: publish more often, or raise queue");
        return result with
        {
            Accepted = status.Items,
            RevisedPublishingMs = publishing.TotalMilliseconds,
            MostValuesASecond = accepted.Sum(i => 1 / Math.Max(0.001, (sampling[i] > TimeSpan.Zero ? sampling[i] : publishing).TotalSeconds)),
            SeenValuesASecond = values / Math.Max(0.001, watch.TotalSeconds),
            Overflows = overflows,
        };
    }

    private async Task ItemsMadeAsync(OpcUaConnection client, TimeSpan patience, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (client.Status.Subscriptions[0] is var status && status.Items + status.FailedItems < _signals.Count)
        {
            if (time.GetElapsedTime(began) > patience + TimeSpan.FromMilliseconds(_signals.Count))
            {
                Add($"connections[{index}].id", $"the server made {status.Items} of {_signals.Count} items in {time.GetElapsedTime(began).TotalSeconds:F0} s: it is overloaded, or --timeout is too short");
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellation);
        }
    }

    private async Task<(long Values, long Overflows)> CountAsync(OpcUaConnection client, CancellationToken cancellation)
    {
        var hasFirst = new bool[_signals.Count];
        var (values, overflows) = (0L, 0L);
        try
        {
            await foreach (var batch in client.Notifications.ReadAllAsync(cancellation))
            {
                using (batch)
                {
                    overflows += batch.OverflowCount;
                    for (var row = 0; row < batch.Count; row++)
                    {
                        // The first value is what holds, perhaps for days: no change.
                        ref var known = ref hasFirst[batch.Values.Handle[row]];
                        values += known ? 1 : 0;
                        known = true;
                    }

                    batch.Acknowledge();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was watched long enough.
        }

        return (values, overflows);
    }

    private async Task FollowAsync(OpcUaConnection client, TimeSpan[] sampling, Action<TimeSpan> publishing, CancellationToken cancellation)
    {
        try
        {
            await foreach (var happened in client.Events.ReadAllAsync(cancellation))
            {
                switch (happened)
                {
                    case SubscriptionRevised revised:
                        publishing(revised.PublishingInterval);
                        if (revised.PublishingInterval > _settings.Publishing)
                            Add($"connections[{index}].publishing", Invariant($"{_settings.Publishing.TotalMilliseconds} ms was asked for, the server publishes each {revised.PublishingInterval.TotalMilliseconds} ms: queues must hold what comes meanwhile"), isFault: false);
                        break;
                    case ItemRevised item:
                        sampling[item.Handle] = item.SamplingInterval;
                        NoteRevised(item);
                        break;
                    case ItemFailed failed when _answered.Add(failed.Handle):
                        Add($"{_signals[failed.Handle].Path}.node", ServerFailures.Line($"{_signals[failed.Handle].Signal.Node} was refused: {failed.Status}", failed.Status));
                        break;
                    case ServiceRefused refused:
                        Add($"connections[{index}].id", ServerFailures.Line($"{refused.Service}: {refused.Message}", refused.Status), isFault: false);
                        break;
                    case ConnectionLost lost:
                        Add($"connections[{index}].endpoint", ServerFailures.Line(lost.Reason, lost.Status));
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was watched long enough.
        }
    }

    private void NoteRevised(ItemRevised item)
    {
        var (path, signal) = _signals[item.Handle];
        if (item.QueueSize < signal.Queue)
        {
            Add(
                $"{path}.queue",
                item.QueueSize <= 1
                    ? $"{signal.Queue} was asked for, the server keeps the latest value only: what changes faster than it publishes is lost"
                    : $"{signal.Queue} was asked for, the server keeps {item.QueueSize}",
                isFault: item.QueueSize <= 1);
        }

        if (item.SamplingInterval > signal.Sampling)
        {
            Add($"{path}.sampling", Invariant($"{signal.Sampling.TotalMilliseconds} ms was asked for, the server samples each {item.SamplingInterval.TotalMilliseconds} ms"), isFault: false);
        }
    }

    private static async Task<IReadOnlyDictionary<string, long>> LimitsAsync(ServerConnection server, CancellationToken cancellation)
    {
        var values = await server.ReadAsync([.. Limits.Select(limit => limit.Node)], AttributeIds.Value, cancellation);
        return Limits.Select((limit, i) => (limit.Name, Value: !values[i].StatusCode.IsBad && values[i].Value.TryGetInt64(out var number) ? number : 0))
            .ToDictionary(limit => limit.Name, limit => limit.Value);
    }

    private void Add(string path, string message, bool isFault = true)
    {
        lock (_findings)
            _findings.Add(new CheckFinding(lineOf(path), path, message, isFault));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static List<(string Path, SignalSettings Signal)> Signals(FactoryConfiguration factory, string connection)
    {
        var signals = new List<(string, SignalSettings)>();
        for (var a = 0; a < factory.Assets.Count; a++)
        {
            for (var s = 0; s < factory.Assets[a].Signals.Count; s++)
            {
                var signal = factory.Assets[a].Signals[s];
                if ((signal.Connection ?? factory.Assets[a].Connection) == connection)
                    signals.Add(($"assets[{a}].signals[{s}]", signal));
            }
        }

        return signals;
    }
}
