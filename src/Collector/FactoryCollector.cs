using Jinan.IndustryBrain.Collector.Connections;
using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Collector.Security;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.DurableLog;
using Jinan.IndustryBrain.FactoryFile;

namespace Jinan.IndustryBrain.Collector;

/// <summary>
/// One factory: its connections, the log of its frames, and their way to the broker. A changed configuration restarts only the
/// connections that it changes.
/// </summary>
internal sealed class FactoryCollector(
    string factory, FactoryStores stores, FactoryCertificates certificates, IFrameSink sink, CollectorOptions options, Metrics metrics, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly Lock _memoryGate = new();
    private volatile Running _running = new(null, [], []);
    private Task _background = Task.CompletedTask;

    public string Factory => factory;

    public FactoryStores Stores => stores;

    /// <summary>This factory's certificates.</summary>
    public FactoryCertificates Certificates => certificates;

    /// <summary>The configuration in use; null before the first.</summary>
    public FactoryConfiguration? Configuration => _running.Configuration;

    /// <summary>The signals of the configuration in use.</summary>
    public IReadOnlyList<SignalDefinition> Signals => _running.Signals;

    /// <summary>Connections that ended by an error that is not expected.</summary>
    public IEnumerable<string> Failures() =>
        from running in _running.Connections
        where running.Failure is not null
        select $"{factory}/{running.Settings.Id}: {running.Failure}";

    /// <summary>Certificates that are about to end.</summary>
    public IEnumerable<string> Expiring() =>
        Reports().SelectMany(report => report.Security.Expiring().Select(what => $"{factory}/{report.Connection}: {what}"));

    public IReadOnlyList<ConnectionReport> Reports() => [.. _running.Connections.Select(connection => connection.Report())];

    /// <summary>Everything of a connection up to this time is durable.</summary>
    public long AliveThroughOf(string connection)
    {
        if (_running.Connections.FirstOrDefault(running => running.Settings.Id == connection) is { } running)
            return running.Runner.AliveThrough;
        lock (_memoryGate)
            return stores.Memory.ConnectionOf(connection)?.AliveThrough ?? long.MinValue;
    }

    /// <summary>Starts publishing and housekeeping. Connections start with <see cref="ConfigureAsync"/>.</summary>
    public void Start()
    {
        var publisher = new FramePublisher(factory, stores.Log, stores.Positions, sink, metrics, time, logger);
        _background = Task.WhenAll(publisher.RunAsync(_stopping.Token), KeepHouseAsync(_stopping.Token));
    }

    /// <summary>Puts a configuration into use, in place of the one before.</summary>
    public async Task ConfigureAsync(FactoryConfiguration configuration, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var before = _running;
            var definitions = stores.Catalogue.Define(configuration);
            var kept = before.Connections
                .Where(running => IsUnchanged(before.Configuration!, configuration, running.Settings) && HasOwnCertificateOfNow(running))
                .ToArray();
            await Task.WhenAll(before.Connections.Except(kept).Select(running => running.DisposeAsync().AsTask()));
            await AnnounceAsync(configuration, definitions, before.Signals, cancellationToken);

            var running = kept.ToList();
            // What runs is known at each moment, so that it can be stopped should a later one not start.
            _running = before with { Connections = [.. running] };
            foreach (var settings in configuration.Connections.Where(settings => IsToStart(configuration, settings, kept)))
            {
                running.Add(StartConnection(configuration, settings, definitions, before.Configuration is null));
                _running = before with { Connections = [.. running] };
            }

            _running = new Running(configuration, definitions, running);
        }
        finally
        {
            _changing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running.Connections.Select(running => running.DisposeAsync().AsTask()));
        await _stopping.CancelAsync();
        await _background.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await SaveAsync(CancellationToken.None);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            // What the snapshot would have said stands in the log as well.
            Log.HousekeepingFailed(logger, factory, exception.Message);
        }

        await stores.DisposeAsync();
        certificates.Dispose();
        _stopping.Dispose();
        _changing.Dispose();
    }

    private RunningConnection StartConnection(
        FactoryConfiguration configuration, ConnectionSettings settings, IReadOnlyList<SignalDefinition> definitions, bool isFirst)
    {
        ConnectionRunner runner;
        lock (_memoryGate)
        {
            stores.Memory.FoldDurable();
            runner = new ConnectionRunner(
                configuration, settings, definitions, stores, certificates, isFirst ? NotCoveredReason.Killed : NotCoveredReason.Reconfigured, options, metrics, time,
                logger);
        }

        return RunningConnection.Start(runner, factory, logger, _stopping.Token);
    }

    /// <summary>
    /// Frames without rows that say what the signal ids stand for: all of them at each start, so that the first frame of an
    /// epoch, and of whoever reads from there, needs nothing else; later those that are new or changed.
    /// </summary>
    private async Task AnnounceAsync(
        FactoryConfiguration configuration, IReadOnlyList<SignalDefinition> definitions, IReadOnlyList<SignalDefinition> before,
        CancellationToken cancellationToken)
    {
        foreach (var connection in definitions.Except(before).GroupBy(definition => definition.Connection))
        {
            foreach (var chunk in connection.Chunk(FrameDraft.MaxDefinitions))
            {
                var draft = new FrameDraft(connection.Key, AliveThroughOf(connection.Key));
                draft.Definitions.AddRange(chunk);
                await stores.Frames.StoreAsync(configuration, options.Name, draft, cancellationToken);
            }
        }
    }

    private async Task KeepHouseAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.SnapshotInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await SaveAsync(cancellationToken);
                await UseOwnCertificateOfNowAsync(cancellationToken);
            }
            catch (Exception exception) when (IsRefusal(exception))
            {
                Log.HousekeepingFailed(logger, factory, exception.Message);
            }
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        long saved;
        lock (_memoryGate)
        {
            stores.Memory.FoldDurable();
            stores.Memory.Save();
            saved = stores.Memory.SavedSequence;
        }

        await stores.Ledger.FlushAsync(cancellationToken);
        await stores.Positions.CommitAsync(saved, cancellationToken);
    }

    // A renewed certificate is of use only on channels that are opened with it; subscriptions are taken over.
    private async Task UseOwnCertificateOfNowAsync(CancellationToken cancellationToken)
    {
        if (!certificates.TryTakeReplaced() || Configuration is not { } configuration)
            return;
        Log.OwnCertificateReplaced(logger, factory);
        await ConfigureAsync(configuration, cancellationToken);
    }

    private bool HasOwnCertificateOfNow(RunningConnection running) =>
        running.Runner.OwnFingerprint is not { } fingerprint || fingerprint == certificates.Own().Fingerprint;

    private static bool IsToStart(FactoryConfiguration configuration, ConnectionSettings settings, RunningConnection[] kept) =>
        kept.All(running => running.Settings.Id != settings.Id) && (configuration.SignalsOf(settings.Id).Any() || settings.Events.Count > 0);

    private static bool IsRefusal(Exception exception) => exception is IOException or UnauthorizedAccessException or LogFullException;

    private static bool IsUnchanged(FactoryConfiguration before, FactoryConfiguration after, ConnectionSettings settings) =>
        before.Factory == after.Factory && before.Enterprise == after.Enterprise && before.Sector == after.Sector
        && after.Connections.Contains(settings)
        && before.SignalsOf(settings.Id).Select(Identity).SequenceEqual(after.SignalsOf(settings.Id).Select(Identity));

    private static (string, string, SignalSettings) Identity((AssetSettings Asset, SignalSettings Signal) pair) =>
        (pair.Asset.Id, pair.Asset.Type, pair.Signal);

    private sealed record Running(
        FactoryConfiguration? Configuration, IReadOnlyList<SignalDefinition> Signals, IReadOnlyList<RunningConnection> Connections);
}
