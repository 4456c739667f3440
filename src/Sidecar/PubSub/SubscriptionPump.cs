using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.Sidecar.Apps;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>
/// Carries the messages of one topic to one application: reads ahead in the order of the log, keeps a bounded number of
/// deliveries under way, offers again what was not accepted, and makes durable how far all is finished. A message that
/// waits to be offered again holds neither memory nor a slot; it is read from the log anew.
/// </summary>
internal sealed class SubscriptionPump : IAsyncDisposable
{
    // Positions are written to the disk at most this often; what was finished since comes again after a kill.
    private static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(10);

    private readonly Services _services;
    private readonly AppPresence _presence;
    private readonly string _appId;
    private readonly PubSubBroker _broker;
    private readonly RedeliveryPolicy? _policy;
    private readonly MessageSender _sender;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();

    // Follows _stopping after a while: an application that is just answering may finish, so that it is not asked again.
    private readonly CancellationTokenSource _aborting = new();
    private readonly SemaphoreSlim _progress = new(0, 1);
    private readonly Task _running;

    // Set before the first delivery starts, by RunAsync.
    private Topic _topic = null!;
    private LogReader _reader = null!;
    private DeliveryWindow _window = null!;
    private SemaphoreSlim _slots = null!;
    private readonly Lock _reading = new();

    /// <summary>What every pump needs of the process.</summary>
    public sealed record Services(TimeProvider Time, Metrics Metrics, ILogger Log);

    public SubscriptionPump(
        SubscriptionDefinition definition, PubSubBroker broker, RedeliveryPolicy? policy, AppChannel channel, AppPresence presence, Services services)
    {
        Definition = definition;
        _broker = broker;
        _policy = policy;
        _presence = presence;
        _appId = channel.AppId;
        _services = services;
        _sender = new(channel, definition, broker.Options.DeliveryTimeout, services.Time, services.Log);
        _running = Task.Run(RunAsync);
    }

    public SubscriptionDefinition Definition { get; }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _topic = await _broker.GetTopicAsync(Definition.Topic, _stopping.Token);
                using var reader = _reader = _topic.OpenGroup(_appId);
                _window = new(Math.Max(reader.Position, _topic.OldestSequence - 1), _broker.Options.MaxUnfinished);
                using var slots = _slots = new(_broker.Options.MaxInFlight);
                Log.SubscriptionStarted(_services.Log, _appId, Definition.PubSub, Definition.Topic, _window.Position + 1);
                await PumpAsync();
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A damaged log or a full disk: the others go on, and so does this one once somebody has seen to it.
                Log.SubscriptionFailed(_services.Log, _appId, Definition.Topic, FaultPause.TotalSeconds, e);
                await Task.Delay(FaultPause, _services.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task PumpAsync()
    {
        using var pumpEnds = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var deliveries = new DeliveryTasks();
        var committing = CommitProgressAsync(pumpEnds.Token);
        try
        {
            var next = _window.Position + 1;
            while (await _reader.WaitAsync(next, pumpEnds.Token))
            {
                await _window.WaitForRoomAsync(pumpEnds.Token);
                await _presence.WaitUntilUpAsync(pumpEnds.Token);
                await _slots.WaitAsync(pumpEnds.Token);
                var count = await CountNextAsync(next, pumpEnds.Token);
                var sequences = new List<long>(count);
                for (; sequences.Count < count; next++)
                {
                    _window.Start(next);
                    sequences.Add(next);
                }
                deliveries.Add(DeliverAsync(sequences, pumpEnds));
            }
        }
        finally
        {
            await pumpEnds.CancelAsync();
            await deliveries.WhenAllAsync();
            await committing;
            // What was finished while we waited for it.
            await TryCommitAsync();
        }
    }

    /// <summary>How many messages the next call takes: one, or for bulk as many as come in time.</summary>
    private async Task<int> CountNextAsync(long next, CancellationToken cancellationToken)
    {
        if (Definition.Bulk is not { } bulk)
            return 1;
        using var patience = new CancellationTokenSource(bulk.MaxAwait, _services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _reader.WaitAsync(next + bulk.MaxMessages - 1, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time is up: what is there goes.
        }
        return (int)Math.Min(bulk.MaxMessages, _topic.DurableSequence - next + 1);
    }

    /// <summary>Offers messages until each is finished. The caller has taken a slot for the first attempt.</summary>
    private async Task DeliverAsync(List<long> sequences, CancellationTokenSource pumpEnds)
    {
        var cancellationToken = pumpEnds.Token;
        var failures = 0;
        var silences = 0;
        try
        {
            while (true)
            {
                var unfinished = new List<long>();
                var unanswered = false;
                try
                {
                    foreach (var (sequence, outcome) in await OfferAsync(sequences, _aborting.Token))
                    {
                        if (await FinishAsync(sequence, outcome, failures + 1, _aborting.Token))
                            continue;
                        unfinished.Add(sequence);
                        unanswered |= outcome == DeliveryOutcome.Unreachable;
                    }
                }
                finally
                {
                    _slots.Release();
                }
                if (unfinished.Count == 0)
                    return;
                sequences = unfinished;
                // No answer says nothing about the message: it does not count towards the dead letters.
                var pause = unanswered
                    ? RedeliveryPolicy.Unreachable.Pause(++silences)
                    : (_policy ?? RedeliveryPolicy.Default).Pause(++failures);
                await Task.Delay(pause, _services.Time, cancellationToken);
                await _presence.WaitUntilUpAsync(cancellationToken);
                await _slots.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It comes again after the next start.
        }
        catch (Exception e)
        {
            // The log cannot be read: end the pump, which starts anew at the last durable position.
            Log.SubscriptionFailed(_services.Log, _appId, Definition.Topic, 0, e);
            await pumpEnds.CancelAsync();
        }
    }

    private async Task<IReadOnlyList<(long Sequence, DeliveryOutcome Outcome)>> OfferAsync(List<long> sequences, CancellationToken cancellationToken)
    {
        var messages = new List<StoredMessage>(sequences.Count);
        try
        {
            var results = new List<(long, DeliveryOutcome)>(sequences.Count);
            foreach (var sequence in sequences)
            {
                var message = Read(sequence);
                messages.Add(message);
                if (message.Record.Expires <= _services.Time.GetUtcNow())
                {
                    _services.Metrics.Expired(Definition.PubSub, Definition.Topic, _appId);
                    results.Add((sequence, DeliveryOutcome.Done));
                }
            }
            var alive = messages.Where(message => !results.Exists(result => result.Item1 == message.Sequence)).ToList();
            if (Definition.Bulk is null)
            {
                foreach (var message in alive)
                    results.Add((message.Sequence, await _sender.SendAsync(message, cancellationToken)));
            }
            else
            {
                var outcomes = await _sender.SendBulkAsync(alive, cancellationToken);
                results.AddRange(alive.Zip(outcomes, (message, outcome) => (message.Sequence, outcome)));
            }
            return results;
        }
        finally
        {
            foreach (var message in messages)
                message.Dispose();
        }
    }

    /// <summary>Carries out a verdict; false when the message has to be offered again.</summary>
    private async Task<bool> FinishAsync(long sequence, DeliveryOutcome outcome, int failures, CancellationToken cancellationToken)
    {
        _services.Metrics.Delivered(Definition.PubSub, Definition.Topic, _appId, outcome);
        // Without a policy the first failure is one too many, as with daprd; without dead letters no failure is.
        var givenUp = outcome == DeliveryOutcome.Drop
            || (outcome == DeliveryOutcome.Retry && Definition.DeadLetterTopic is not null
                && (_policy is null || (_policy.MaxRetries >= 0 && failures > _policy.MaxRetries)));
        if (outcome != DeliveryOutcome.Done && !givenUp)
            return false;
        if (givenUp && !await TryBuryAsync(sequence, cancellationToken))
            return false;
        _window.Finish(sequence);
        SignalProgress();
        return true;
    }

    private async Task<bool> TryBuryAsync(long sequence, CancellationToken cancellationToken)
    {
        if (Definition.DeadLetterTopic is not { } name)
        {
            Log.MessageDropped(_services.Log, _appId, Definition.Topic, sequence);
            return true;
        }
        try
        {
            var deadLetters = await _broker.GetTopicAsync(name, cancellationToken);
            using var message = Read(sequence);
            await deadLetters.AppendAsync(message.Bytes, cancellationToken);
            await deadLetters.FlushAsync(cancellationToken);
        }
        catch (Api.DaprApiException e)
        {
            Log.DeadLetterFailed(_services.Log, _appId, name, e.Message);
            return false;
        }
        _services.Metrics.DeadLettered(Definition.PubSub, Definition.Topic, _appId);
        Log.MessageDeadLettered(_services.Log, _appId, Definition.Topic, sequence, name);
        return true;
    }

    private StoredMessage Read(long sequence)
    {
        lock (_reading)
            return _reader.TryRead(sequence, out var batch, maxBytes: 1)
                ? StoredMessage.From(batch)
                : throw new InvalidOperationException($"Message {sequence} of topic {Definition.Topic} was durable and cannot be read.");
    }

    private void SignalProgress()
    {
        try
        {
            _progress.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is signalled already.
        }
    }

    private async Task CommitProgressAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _progress.WaitAsync(cancellationToken);
                await Task.Delay(CommitInterval, _services.Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // What is finished by now is written below.
            }
            await TryCommitAsync();
        }
    }

    private async Task TryCommitAsync()
    {
        try
        {
            await _reader.CommitAsync(_window.Position, CancellationToken.None);
            _topic.Trim();
        }
        catch (LogStorageException e)
        {
            // Delivered messages stay delivered; after a kill they come again.
            Log.PositionNotWritten(_services.Log, _appId, Definition.Topic, e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _aborting.CancelAfter(StopPatience);
        await _running;
        _stopping.Dispose();
        _aborting.Dispose();
        _progress.Dispose();
    }
}
