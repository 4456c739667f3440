using System.Threading.Channels;
using Jinan.IndustryBrain.Collector.Assets;
using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.History;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Collector.Security;
using Jinan.IndustryBrain.Collector.State;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using ConnectionState = Jinan.IndustryBrain.OpcUa.Client.ConnectionState;
using StatusCodes = Jinan.IndustryBrain.OpcUa.Encoding.StatusCodes;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>
/// Collects one connection: takes notification messages as they come, stores them as frames, and acknowledges them when
/// they are durable. Messages that are queued while a frame is being stored share the next one. What history brings is stored
/// by the same loop, when nothing else waits.
/// </summary>
internal sealed class ConnectionRunner : IAsyncDisposable
{
    /// <summary>Messages in one frame, so that a flood does not delay acknowledgements for long.</summary>
    private const int MostHeld = 16;

    /// <summary>Frames of live values that go before one of history: a server that never pauses must not keep it out for ever.</summary>
    private const int MostPassedOver = 20;

    /// <summary>A message's rows then fit one frame, texts of usual length included.</summary>
    private const uint MaxNotificationsPerPublish = 1_000;

    private readonly FactoryConfiguration _factory;
    private readonly ConnectionSettings _settings;
    private readonly SignalDefinition[] _items;
    private readonly ItemPlan _plan;
    private readonly BatchIntake _intake;
    private readonly FrameLog _frames;
    private readonly CoverageLedger _ledger;
    private readonly SignalCatalogue _catalogue;
    private readonly OpcUaConnection _connection;
    private readonly Subscription _subscription;
    private readonly ConnectionEvents _events;
    private readonly StructureTypes _types;
    private readonly HistoryNotes? _history;
    private readonly HistoryFiller? _filler;
    private readonly Channel<HistoryPiece> _pieces = Channel.CreateBounded<HistoryPiece>(1);
    private readonly FactoryCertificates _certificates;
    private readonly ServerTrust _trust;
    private readonly UserSource _user;
    private readonly CollectorOptions _options;
    private readonly Metrics _metrics;
    private readonly TimeProvider _time;
    private readonly List<NotificationBatch> _held = [];
    private readonly string _digest;
    private Task _filling = Task.CompletedTask;
    private long _aliveThrough;
    private uint _noted;
    private (long Repeats, long Overflows, long Events, long History) _counted;

    public ConnectionRunner(
        FactoryConfiguration factory, ConnectionSettings settings, IReadOnlyList<SignalDefinition> definitions, FactoryStores stores,
        FactoryCertificates certificates, NotCoveredReason restart, CollectorOptions options, Metrics metrics, TimeProvider time, ILogger logger)
    {
        var signals = factory.SignalsOf(settings.Id).Select(pair => pair.Signal).ToArray();
        _factory = factory;
        _settings = settings;
        _options = options;
        _metrics = metrics;
        _time = time;
        _frames = stores.Frames;
        _ledger = stores.Ledger;
        _catalogue = stores.Catalogue;
        _items = [.. definitions.Where(definition => definition.Connection == settings.Id)];
        _plan = ItemPlan.Of(settings, signals);
        _digest = _plan.DigestAt(settings);

        var memory = stores.Memory.ConnectionOf(settings.Id);
        var resumes = memory is { SubscriptionId: not 0 } && _catalogue.HasItems(settings.Id, memory.SubscriptionId, _digest);
        _aliveThrough = memory?.AliveThrough ?? long.MinValue;
        _history = settings.History ? new HistoryNotes(settings.Id, _items, signals.Length, stores.Ledger, options.HistoryPatience) : null;

        _certificates = certificates;
        _trust = certificates.TrustOf();
        _user = new UserSource(settings.User);
        _connection = new OpcUaConnection(ConnectionPlan.OptionsOf(factory, settings, certificates, _trust, _user), time);
        OwnFingerprint = ConnectionPlan.IsSecured(settings) ? certificates.Own().Fingerprint : null;
        var asked = ConnectionPlan.SubscriptionOf(settings, _plan, MaxNotificationsPerPublish);
        _subscription = resumes
            ? _connection.ResumeSubscription(asked, memory!.SubscriptionId, memory.SequenceNumber)
            : _connection.AddSubscription(asked);
        _events = new ConnectionEvents(factory.Factory, settings, _plan, _items, _subscription, stores.Ledger, metrics, logger);
        _types = new StructureTypes(_connection, _plan, time);
        _intake = new BatchIntake(
            settings, _items, stores.Memory, stores.Ledger, new FrameDraft(settings.Id, _aliveThrough), restart,
            resumes ? memory!.SubscriptionId : 0, _plan, _history)
        {
            PathRead = _events.NotePath,
        };
        if (settings.History)
        {
            _filler = new HistoryFiller(
                factory.Factory, settings, _items, signals, _connection, stores.Ledger, _pieces.Writer, metrics, time, logger);
        }
    }

    public ConnectionSettings Settings => _settings;

    /// <summary>Everything up to this time is durable.</summary>
    public long AliveThrough => Volatile.Read(ref _aliveThrough);

    /// <summary>The certificate of ours that this connection uses; null without security.</summary>
    public string? OwnFingerprint { get; }

    /// <summary>Collects until it is cancelled. The subscription then stays with the server, so that a restart can take it over.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _connection.Start();
        var events = _events.RunAsync(_connection.Events, stopping.Token);
        _filling = _filler?.RunAsync(stopping.Token) ?? Task.CompletedTask;
        try
        {
            if (_filler is null)
                await StoreAllAsync(_connection.Notifications, stopping.Token);
            else
                await StoreAllWithHistoryAsync(_connection.Notifications, _filling, stopping.Token);
        }
        finally
        {
            await stopping.CancelAsync();
            // Not acknowledged: the server keeps them, and sends them to whoever resumes the subscription.
            ReleaseHeld(acknowledge: false);
            await events.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        // Only now: it gives continuation points back, and a server that does not answer would be waited for.
        await _filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _user.Dispose();
    }

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
            LastErrorStatus = status.LastErrorStatus?.ToString(),
            WhatToDo = status is { State: not ConnectionState.Running, LastErrorStatus: { } error } ? Advice.On(error).Text : null,
            WhatToDoCode = status is { State: not ConnectionState.Running, LastErrorStatus: { } known } ? Advice.On(known).Code : null,
            Security = new SecurityReport
            {
                Policy = _settings.SecurityPolicy.ToString(),
                Mode = _settings.SecurityMode.ToString(),
                OwnCertificate = OwnFingerprint is null ? null : _certificates.OwnReport(),
                ServerCertificate = _trust.Report(),
            },
            AliveThrough = UnixTime.ToDateTime(AliveThrough),
            ClockOffsetMs = _intake.ClockOffsetNs / 1e6,
            RoundTripMs = status.RoundTrip?.TotalMilliseconds,
            Signals = _items.Length,
            Items = _plan.Items.Count,
            Refused = _events.Refused(),
            Revised = Revised(),
            Attention = SignalReport.Of(_intake.Signals, _plan.EventSignal, AliveThrough, _options.FlatAfter),
            History = _filler?.Report(),
            Counts = new ConnectionCounts
            {
                Values = _intake.Values,
                Events = _intake.Events,
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

    private List<RevisedSignal> Revised()
    {
        var revised = new List<RevisedSignal>();
        for (var item = 0; item < _plan.Items.Count - _plan.EventItems; item++)
        {
            var asked = _plan.Items[item];
            var granted = _subscription.ItemStatusOf(item);
            if (granted.Status.IsBad || granted.QueueSize == 0 || (granted.SamplingInterval == asked.SamplingInterval && granted.QueueSize == asked.QueueSize))
                continue;
            foreach (var signal in _plan.SignalsOf(item))
            {
                revised.Add(new RevisedSignal(
                    _items[signal].FullName, asked.SamplingInterval.TotalMilliseconds, granted.SamplingInterval.TotalMilliseconds,
                    asked.QueueSize, granted.QueueSize));
            }
        }

        return revised;
    }

    private async Task StoreAllAsync(ChannelReader<NotificationBatch> notifications, CancellationToken cancellationToken)
    {
        while (await notifications.WaitToReadAsync(cancellationToken))
            await StoreWaitingAsync(notifications, cancellationToken);
    }

    private async Task StoreAllWithHistoryAsync(ChannelReader<NotificationBatch> notifications, Task filling, CancellationToken cancellationToken)
    {
        var piece = _pieces.Reader.WaitToReadAsync(cancellationToken).AsTask();
        var passedOver = 0;
        while (true)
        {
            var live = notifications.WaitToReadAsync(cancellationToken).AsTask();
            await Task.WhenAny(live, piece, filling);
            // It ends by cancellation or by an error that nobody expected.
            if (filling.IsCompleted)
                await filling;
            if (piece.IsCompleted && (!live.IsCompleted || ++passedOver > MostPassedOver))
            {
                passedOver = 0;
                if (_pieces.Reader.TryRead(out var found))
                    await StoreAsync(found, cancellationToken);
                piece = _pieces.Reader.WaitToReadAsync(cancellationToken).AsTask();
            }

            if (!await live)
                return;
            await StoreWaitingAsync(notifications, cancellationToken);
        }
    }

    private async Task StoreWaitingAsync(ChannelReader<NotificationBatch> notifications, CancellationToken cancellationToken)
    {
        while (_held.Count < MostHeld && !_intake.Draft.IsFull && notifications.TryRead(out var batch))
        {
            _held.Add(batch);
            await TakeAsync(batch, cancellationToken);
        }

        await StoreAsync(cancellationToken);
        ReleaseHeld(acknowledge: true);
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
        await _types.PrepareAsync(batch, cancellationToken);
        _intake.DataTypes = _types.Catalog;
        if (_plan.EventItems > 0)
            PrepareEvents(batch);
        var info = BatchInfo.Of(batch);
        _intake.BeginBatch(info);
        var row = 0;
        while ((row = _intake.AddRows(info, batch.Values, row)) < batch.Count)
            await StoreAsync(cancellationToken); // full, perhaps of definitions alone
        var told = 0;
        while ((told = _intake.AddEvents(info, batch.Events, told)) < batch.Events.Count)
            await StoreAsync(cancellationToken);
        if (_history is { IsHolding: true } && !IsHistoryOutstanding())
            _history.LetGo();
        _intake.EndBatch(info);
    }

    private void PrepareEvents(NotificationBatch batch)
    {
        var first = _plan.Items.Count - _plan.EventItems;
        var areWatched = true;
        for (var item = first; item < _plan.Items.Count; item++)
            areWatched &= !_subscription.StatusOf(item).IsBad;
        _intake.AreEventsWatched = areWatched;
        if (batch.Events.Count == 0)
            return;
        try
        {
            _intake.NamespaceUris = _connection.NamespaceUris;
        }
        catch (OpcUaException)
        {
            // Not connected just now: those of before are the best guess.
        }
    }

    // Until every signal that can has said where its gap ends, and history has been asked for all of them.
    private bool IsHistoryOutstanding()
    {
        if (_ledger.CountHoles(_settings.Id) > 0)
            return true;
        var awaited = _intake.Signals.AwaitsFirst;
        for (var item = 0; item < _plan.Items.Count - _plan.EventItems; item++)
        {
            if (awaited[_plan.SignalsOf(item)[0]] && _subscription.StatusOf(item) is { IsBad: var isBad } status && (!isBad || status == StatusCodes.BadWaitingForInitialData))
                return true;
        }

        return false;
    }

    private async Task StoreAsync(HistoryPiece piece, CancellationToken cancellationToken)
    {
        if (_plan.PathOf(piece.Signal) is not null)
            await _types.PrepareAsync([.. piece.Rows.Select(row => row.Value)], cancellationToken);
        _intake.DataTypes = _types.Catalog;
        var row = 0;
        while (row < piece.Rows.Count)
        {
            row = _intake.AddHistory(piece.Signal, piece.Rows, row, UnixTime.Of(_time.GetUtcNow()));
            if (_intake.Draft.Columns.Count > 0)
                await StoreAsync(cancellationToken);
        }

        _intake.Draft.Clear(); // of the mark, where all was stored before
        piece.MarkStored();
    }

    private async ValueTask StoreAsync(CancellationToken cancellationToken)
    {
        var draft = _intake.Draft;
        await _frames.StoreAsync(_factory, _options.Name, draft, cancellationToken);
        Volatile.Write(ref _aliveThrough, draft.AliveThrough);
        draft.Clear();
        _metrics.Repeated(_intake.Repeats - _counted.Repeats);
        _metrics.Overflowed(_intake.Overflows - _counted.Overflows);
        _metrics.EventsStored(_intake.Events - _counted.Events);
        _metrics.HistoryStored(_intake.HistoryValues - _counted.History);
        _counted = (_intake.Repeats, _intake.Overflows, _intake.Events, _intake.HistoryValues);
        _events.NoteFutureStamps(_intake.FutureStamps);
    }

    // Consumers judge coverage by the interval that the server really samples at: they are told with the next frame.
    private void Revise(RevisedItem revised)
    {
        foreach (var signal in _plan.SignalsOf(revised.Handle))
        {
            var item = _items[signal] with { SamplingMs = revised.Sampling.TotalMilliseconds };
            _items[signal] = item;
            _intake.Draft.Definitions.Add(item);
        }

        _intake.SlowestSamplingNs = _items.Max(other => (long)(other.SamplingMs * 1e6));
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
