using Jinan.IndustryBrain.Cli.OpcUa.Connecting;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.FactoryFile.Trying;
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
    private readonly HashSet<int> _notifiersAnswered = [];

    public IReadOnlyList<CheckFinding> Findings => _findings;

    public async Task<ConnectionCheckResult> RunAsync(ServerAccess access, TimeSpan watch, CancellationToken cancellation)
    {
        var result = new ConnectionCheckResult(_settings.Id, _settings.Endpoint) { Signals = _signals.Count, PublishingMs = _settings.Publishing.TotalMilliseconds };
        if (_settings.Events.Count > 0)
            result = result with { Events = new EventCheckResult(_settings.Events.Count) };
        if (_signals.Count == 0 && _settings.Events.Count == 0)
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
            if (_signals.Count == 0 && _settings.Events.Count == 0)
                return result;
            var wrong = await new SignalCheck(server).CheckAsync([.. _signals.Select(s => s.Signal)], _settings.History, cancellation);
            for (var i = 0; i < wrong.Length; i++)
            {
                if (wrong[i] is not { } message)
                    continue;
                _answered.Add(i);
                Add($"{_signals[i].Path}.node", $"{_signals[i].Signal.Node} {message}");
            }

            foreach (var fault in await new EventCheck(server).CheckAsync(_settings.Events, cancellation))
            {
                _notifiersAnswered.Add(fault.Notifier);
                Add($"connections[{index}].events[{fault.Notifier}].{fault.Key}", fault.Message);
            }

            return await WatchAsync(server, result, watch, cancellation);
        }
    }

    private async Task<ConnectionCheckResult> WatchAsync(
        ServerConnection server, ConnectionCheckResult result, TimeSpan watch, CancellationToken cancellation)
    {
        var trial = new SignalTrial(server.Client, _settings, [.. _signals.Select(s => s.Signal)], time)
        {
            Patience = server.Access.Timeout * 3, KnownToFail = _answered, NotifiersKnownToFail = _notifiersAnswered,
        };
        var seen = await trial.RunAsync(watch, cancellation);
        foreach (var note in seen.Notes)
        {
            var path = note.Signal is { } signal ? _signals[signal].Path
                : note.Notifier is { } notifier ? $"connections[{index}].events[{notifier}]"
                : $"connections[{index}]";
            Add($"{path}.{note.Key}", note.Status is { } status ? ServerFailures.Line(note.Message, status) : note.Message, note.IsFault);
        }

        return result with
        {
            Accepted = seen.Accepted,
            RevisedPublishingMs = seen.Publishing.TotalMilliseconds,
            MostValuesASecond = seen.Most.ValuesASecond,
            SeenValuesASecond = seen.Seen.ValuesASecond,
            Overflows = seen.Overflows,
            Events = result.Events is { } events ? events with { Accepted = seen.AcceptedNotifiers, Seen = seen.SeenEvents } : null,
        };
    }

    private static async Task<IReadOnlyDictionary<string, long>> LimitsAsync(ServerConnection server, CancellationToken cancellation)
    {
        var values = await server.ReadAsync([.. Limits.Select(limit => limit.Node)], AttributeIds.Value, cancellation);
        return Limits.Select((limit, i) => (limit.Name, Value: !values[i].StatusCode.IsBad && values[i].Value.TryGetInt64(out var number) ? number : 0))
            .ToDictionary(limit => limit.Name, limit => limit.Value);
    }

    private void Add(string path, string message, bool isFault = true) => _findings.Add(new CheckFinding(lineOf(path), path, message, isFault));

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
