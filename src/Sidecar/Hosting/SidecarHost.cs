using Jinan.IndustryBrain.Sidecar.Api;
using Jinan.IndustryBrain.Sidecar.Apps;
using Jinan.IndustryBrain.Sidecar.Components;
using Jinan.IndustryBrain.Sidecar.Configuration;
using Jinan.IndustryBrain.Sidecar.PubSub;

namespace Jinan.IndustryBrain.Sidecar.Hosting;

/// <summary>One running sidecar process: its components, its applications and its web server, in the order of their lives.</summary>
internal sealed class SidecarHost : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ComponentCatalog _catalog;
    private readonly AppDirectory _apps;

    private SidecarHost(WebApplication web, ComponentCatalog catalog, AppDirectory apps)
    {
        _web = web;
        _catalog = catalog;
        _apps = apps;
    }

    /// <summary>Starts all components and opens all ports.</summary>
    /// <param name="logging">Adds to where log lines go; null for the console.</param>
    /// <exception cref="ConfigurationFaultException">Something cannot be used; every fault is listed.</exception>
    public static async Task<SidecarHost> StartAsync(
        SidecarOptions options, Action<ILoggingBuilder>? logging = null, CancellationToken cancellationToken = default)
    {
        var faults = new List<string>();
        var resources = ResourceFolder.Read(options.ResourcesPath, faults);
        faults.AddRange(AppListeners.FindPortsInUse(options));

        // The applications are made with the container's loggers and instruments, and the container's server serves them:
        // so the container exists first, and gets the directory before the server starts.
        AppDirectory? directory = null;
        var web = SidecarWeb.Build(options, () => directory!, logging);
        ComponentCatalog? catalog = null;
        try
        {
            var log = web.Services.GetRequiredService<ILogger<SidecarHost>>();
            var metrics = web.Services.GetRequiredService<Metrics>();
            catalog = await ComponentCatalog.StartAsync(resources, options, TimeProvider.System, metrics, log, faults, cancellationToken);
            var http = web.Services.GetRequiredService<HttpMessageInvoker>();
            directory = new([.. options.Apps.Select(app =>
                new AppEndpoint(app, catalog.For(app), app.AppPort is { } port ? new(app, port, http) : null))]);
            SidecarWeb.Map(web);
            await web.StartAsync(cancellationToken);
            metrics.ObserveLag(catalog.Lags);
            foreach (var app in directory.All)
                Start(app, resources, new(TimeProvider.System, metrics, log));
            return new(web, catalog, directory);
        }
        catch (Exception e)
        {
            await web.DisposeAsync();
            if (catalog is not null)
                await catalog.DisposeAsync();
            // Another program took the port after it was probed.
            if (e is IOException)
                throw new ConfigurationFaultException([$"{e.Message} Stop what listens there, or give another port."]);
            throw;
        }
    }

    /// <summary>Completes when the process was asked to stop, by a signal, its parent's end, or its last application.</summary>
    public Task WaitForShutdownAsync() => _web.WaitForShutdownAsync();

    public void Stop() => _web.Lifetime.StopApplication();

    private static void Start(AppEndpoint app, ResourceFolder resources, SubscriptionPump.Services services)
    {
        Log.Serving(services.Log, app.AppId, app.Options.HttpPort, app.Options.GrpcPort, app.Options.AppPort);
        if (app.Channel is null)
            return;
        var declared = resources.Subscriptions.Where(subscription => subscription.IsFor(app.AppId)).Select(subscription => subscription.Definition!).ToList();
        var policies = resources.Resiliencies.Where(resiliency => resiliency.IsFor(app.AppId))
            .SelectMany(resiliency => resiliency.Inbound)
            .DistinctBy(target => target.Key)
            .ToDictionary();
        app.Start(new(app.Channel, app.Presence, app.Components, declared, policies, services), services.Time, services.Log);
    }

    public async ValueTask DisposeAsync()
    {
        // First no more deliveries, so that positions are final; then no more calls; then the stores.
        await Task.WhenAll(_apps.All.Select(app => app.DisposeAsync().AsTask()));
        await _web.DisposeAsync();
        await _catalog.DisposeAsync();
    }
}
