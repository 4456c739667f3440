using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Uplink.Disclosure;
using Jinan.IndustryBrain.Uplink.Exchange;
using Jinan.IndustryBrain.Uplink.Outbox;

namespace Jinan.IndustryBrain.Uplink.Sending;

/// <summary>Sends one factory's outbox to the city, oldest first, for ever. While there is nothing to send it costs nothing.</summary>
internal sealed class FactoryUplink(
    string factory,
    FactoryOutbox outbox,
    DeadLetters deadLetters,
    CitySession session,
    FactoryExchange exchange,
    UplinkOptions options,
    UplinkMetrics metrics,
    TimeProvider time,
    ILogger logger) : IAsyncDisposable
{
    private readonly BackOff _backOff = new(options.FirstBackOff, options.MaxBackOff);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    // Halves when a batch is refused as a whole, until the one that is at fault is alone; doubles with each success.
    private int _batchSize = options.MaxBatch;

    public string Factory => factory;

    public FactoryState State { get; private set; } = new("idle", null, null, null);

    public long Pending => outbox.Pending;

    public long Bytes => outbox.Bytes;

    public long DeadLetterCount => deadLetters.Count;

    /// <summary>Why the city did not take an insight, the last time; null while this process saw none refused.</summary>
    public Sentence? LastRefusal { get; private set; }

    /// <summary>Warnings, tasks and the log of exports.</summary>
    public FactoryExchange Exchange => exchange;

    public void Start()
    {
        _loop = Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);
        exchange.Start();
    }

    /// <summary>Completes when the insight is stored; then it will reach the city or the dead letters.</summary>
    public async Task AcceptAsync(Insight insight, CancellationToken cancellationToken)
    {
        await outbox.AddAsync(DisclosureContract.Project(insight), cancellationToken);
        metrics.Accepted();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        await outbox.DisposeAsync();
        await exchange.DisposeAsync();
        session.Dispose();
        deadLetters.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!await outbox.WaitAsync(stopping))
                    return;
                if (outbox.Pending < _batchSize)
                    await Task.Delay(options.Linger, time, stopping);
                await SendBatchAsync(stopping);
                _backOff.Reset();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (CityException fault)
            {
                metrics.Requested("try_later");
                await PauseAsync(fault.Said, fault.RetryAfter, stopping);
            }
            catch (Exception fault)
            {
                // The disk, or a record that is not what was written, or a fault of ours: told, and tried again, but never
                // at full speed. A sender that ended in silence would look like a city that takes everything.
                Log.SenderFailed(logger, fault, factory);
                await PauseAsync(CitySentences.OwnFault.Of(fault.Message), null, stopping);
            }
        }
    }

    private async Task SendBatchAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var batch = outbox.Read(_batchSize, options.MaxBatchBytes)
            .Select(insight => insight with { Hops = insight.Hops with { Uplinked = now } })
            .ToList();
        if (batch.Count == 0)
            return;

        if (State.Name == "idle")
            State = State with { Name = "sending" };
        var answer = await session.SendAsync(batch, stopping);
        if (answer.IsPoison && batch.Count > 1)
        {
            metrics.Requested("refused_whole");
            _batchSize = batch.Count / 2;
            return;
        }

        var refused = answer.RefusedOf(batch.Count).ToArray();
        foreach (var item in refused)
        {
            Log.Refused(logger, batch[item.Index].Id, factory, item.Reason);
            LastRefusal = item.Said;
            await deadLetters.AddAsync(
                item.Reason, JsonSerializer.Serialize(batch[item.Index], ContractsJson.Default.Insight), stopping);
        }

        await outbox.CompleteAsync(batch.Count, stopping);
        metrics.Requested(answer.IsPoison ? "refused_one" : "acknowledged");
        metrics.Done(batch.Count - refused.Length, refused.Length);
        _batchSize = Math.Min(options.MaxBatch, _batchSize * 2);
        if (State.Name == "waiting")
            Log.Recovered(logger, factory);
        State = new FactoryState(outbox.Pending == 0 ? "idle" : "sending", time.GetUtcNow(), null, null);
    }

    private async Task PauseAsync(Sentence reason, TimeSpan? asked, CancellationToken stopping)
    {
        var wait = _backOff.Next(asked);
        Log.TryLater(logger, factory, reason.Text, wait);
        State = new FactoryState("waiting", State.LastAcknowledged, reason, time.GetUtcNow() + wait);
        await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

/// <summary>How one factory's uplink fares.</summary>
/// <param name="Name"><c>idle</c>, <c>sending</c> or <c>waiting</c>.</param>
/// <param name="LastAcknowledged">By this process.</param>
/// <param name="Fault">Why it waits.</param>
/// <param name="NextTry">When it tries again.</param>
internal sealed record FactoryState(string Name, DateTimeOffset? LastAcknowledged, Sentence? Fault, DateTimeOffset? NextTry);
