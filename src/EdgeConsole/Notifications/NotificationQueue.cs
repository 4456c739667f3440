using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.EdgeConsole.Warnings;
using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.EdgeConsole.Notifications;

/// <summary>
/// What has still to be told, on disk: added in the transaction of the change itself, so that neither is lost without the
/// other. Bounded: beyond <see cref="NotificationOptions.MaxWaiting"/> a notification is dead at once, and shown as that.
/// </summary>
internal sealed class NotificationQueue(NotificationSettingsStore settings, NotificationOptions options, TimeProvider time) : IDisposable
{
    public const string Email = "email";
    public const string Webhook = "webhook";

    private const int KeepFinished = 500;
    private readonly SemaphoreSlim _wake = new(0);

    public void Wake() => _wake.Release();

    /// <summary>Until something was added, or the time is over.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        await _wake.WaitAsync(longest, cancellation);
        while (_wake.Wait(0, CancellationToken.None))
        {
            // One look at the queue answers all of them.
        }
    }

    public void Add(SqliteConnection connection, WarningCase warning, string happened, string? who, string? text)
    {
        var now = settings.Current;
        var notice = new Notice(
            happened, time.GetUtcNow(), warning.Factory, warning.Asset, warning.AssetType, warning.Id, warning.Revision, warning.State,
            warning.Level, warning.Raised, warning.Worst.Model.Kind, warning.Worst.Value, warning.Worst.Unit,
            [.. warning.Worst.Contributions.Take(3).Select(part => part.Signal)], who, text)
        {
            Interval = warning.Worst.Interval,
        };
        if (now.Webhook is { IsOn: true })
            Add(connection, Webhook, notice);

        // Mail is for what somebody should get up for; what colleagues do, they see on the page.
        if (now.Email is { IsOn: true } && happened is CaseEvents.Raised or CaseEvents.Escalated)
            Add(connection, Email, notice);
    }

    private void Add(SqliteConnection connection, string channel, Notice notice)
    {
        var now = time.GetUtcNow();
        var isFull = connection.Number("SELECT count(*) FROM deliveries WHERE state = 'waiting'") >= options.MaxWaiting;
        var fault = isFull ? NotificationSentences.TooManyWaiting.Of(options.MaxWaiting) : null;
        connection.Do(
            """
            INSERT INTO deliveries (channel, factory, case_id, event, json, made, next, state, fault, fault_code)
            VALUES ($channel, $factory, $case, $event, $json, $now, $now, $state, $fault, $code)
            """,
            ("$channel", channel), ("$factory", notice.Factory), ("$case", notice.Case), ("$event", notice.Event),
            ("$json", JsonSerializer.Serialize(notice, NoticeJson.Default.Notice)), ("$now", now),
            ("$state", isFull ? Delivery.Dead : Delivery.Waiting), ("$fault", fault?.Text), ("$code", fault?.Code?.ToJson()));
        connection.Do(
            "DELETE FROM deliveries WHERE state <> 'waiting' AND number <= (SELECT max(number) FROM deliveries) - $keep", ("$keep", KeepFinished));
    }

    public void Dispose() => _wake.Dispose();
}

/// <summary>What is told: the body of a webhook, and what a mail is made of. No raw value of a signal is in it.</summary>
/// <param name="Event">One of <see cref="CaseEvents"/>, or <c>test</c>.</param>
/// <param name="Value">The model's answer in <paramref name="Unit"/>.</param>
/// <param name="Signals">Those that contributed most.</param>
/// <param name="Who">Account; null where nobody did it.</param>
internal sealed record Notice(
    string Event, DateTimeOffset At, string Factory, string Asset, string AssetType, string Case, long Revision, WarningState State, InsightLevel Level,
    DateTimeOffset Raised, string ModelKind, double? Value, string? Unit, IReadOnlyList<string> Signals, string? Who, string? Text)
{
    /// <summary>Where the truth lies around <see cref="Value"/>; null where the model does not say.</summary>
    public PredictionInterval? Interval { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Notice))]
internal sealed partial class NoticeJson : JsonSerializerContext;

/// <summary>A notification and how it fares.</summary>
internal sealed record Delivery(
    long Number, string Channel, string Factory, string Case, string Event, string Json, DateTimeOffset Made, int Attempts, DateTimeOffset Next, string State, string? Fault)
{
    public const string Waiting = "waiting";
    public const string Sent = "sent";
    public const string Dead = "dead";

    /// <summary>Which sentence the fault is; null where it was kept by a version without codes.</summary>
    public SentenceCode? FaultCode { get; init; }
}
