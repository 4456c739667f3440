using Microsoft.ML;
using Microsoft.ML.Data;

namespace Jinan.IndustryBrain.Inference.Worker.Engines;

/// <summary>An ML.NET model that was saved with its pipeline: a vector of floats in, a float out.</summary>
internal sealed class MlNetEngine : IModelEngine
{
    private readonly PredictionEngine<Row, Answer> _engine;
    private readonly Row _row = new();

    public MlNetEngine(string path, string input, string output, int features)
    {
        var context = new MLContext();
        using var file = File.OpenRead(path);
        var model = context.Model.Load(file, out _);
        var rows = SchemaDefinition.Create(typeof(Row));
        rows[nameof(Row.Features)].ColumnName = input;
        rows[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        var answers = SchemaDefinition.Create(typeof(Answer));
        answers[nameof(Answer.Output)].ColumnName = output;
        _engine = context.Model.CreatePredictionEngine<Row, Answer>(model, ignoreMissingColumns: true, rows, answers);
    }

    public float[] Predict(float[] values, int rows, int features)
    {
        var outputs = new float[rows];
        var answer = new Answer();
        _row.Features = new float[features];
        for (var i = 0; i < rows; i++)
        {
            Array.Copy(values, i * features, _row.Features, 0, features);
            _engine.Predict(_row, ref answer);
            outputs[i] = answer.Output;
        }

        return outputs;
    }

    public void Dispose() => _engine.Dispose();

    private sealed class Row
    {
        [VectorType]
        public float[] Features { get; set; } = [];
    }

    private sealed class Answer
    {
        public float Output { get; set; }
    }
}
