using System.Threading.Channels;
using Jinan.IndustryBrain.Collector.Assets;
using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>
/// Collects one connection: takes notification messages as they come, stores them as frames, and acknowledges them when
/// they are durable. Messages that are queued while a frame is being stored share the next one.
/// </summary>
internal sealed class ConnectionRunner : IAsyncDisposable
{
    /// <summary>Messages in one frame, so that a flood does not delay acknowledgements for long.</summary>
    private const int MostHeld = 16;

    /// <summary>A message's rows then fit one frame, texts of usual length included.</summary>
    private const uint MaxNotificationsPerPublish = 1_000;

    private readonly FactoryConfiguration _factory;
    private readonly ConnectionSettings _settings;
    private readonly SignalDefinition[] _items;
    private readonly BatchIntake _intake;
    private readonly FrameLog _frames;
    private readonly SignalCatalogue _catalogue;
    private readonly OpcUaConnection _connection;
    private readonly Subscription _subscription;
    private readonly ConnectionEvents _events;
    private readonly CollectorOptions _options;
    private readonly Metrics _metrics;
    private readonly List<NotificationBatch> _held = [];
    private readonly string _digest;
    private long _aliveThrough;
    private uint _noted;
    private (long Repeats, long Overflows) _counted;

    public ConnectionRunner(
        FactoryConfiguration factory, ConnectionSettings settings, IReadOnlyList<SignalDefinition> definitions, FactoryStores stores,
        NotCoveredReason restart, CollectorOptions options, Metrics metrics, TimeProvider time, ILogger logger)
    {
        var signals = factory.SignalsOf(settings.Id).Select(pair => pair.Signal).ToArray();
        _factory = factory;
        _settings = settings;
        _options = options;
        _metrics = metrics;
        _frames = stores.Frames;
        _catalogue = stores.Catalogue;
        _items = [.. definitions.Where(definition => definition.Connection == settings.Id)];
        _digest = SignalCatalogue.DigestOf(settings, signals);

        var memory = stores.Memory.ConnectionOf(settings.Id);
        var resumes = memory is { SubscriptionId: not 0 } && _catalogue.HasItems(settings.Id, memory.SubscriptionId, _digest);
        _aliveThrough = memory?.AliveThrough ?? long.MinValue;
        _intake = new BatchIntake(
            settings, _items, stores.Memory, stores.Ledger, new FrameDraft(settings.Id, _aliveThrough), restart,
            resumes ? memory!.SubscriptionId : 0);

        _connection = new OpcUaConnection(ConnectionPlan.OptionsOf(factory, settings), time);
        var plan = ConnectionPlan.SubscriptionOf(settings, signals, MaxNotificationsPerPublish);
        _subscription = resumes
            ? _connection.ResumeSubscription(plan, memory!.SubscriptionId, memory.SequenceNumber)
            : _connection.AddSubscription(plan);
        _events = new ConnectionEvents(factory.Factory, settings, signals, _items, _subscription, stores.Ledger, metrics, logger);
    }

    public ConnectionSettings Settings => _settings;

    /// <summary>Everything up to this time is durable.</summary>
    public long AliveThrough => Volatile.Read(ref _aliveThrough);

    /// <summary>Collects until it is cancelled. The subscription then stays with the server, so that a restart can take it over.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _connection.Start();
        var events = _events.RunAsync(_connection.Events, cancellationToken);
        try
        {
            await StoreAllAsync(_connection.Notifications, cancellationToken);
        }
        finally
        {
            // Not acknowledged: the server keeps them, and sends them to whoever resumes the subscription.
            ReleaseHeld(acknowledge: false);
            await events.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    public ConnectionReport Report()
    {
        var status = _connection.Status;
        var counters = status.Counters;
        return new ConnectionReport
        {
            Factory = _factory.Factory,
            Connection = _settings.Id,
            Endpoint = _settings.Endpoint,
            State = status.State.ToString(),
            Since = status.Since,
            Attempts = status.Attempts,
            NextAttempt = status.NextAttempt,
            LastError = status.LastError,
            AliveThrough = UnixTime.ToDateTime(AliveThrough),
            ClockOffsetMs = _intake.ClockOffsetNs / 1e6,
            RoundTripMs = status.RoundTrip?.TotalMilliseconds,
            Signals = _items.Length,
            Refused = _events.Refused(),
            Counts = new ConnectionCounts
            {
                Values = _intake.Values,
                Repeats = _intake.Repeats,
                Overflows = _intake.Overflows,
                TypeMismatches = _intake.TypeMismatches,
                FutureStamps = _intake.FutureStamps,
                Gaps = counters.Gaps,
                MessagesLost = counters.MessagesLost,
                Republished = counters.Republished,
                Connects = counters.Connects,
            },
        };
    }

    private async Task StoreAllAsync(ChannelReader<NotificationBatch> notifications, CancellationToken cancellationToken)
    {
        while (await notifications.WaitToReadAsync(cancellationToken))
        {
            while (_held.Count < MostHeld && !_intake.Draft.IsFull && notifications.TryRead(out var batch))
            {
                _held.Add(batch);
                await TakeAsync(batch, cancellationToken);
            }

            await StoreAsync(cancellationToken);
            ReleaseHeld(acknowledge: true);
        }
    }

    private async ValueTask TakeAsync(NotificationBatch batch, CancellationToken cancellationToken)
    {
        if (batch.SubscriptionId != _noted)
        {
            _catalogue.NoteItems(_settings.Id, batch.SubscriptionId, _digest);
            _noted = batch.SubscriptionId;
        }

        _events.Recheck(batch.ReceivedTime);
        while (!_intake.Draft.IsFull && _events.TryTakeRevised(out var revised))
            Revise(revised);
        var info = BatchInfo.Of(batch);
        _intake.BeginBatch(info);
        var row = 0;
        while ((row = _intake.AddRows(info, batch.Values, row)) < batch.Count)
            await StoreAsync(cancellationToken); // full, perhaps of definitions alone
        _intake.EndBatch(info);
    }

    private async ValueTask StoreAsync(CancellationToken cancellationToken)
    {
        var draft = _intake.Draft;
        await _frames.StoreAsync(_factory, _options.Name, draft, cancellationToken);
        Volatile.Write(ref _aliveThrough, draft.AliveThrough);
        draft.Clear();
        _metrics.Repeated(_intake.Repeats - _counted.Repeats);
        _metrics.Overflowed(_intake.Overflows - _counted.Overflows);
        _counted = (_intake.Repeats, _intake.Overflows);
        _events.NoteFutureStamps(_intake.FutureStamps);
    }

    // Consumers judge coverage by the interval that the server really samples at: they are told with the next frame.
    private void Revise(RevisedItem revised)
    {
        var item = _items[revised.Handle] with { SamplingMs = revised.Sampling.TotalMilliseconds };
        _items[revised.Handle] = item;
        _intake.SlowestSamplingNs = _items.Max(other => (long)(other.SamplingMs * 1e6));
        _intake.Draft.Definitions.Add(item);
    }

    private void ReleaseHeld(bool acknowledge)
    {
        foreach (var batch in _held)
        {
            if (acknowledge)
                batch.Acknowledge();
            batch.Dispose();
        }

        _held.Clear();
    }
}
