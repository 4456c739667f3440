using System.Collections.Concurrent;
using Jinan.IndustryBrain.Sidecar.Components;
using Jinan.IndustryBrain.Sidecar.Configuration;

namespace Jinan.IndustryBrain.Sidecar.Apps;

/// <summary>
/// One application as this process serves it. Each connection to one of its ports carries it as a connection feature, so
/// that a request knows for whom it is before its first byte is read.
/// </summary>
internal sealed class AppEndpoint(AppOptions options, AppComponents components, AppChannel? channel) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    public AppOptions Options { get; } = options;

    public string AppId => Options.AppId;

    public AppComponents Components { get; } = components;

    /// <summary>The way to the application; null when it has no port.</summary>
    public AppChannel? Channel { get; } = channel;

    public AppPresence Presence { get; } = new();

    /// <summary>What the application receives; null when it has no port.</summary>
    public AppSubscriptions? Subscriptions { get; private set; }

    /// <summary>What the application set about itself.</summary>
    public ConcurrentDictionary<string, string> ExtendedMetadata { get; } = new();

    /// <summary>It asked for its sidecar to end; the others of this process go on.</summary>
    public bool IsShutDown { get; private set; }

    public void Start(AppSubscriptions subscriptions, TimeProvider time, ILogger log)
    {
        if (Channel is null)
            return;
        Subscriptions = subscriptions;
        subscriptions.StartDeclared();
        _watching = new AppWatcher(Channel, Presence, subscriptions.RefreshAsync, time, log).RunAsync(_stopping.Token);
    }

    public async Task ShutDownAsync()
    {
        IsShutDown = true;
        await StopAsync();
    }

    private async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        if (Subscriptions is not null)
            await Subscriptions.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }
}
