using System.Data.Common;
using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.EdgeConsole.Warnings;
using Jinan.IndustryBrain.ServiceDefaults.Storage;

namespace Jinan.IndustryBrain.EdgeConsole.Notifications;

/// <summary>
/// Sends what waits, oldest first, each channel for itself: a mail server that is away keeps no webhook waiting. What fails is
/// tried again with growing pauses, and is dead after as many attempts as the options allow.
/// </summary>
internal sealed class NotificationSender(
    WarningsDatabase database, NotificationQueue queue, NotificationSettingsStore settings, EmailChannel email, WebhookChannel webhook,
    NotificationOptions options, WarningsMetrics metrics, TimeProvider time, ILogger<NotificationSender> logger) : BackgroundService
{
    private const int Listed = 50;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>The newest first, all that wait or are dead among them.</summary>
    public Task<IReadOnlyList<Delivery>> ListAsync(string factory, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<Delivery>>(connection => connection.Read(
            "SELECT number, channel, factory, case_id, event, json, made, attempts, next, state, fault, fault_code FROM deliveries WHERE factory = $factory ORDER BY number DESC LIMIT $most",
            DeliveryOf, ("$factory", factory), ("$most", Listed)), cancellation);

    /// <summary>Tries a dead notification again, from the first attempt on.</summary>
    public async Task ReviveAsync(long number, CancellationToken cancellation)
    {
        await database.WriteAsync(connection => connection.Do(
            "UPDATE deliveries SET state = 'waiting', attempts = 0, next = $now WHERE number = $number AND state = 'dead'",
            ("$number", number), ("$now", time.GetUtcNow())), cancellation);
        queue.Wake();
    }

    /// <summary>Sends a notification now, past the queue, with settings that need not be saved yet.</summary>
    /// <returns>Why it failed; null where it did not.</returns>
    public async Task<Sentence?> TestAsync(string channel, NotificationSettings with, Notice notice, CancellationToken cancellation)
    {
        try
        {
            await SendAsync(channel, with, 0, notice, cancellation);
            return null;
        }
        catch (NotificationException fault)
        {
            return fault.Said;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = LongestWait;
            try
            {
                await Task.WhenAll(SendDueAsync(NotificationQueue.Email, stoppingToken), SendDueAsync(NotificationQueue.Webhook, stoppingToken));
                var next = await database.ReadAsync(
                    connection => connection.Number("SELECT min(next) FROM deliveries WHERE state = 'waiting'"), stoppingToken);
                if (next > 0)
                    wait = TimeSpan.FromTicks(Math.Clamp(next - time.GetUtcNow().UtcTicks, 0, LongestWait.Ticks));
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // The disk, or a row that is not what was written: told, and looked at again with the next wait.
                Log.NotificationsStuck(logger, fault.Message);
            }

            await queue.WaitAsync(wait, stoppingToken);
        }
    }

    private async Task SendDueAsync(string channel, CancellationToken stopping)
    {
        while (await DueAsync(channel, stopping) is { } delivery)
        {
            var isOn = channel == NotificationQueue.Email ? settings.Current.Email is { IsOn: true } : settings.Current.Webhook is { IsOn: true };
            var fault = isOn ? await TrySendAsync(delivery, stopping) : NotificationSentences.SwitchedOff.Of();
            var attempts = delivery.Attempts + 1;
            var state = fault is null ? Delivery.Sent : !isOn || attempts >= options.MaxAttempts ? Delivery.Dead : Delivery.Waiting;
            metrics.Notified(channel, state);
            if (state == Delivery.Dead)
                Log.NotificationDead(logger, channel, delivery.Event, delivery.Factory, attempts, fault!.Text);
            var next = time.GetUtcNow() + Pause(attempts);
            await database.WriteAsync(connection => connection.Do(
                "UPDATE deliveries SET attempts = $attempts, state = $state, fault = $fault, fault_code = $code, next = $next WHERE number = $number",
                ("$attempts", attempts), ("$state", state), ("$fault", fault?.Text), ("$code", fault?.Code?.ToJson()), ("$next", next), ("$number", delivery.Number)), stopping);
            if (state == Delivery.Waiting)
                return; // The channel is in trouble: those behind this one would fail as well.
        }
    }

    private async Task<Sentence?> TrySendAsync(Delivery delivery, CancellationToken stopping)
    {
        try
        {
            var notice = JsonSerializer.Deserialize(delivery.Json, NoticeJson.Default.Notice)!;
            await SendAsync(delivery.Channel, settings.Current, delivery.Number, notice, stopping);
            return null;
        }
        catch (NotificationException fault)
        {
            return fault.Said;
        }
    }

    private Task SendAsync(string channel, NotificationSettings with, long number, Notice notice, CancellationToken cancellation) =>
        channel == NotificationQueue.Email
            ? email.SendAsync(with.Email!, notice, cancellation)
            : webhook.SendAsync(with.Webhook!, number, notice, cancellation);

    // The oldest one decides: one that waits for its next attempt holds back those behind it, so that they stay in order.
    private Task<Delivery?> DueAsync(string channel, CancellationToken stopping) => database.ReadAsync(connection => connection.Read(
        """
        SELECT number, channel, factory, case_id, event, json, made, attempts, next, state, fault, fault_code FROM deliveries
        WHERE state = 'waiting' AND channel = $channel ORDER BY number LIMIT 1
        """,
        DeliveryOf, ("$channel", channel)).FirstOrDefault(delivery => delivery.Next <= time.GetUtcNow()), stopping);

    private TimeSpan Pause(int attempts)
    {
        var doubled = options.FirstPause * Math.Pow(2, Math.Min(attempts - 1, 30));
        return doubled < options.MaxPause ? doubled : options.MaxPause;
    }

    private static Delivery DeliveryOf(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Time(6), row.GetInt32(7),
        row.Time(8), row.GetString(9), row.TextOrNull(10))
    {
        FaultCode = SentenceCode.FromJson(row.TextOrNull(11)),
    };
}

/// <summary>A notification could not be sent; the message says why, for a person.</summary>
internal sealed class NotificationException(Sentence said, Exception? inner = null) : Exception(said.Text, inner)
{
    public Sentence Said => said;
}
