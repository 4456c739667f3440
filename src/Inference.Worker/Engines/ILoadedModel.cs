namespace Jinan.IndustryBrain.Inference.Worker.Engines;

/// <summary>A model that can answer. Called from one thread at a time.</summary>
internal interface ILoadedModel : IDisposable
{
    /// <summary>What runs it, for a person.</summary>
    string RunsOn { get; }

    /// <param name="features">Row after row.</param>
    /// <returns>One number a row.</returns>
    float[] Predict(ReadOnlySpan<float> features, int rows);
}
