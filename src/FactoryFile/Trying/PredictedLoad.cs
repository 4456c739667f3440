namespace Jinan.IndustryBrain.FactoryFile.Trying;

/// <summary>What signals bring at most: every sample a change.</summary>
/// <param name="ValuesASecond">Values that the server sends.</param>
public readonly record struct PredictedLoad(double ValuesASecond)
{
    /// <summary>A row of a telemetry frame: signal, three times, value, status, and their validity.</summary>
    public const double BytesAValue = 41;

    /// <summary>On the collector's disk, before compression.</summary>
    public double BytesADay => ValuesASecond * BytesAValue * 86_400;

    /// <summary>The load of signals that are sampled like this; zero, as fast as the server can, counts as once a publishing interval.</summary>
    public static PredictedLoad Of(IEnumerable<TimeSpan> sampling, TimeSpan publishing)
    {
        ArgumentNullException.ThrowIfNull(sampling);
        return new PredictedLoad(sampling.Sum(interval => 1 / Math.Max(0.001, (interval > TimeSpan.Zero ? interval : publishing).TotalSeconds)));
    }
}
