using System.Globalization;
using Jinan.IndustryBrain.Sidecar.Api;

namespace Jinan.IndustryBrain.Sidecar.State;

/// <summary>Reads the request metadata that state calls know.</summary>
internal static class StateMetadata
{
    public const string TtlInSeconds = "ttlInSeconds";
    public const string TtlExpireTime = "ttlExpireTime";

    /// <summary>Null when there is none, or a negative or zero one, which lives for ever.</summary>
    public static TimeSpan? TimeToLive(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        foreach (var (name, text) in metadata)
        {
            if (!name.Equals(TtlInSeconds, StringComparison.OrdinalIgnoreCase))
                continue;
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
                throw DaprErrors.MalformedRequest($"metadata {TtlInSeconds} is '{text}'; it must be a whole number of seconds");
            return seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
        }
        return null;
    }

    public static string ExpireTime(DateTimeOffset expires) =>
        expires.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
