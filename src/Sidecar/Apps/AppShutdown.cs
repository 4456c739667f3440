namespace Jinan.IndustryBrain.Sidecar.Apps;

/// <summary>
/// Carries out Dapr's shutdown call. daprd ends itself; here other applications share the process, so only the one that
/// asked is no longer served, and the process ends with the last.
/// </summary>
internal sealed class AppShutdown(AppDirectory apps, IHostApplicationLifetime lifetime, ILogger<AppShutdown> log)
{
    public void Begin(AppEndpoint app)
    {
        if (app.IsShutDown)
            return;
        Log.ShutDownAsked(log, app.AppId);
        _ = EndAsync(app);
    }

    private async Task EndAsync(AppEndpoint app)
    {
        await app.ShutDownAsync();
        if (apps.All.All(other => other.IsShutDown))
            lifetime.StopApplication();
    }
}
