namespace Jinan.IndustryBrain.Inference.Workers;

/// <summary>Asks the models of one capsule version. Thread-safe; callers' rows are put together into batches.</summary>
internal interface IPredictor
{
    /// <param name="model">The model's place in its capsule.</param>
    /// <param name="features">Row after row.</param>
    /// <returns>One number a row.</returns>
    /// <exception cref="ModelFailedException">The model cannot answer these rows, however often it is asked.</exception>
    Task<float[]> PredictAsync(int model, int columns, ReadOnlyMemory<float> features, CancellationToken cancellation);
}

/// <summary>The model cannot answer; the message is for a person.</summary>
internal sealed class ModelFailedException(string message) : Exception(message);
