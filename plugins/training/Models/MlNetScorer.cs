using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Jinan.IndustryBrain.Plugins.Training.Models;

/// <summary>Answers from a saved ML.NET model.</summary>
internal sealed class MlNetScorer : IScorer
{
    private readonly MLContext _context = new(1);
    private readonly ITransformer _model;

    public MlNetScorer(byte[] file)
    {
        // A saved model names the loader of its trees; its assembly must be known before.
        _context.ComponentCatalog.RegisterAssembly(typeof(FastTreeRegressionTrainer).Assembly);
        using var stream = new MemoryStream(file);
        _model = _context.Model.Load(stream, out _);
    }

    public IReadOnlyList<float> Score(IReadOnlyList<float[]> rows)
    {
        if (rows.Count == 0)
            return [];
        var view = _context.Data.LoadFromEnumerable(
            rows.Select(features => new InputRow { Features = features }), InputRow.Schema(rows[0].Length));
        return [.. _model.Transform(view).GetColumn<float>("Score")];
    }

    public void Dispose() => (_model as IDisposable)?.Dispose();
}
