using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Uplink.Sending;

/// <summary>The city cannot be reached or does not let us in now; the same may work later.</summary>
internal sealed class CityException(Sentence said, Exception? inner = null) : Exception(said.Text, inner)
{
    public Sentence Said => said;

    /// <summary>How long the city asked us to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
