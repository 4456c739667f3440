namespace Jinan.IndustryBrain.Uplink.Sending;

/// <summary>The city cannot be reached or does not let us in now; the same may work later.</summary>
internal sealed class CityException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the city asked us to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
