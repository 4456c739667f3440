namespace Jinan.IndustryBrain.Inference.Worker.Engines;

/// <summary>Runs one model. Not thread-safe.</summary>
internal interface IModelEngine : IDisposable
{
    /// <param name="values">Row by row.</param>
    /// <returns>One output a row.</returns>
    float[] Predict(float[] values, int rows, int features);
}
