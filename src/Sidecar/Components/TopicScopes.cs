namespace Jinan.IndustryBrain.Sidecar.Components;

/// <summary>
/// Who may use which topic, by a pub/sub component's metadata. <c>publishingScopes</c> and <c>subscriptionScopes</c> read
/// <c>app1=a,b;app2=</c>: an application that is named may use what follows and nothing else, one that is not named may use
/// all but the protected topics. <c>allowedTopics</c>, when given, bounds everybody.
/// </summary>
internal sealed class TopicScopes
{
    private readonly HashSet<string> _allowed;
    private readonly HashSet<string> _protected;
    private readonly Dictionary<string, HashSet<string>> _publishing;
    private readonly Dictionary<string, HashSet<string>> _subscribing;

    public TopicScopes(IReadOnlyDictionary<string, string> metadata)
    {
        _allowed = Names(metadata.GetValueOrDefault("allowedTopics", ""));
        _protected = Names(metadata.GetValueOrDefault("protectedTopics", ""));
        _publishing = Scopes(metadata.GetValueOrDefault("publishingScopes", ""));
        _subscribing = Scopes(metadata.GetValueOrDefault("subscriptionScopes", ""));
    }

    public bool MayPublish(string appId, string topic) => May(_publishing, appId, topic);

    public bool MaySubscribe(string appId, string topic) => May(_subscribing, appId, topic);

    private bool May(Dictionary<string, HashSet<string>> scopes, string appId, string topic)
    {
        if (_allowed.Count > 0 && !_allowed.Contains(topic))
            return false;
        return scopes.TryGetValue(appId, out var topics) ? topics.Contains(topic) : !_protected.Contains(topic);
    }

    private static HashSet<string> Names(string list) =>
        [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static Dictionary<string, HashSet<string>> Scopes(string list)
    {
        var scopes = new Dictionary<string, HashSet<string>>();
        foreach (var entry in list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split('=', 2, StringSplitOptions.TrimEntries);
            scopes[parts[0]] = Names(parts.Length == 2 ? parts[1] : "");
        }
        return scopes;
    }
}
