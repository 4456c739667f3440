using System.Text;
using Dapr;
using Dapr.Client;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.ServiceDefaults.Storage;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>The topic of cases.</summary>
internal interface IWarningsTopic
{
    /// <summary>Completes when the broker has it.</summary>
    /// <exception cref="DaprException">It has not.</exception>
    Task PublishAsync(string warning, CancellationToken cancellation);
}

/// <inheritdoc/>
internal sealed class WarningsTopic(DaprClient dapr) : IWarningsTopic
{
    public Task PublishAsync(string warning, CancellationToken cancellation) => dapr.PublishByteEventAsync(
        Topics.PubSub, Topics.Warnings, Encoding.UTF8.GetBytes(warning), "application/json", cancellationToken: cancellation);
}

/// <summary>
/// Brings changed cases from the outbox to the topic, in order, until the broker has them. Killed in between it publishes a
/// case again: its revision makes that harmless. Of a case that changed several times meanwhile the last revision goes out.
/// </summary>
internal sealed class CasePublisher : BackgroundService
{
    private const int Batch = 50;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly WarningsDatabase _database;
    private readonly IWarningsTopic _topic;
    private readonly TimeProvider _time;
    private readonly ILogger<CasePublisher> _logger;
    private readonly SemaphoreSlim _changed = new(1);

    public CasePublisher(WarningsDatabase database, CaseChanges changes, IWarningsTopic topic, TimeProvider time, ILogger<CasePublisher> logger)
    {
        (_database, _topic, _time, _logger) = (database, topic, time, logger);
        changes.Announced += () => _changed.Release();
    }

    public override void Dispose()
    {
        base.Dispose();
        _changed.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            await _changed.WaitAsync(stoppingToken);
            try
            {
                while (await PublishAsync(stoppingToken))
                    pause = FirstPause;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // The broker or the disk, most likely. A publisher that ended in silence would look like a factory without warnings.
                Log.CaseNotPublished(_logger, fault.GetBaseException().Message, pause);
                await Task.Delay(pause, _time, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                _changed.Release();
            }
        }
    }

    /// <returns>False when there is nothing more.</returns>
    private async Task<bool> PublishAsync(CancellationToken stopping)
    {
        var waiting = await _database.ReadAsync(connection => connection.Read(
            "SELECT case_id, revision, json FROM outbox ORDER BY rowid LIMIT $batch",
            row => (Id: row.GetString(0), Revision: row.GetInt64(1), Json: row.GetString(2)), ("$batch", Batch)), stopping);
        foreach (var (_, _, json) in waiting)
            await _topic.PublishAsync(json, stopping);
        if (waiting.Count > 0)
        {
            await _database.WriteAsync(connection => waiting.Sum(sent => connection.Do(
                "DELETE FROM outbox WHERE case_id = $id AND revision = $revision", ("$id", sent.Id), ("$revision", sent.Revision))), stopping);
        }

        return waiting.Count > 0;
    }
}
