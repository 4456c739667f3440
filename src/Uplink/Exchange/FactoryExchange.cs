using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.Uplink.Outbox;
using Jinan.IndustryBrain.Uplink.Sending;

namespace Jinan.IndustryBrain.Uplink.Exchange;

/// <summary>
/// What one factory tells the city of its warnings, and what the city asks of it: reports and answers are sent until they are
/// acknowledged, tasks and receipts are pulled. Apart from the insights: what goes wrong here does not hold them up.
/// </summary>
internal sealed class FactoryExchange(
    string factory, ExchangeStore store, CitySession session, DeadLetters deadLetters, UplinkOptions options, UplinkMetrics metrics, TimeProvider time,
    ILogger logger)
    : IAsyncDisposable
{
    private const int Page = 100;
    private const int ReceiptsEvery = 3;
    private const string Tasks = "tasks";
    private const string ReceiptsKind = "receipts";

    /// <summary>A city that does not know a kind today may know it after its next update.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(5);

    private readonly BackOff _backOff = new(options.FirstBackOff, options.MaxBackOff);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(1);
    private readonly Dictionary<string, DateTimeOffset> _notOffered = new(StringComparer.Ordinal);
    private Task _loop = Task.CompletedTask;
    private int _batchSize = Page;
    private int _pulls;
    private DateTimeOffset _nextPull;

    public CaseReports Reports { get; } = new(store, time);

    public TaskBook Book { get; } = new(store);

    public ExportLog Exports { get; } = new(store, options.ExportLines, time);

    public ExchangeState State { get; private set; } = new("idle", null, null);

    public void Start() => _loop = Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);

    /// <summary>There is something to send.</summary>
    public void Wake() => _wake.Release();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        store.Dispose();
        _wake.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        // Forty factories that start together do not ask together.
        _nextPull = time.GetUtcNow() + (options.TaskInterval * Random.Shared.NextDouble());
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await WaitAsync(stopping);
                await TurnAsync(stopping);
                if (State.Fault is not null)
                    Log.ExchangeRecovered(logger, factory);
                State = new ExchangeState(_notOffered.Count > 0 ? "not_offered" : "idle", time.GetUtcNow(), null);
                _backOff.Reset();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (CityException fault)
            {
                if (State.Fault != fault.Message)
                    Log.ExchangeWaits(logger, Reports.Waiting > 0 || Book.NextAnswers(1).Count > 0 ? LogLevel.Warning : LogLevel.Information, factory, fault.Message);
                await PauseAsync(fault.Said, fault.RetryAfter, stopping);
            }
            catch (Exception fault)
            {
                // As with the insights: told, tried again, never at full speed and never ended in silence.
                Log.ExchangeFailed(logger, fault, factory);
                await PauseAsync(CitySentences.OwnFault.Of(fault.Message), null, stopping);
            }
        }
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        var wait = _nextPull - time.GetUtcNow();
        if (!await _wake.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, stopping))
            return;
        await Task.Delay(options.Linger, time, stopping);
        while (_wake.Wait(0, stopping))
        {
            // One turn answers all of them.
        }
    }

    private async Task PauseAsync(Sentence reason, TimeSpan? asked, CancellationToken stopping)
    {
        State = new ExchangeState("waiting", State.LastDone, reason.Text, reason.Code);
        await Task.Delay(_backOff.Next(asked), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wake.Release();
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        while (IsOffered(Payloads.Warnings) && await Reports.NextAsync(_batchSize, stopping) is { Count: > 0 } reports)
        {
            var done = await SendAsync(Payloads.Warnings, reports, ContractsJson.Default.WarningReportArray, report => report.Id, stopping);
            if (done is not null)
                await Reports.CompleteAsync(done, stopping);
        }

        while (IsOffered(Payloads.TaskAnswers) && Book.NextAnswers(_batchSize) is { Count: > 0 } answers)
        {
            var done = await SendAsync(Payloads.TaskAnswers, answers, ContractsJson.Default.TaskAnswerArray, answer => answer.Id, stopping);
            if (done is null)
                continue;
            await Book.CompleteAsync(done, stopping);
            _nextPull = default; // The task's state follows from the answer.
        }

        if (time.GetUtcNow() < _nextPull)
            return;
        await PullAsync(Tasks, () => Book.Revision, ContractsJson.Default.CityTaskArray, TakeAsync, stopping);
        if (_pulls++ % ReceiptsEvery == 0)
            await PullAsync(ReceiptsKind, () => Book.Receipt, ContractsJson.Default.DisclosureReceiptArray, page => Book.TakeAsync(page, stopping), stopping);
        _nextPull = time.GetUtcNow() + options.TaskInterval;

        Task TakeAsync(CityTask[] page) => Book.TakeAsync([.. page.Where(task => task.Factory == factory)], stopping);
    }

    /// <returns>What is done with, each with why it was refused; null where nothing is.</returns>
    private async Task<IReadOnlyList<(T Item, Sentence? Fault)>?> SendAsync<T>(
        string kind, List<T> items, JsonTypeInfo<T[]> json, Func<T, string> idOf, CancellationToken stopping)
    {
        var answer = await session.SendAsync(kind, JsonSerializer.SerializeToUtf8Bytes([.. items], json), items.Count, stopping);
        if (!answer.IsOffered)
        {
            NotOffered(kind);
            return null;
        }

        if (answer.IsPoison && items.Count > 1)
        {
            _batchSize = items.Count / 2;
            return null;
        }

        _batchSize = Math.Min(Page, _batchSize * 2);
        var faults = answer.RefusedOf(items.Count).DistinctBy(item => item.Index).ToDictionary(item => item.Index, item => item.Said);
        foreach (var (index, reason) in faults)
        {
            Log.ItemRefused(logger, kind, idOf(items[index]), factory, reason.Text);
            await deadLetters.AddAsync(reason.Text, JsonSerializer.Serialize([items[index]], json), stopping);
        }

        metrics.Exchanged(kind, "acknowledged", items.Count - faults.Count);
        metrics.Exchanged(kind, "refused", faults.Count);
        return [.. items.Select((item, index) => (item, faults.GetValueOrDefault(index)))];
    }

    /// <summary>Page after page until there is no more.</summary>
    private async Task PullAsync<T>(string kind, Func<long> after, JsonTypeInfo<T[]> json, Func<T[], Task> take, CancellationToken stopping)
    {
        while (IsOffered(kind))
        {
            var from = after();
            if (await session.AskAsync($"{kind}?after={from}&take={Page}", stopping) is not { } body)
            {
                NotOffered(kind);
                return;
            }

            T[] page;
            try
            {
                page = JsonSerializer.Deserialize(body, json) ?? [];
            }
            catch (JsonException fault)
            {
                throw new CityException(CitySentences.NotUnderstood.Of(kind, fault.Message), fault);
            }

            await take(page);
            metrics.Exchanged(kind, "taken", page.Length);

            // Without progress the same page would be asked for again at once.
            if (page.Length < Page || after() <= from)
                return;
        }
    }

    private bool IsOffered(string kind)
    {
        if (_notOffered.TryGetValue(kind, out var until) && time.GetUtcNow() < until)
            return false;
        _notOffered.Remove(kind);
        return true;
    }

    private void NotOffered(string kind)
    {
        Log.NotOffered(logger, factory, kind, AskAgain);
        _notOffered[kind] = time.GetUtcNow() + AskAgain;
    }
}

/// <summary>How the exchange fares.</summary>
/// <param name="Name"><c>idle</c>, <c>waiting</c>, or <c>not_offered</c> where the city does not know all kinds.</param>
/// <param name="LastDone">When everything that was to be sent and pulled was; by this process.</param>
/// <param name="Fault">Why it waits.</param>
/// <param name="FaultCode">Which sentence that is.</param>
internal sealed record ExchangeState(string Name, DateTimeOffset? LastDone, string? Fault, SentenceCode? FaultCode = null);
