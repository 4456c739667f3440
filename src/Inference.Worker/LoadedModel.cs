using System.Globalization;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Inference.Worker.Engines;

namespace Jinan.IndustryBrain.Inference.Worker;

/// <summary>A model that was loaded, with its declaration.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly IModelEngine _engine;

    private LoadedModel(ModelDeclaration declaration, IModelEngine engine)
    {
        Declaration = declaration;
        _engine = engine;
    }

    public ModelDeclaration Declaration { get; }

    public static LoadedModel Open(string folder, ModelDeclaration declaration)
    {
        var path = Path.Combine(folder, declaration.File);
        var features = declaration.Features.Count;
        return new LoadedModel(declaration, declaration.Engine switch
        {
            ModelEngine.MlNet => new MlNetEngine(path, declaration.Input, declaration.Output, features),
            ModelEngine.Onnx => new OnnxEngine(path, declaration.Input, declaration.Output),
            var engine => throw new NotSupportedException($"This worker runs no models of engine '{engine}'."),
        });
    }

    /// <param name="values">Row by row.</param>
    /// <returns>One output a row.</returns>
    public float[] Predict(float[] values, int rows, int features)
    {
        if (features != Declaration.Features.Count)
            throw new ArgumentException($"Model '{Declaration.Id}' takes {Declaration.Features.Count} features; {features} came.");
        var outputs = rows == 0 ? [] : _engine.Predict(values, rows, features);
        return outputs.Length == rows
            ? outputs
            : throw new InvalidDataException($"Model '{Declaration.Id}' gave {outputs.Length} outputs for {rows} rows.");
    }

    /// <exception cref="InvalidDataException">An output is not the golden one.</exception>
    public void CheckGolden(GoldenVectors golden)
    {
        var features = Declaration.Features.Count;
        var outputs = Predict([.. golden.Vectors.SelectMany(v => v.Features)], golden.Vectors.Count, features);
        for (var i = 0; i < outputs.Length; i++)
        {
            var expected = golden.Vectors[i].Output;
            // A NaN differs from everything, also from what was expected.
            if (!(Math.Abs(outputs[i] - expected) <= golden.Tolerance))
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Model '{Declaration.Id}' gives {outputs[i]} for golden vector {i}; {expected} within {golden.Tolerance} is expected."));
        }
    }

    public void Dispose() => _engine.Dispose();
}
