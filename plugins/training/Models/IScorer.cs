namespace Jinan.IndustryBrain.Plugins.Training.Models;

/// <summary>A finished model, as it is shipped: what is evaluated is the file, not what was in memory when it was trained.</summary>
internal interface IScorer : IDisposable
{
    /// <summary>One answer a row.</summary>
    IReadOnlyList<float> Score(IReadOnlyList<float[]> rows);
}
