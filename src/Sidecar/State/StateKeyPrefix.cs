using Jinan.IndustryBrain.Sidecar.Api;

namespace Jinan.IndustryBrain.Sidecar.State;

/// <summary>
/// Who shares a key: the strategy of the component's <c>keyPrefix</c>. Stored keys read <c>prefix||key</c>, so a key of
/// a caller must not hold the separator: it would reach into another application's values.
/// </summary>
internal sealed record StateKeyPrefix(string Strategy)
{
    private const string Separator = "||";

    /// <param name="appId">The application that calls.</param>
    /// <param name="storeName">The component's name.</param>
    /// <param name="key">The key as the application gave it.</param>
    public string Stored(string appId, string storeName, string key)
    {
        if (key.Length == 0)
            throw DaprErrors.StateKey("the state key is empty");
        if (key.Contains(Separator, StringComparison.Ordinal))
            throw DaprErrors.StateKey($"input key/keyPrefix '{key}' can't contain '{Separator}'");
        return Strategy switch
        {
            "" or "appid" => $"{appId}{Separator}{key}",
            "name" => $"{storeName}{Separator}{key}",
            "namespace" => $"{Environment.GetEnvironmentVariable("NAMESPACE") ?? "default"}.{appId}{Separator}{key}",
            "none" => key,
            var literal => $"{literal}{Separator}{key}",
        };
    }
}
