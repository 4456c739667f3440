using System.Collections.Concurrent;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using Jinan.IndustryBrain.Uplink.Exchange;
using Jinan.IndustryBrain.Uplink.Sending;

namespace Jinan.IndustryBrain.Uplink.Outbox;

/// <summary>One uplink a factory folder, apart in data and credentials.</summary>
internal sealed class FactoryUplinks(
    EdgeOptions edge, UplinkOptions options, CityConnection city, UplinkMetrics metrics, TimeProvider time, ILoggerFactory loggers)
    : IHostedService, IAsyncDisposable
{
    private const string Service = "uplink";

    private readonly ConcurrentDictionary<string, Lazy<Task<FactoryUplink>>> _uplinks = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private int _stopped;

    /// <summary>For messages that belong to no factory here.</summary>
    public DeadLetters DeadLetters { get; } = new(edge.StateOf(Service), time);

    /// <summary>Those that are open, by id.</summary>
    public IEnumerable<FactoryUplink> Open => _uplinks.Values
        .Where(uplink => uplink is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        .Select(uplink => uplink.Value.GetAwaiter().GetResult())
        .OrderBy(uplink => uplink.Factory, StringComparer.Ordinal);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(edge.FactoriesFolder))
            return;
        foreach (var factory in Directory.EnumerateDirectories(edge.FactoriesFolder).Select(folder => Path.GetFileName(folder)))
        {
            try
            {
                await FindAsync(factory);
            }
            catch (IOException fault)
            {
                // One factory's disk must not keep the others from the city; the next message for it tries again.
                Log.OpenFailed(loggers.CreateLogger<FactoryUplinks>(), fault, factory);
            }
        }
    }

    /// <returns>Null when there is no folder of that name; folders that appear later are found then.</returns>
    public async Task<FactoryUplink?> FindAsync(string factory)
    {
        if (_uplinks.TryGetValue(factory, out var known))
            return await OpenedAsync(factory, known);

        // The name comes from a message: it must be a plain name and already be there, or it could lead anywhere.
        if (factory.Length is 0 or > 100 || !factory.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            || !Directory.Exists(Path.Combine(edge.FactoriesFolder, factory)))
            return null;
        return await OpenedAsync(factory, _uplinks.GetOrAdd(factory, name => new Lazy<Task<FactoryUplink>>(() => OpenAsync(name))));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
            return;
        await _stop.CancelAsync();
        foreach (var uplink in Open)
            await uplink.DisposeAsync();
        DeadLetters.Dispose();
        _stop.Dispose();
    }

    // Registered as itself and as a hosted service, it is disposed twice.
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task<FactoryUplink> OpenedAsync(string factory, Lazy<Task<FactoryUplink>> uplink)
    {
        try
        {
            return await uplink.Value;
        }
        catch (IOException)
        {
            // The next message tries again: a disk that was full or a log that was in use may be well by then.
            _uplinks.TryRemove(new KeyValuePair<string, Lazy<Task<FactoryUplink>>>(factory, uplink));
            throw;
        }
    }

    private async Task<FactoryUplink> OpenAsync(string factory)
    {
        var folder = edge.StateOf(Service, factory);
        var outbox = await FactoryOutbox.OpenAsync(Path.Combine(folder, "outbox"), options.MaxOutboxBytes, time, _stop.Token);
        ExchangeStore store;
        try
        {
            store = new ExchangeStore(folder);
        }
        catch (IOException)
        {
            // It is opened again with the next message, and its log must be free by then.
            await outbox.DisposeAsync();
            throw;
        }

        var logger = loggers.CreateLogger<FactoryUplink>();
        Log.Opened(logger, factory, outbox.Pending);
        metrics.Found(outbox.Pending);
        var credentials = Path.Combine(edge.FactoriesFolder, factory, Credentials.FileName);
        var deadLetters = new DeadLetters(folder, time);
        var session = new CitySession(factory, credentials, city, new ExportLog(store, options.ExportLines, time), time);
        var exchange = new FactoryExchange(factory, store, session, deadLetters, options, metrics, time, loggers.CreateLogger<FactoryExchange>());
        var uplink = new FactoryUplink(factory, outbox, deadLetters, session, exchange, options, metrics, time, logger);
        uplink.Start();
        return uplink;
    }
}
