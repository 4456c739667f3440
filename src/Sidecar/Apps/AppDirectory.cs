using System.Diagnostics.CodeAnalysis;

namespace Jinan.IndustryBrain.Sidecar.Apps;

/// <summary>The applications of this machine by id.</summary>
internal sealed class AppDirectory(IReadOnlyList<AppEndpoint> apps)
{
    private readonly Dictionary<string, AppEndpoint> _byId = apps.ToDictionary(app => app.AppId);

    public IReadOnlyList<AppEndpoint> All { get; } = apps;

    public AppEndpoint this[string appId] => _byId[appId];

    public bool TryFind(string appId, [NotNullWhen(true)] out AppEndpoint? app) => _byId.TryGetValue(appId, out app);
}
