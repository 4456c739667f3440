using Jinan.IndustryBrain.Inference.Protocol;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Jinan.IndustryBrain.Inference.Worker.Engines;

/// <summary>A model that ML.NET saved: one vector column in, one float column out, by the names that the capsule declares.</summary>
internal sealed class MlNetModel : ILoadedModel
{
    private readonly MLContext _context = new(seed: 0);
    private readonly ITransformer _transformer;
    private readonly SchemaDefinition _schema;
    private readonly string _output;
    private readonly int _columns;

    public MlNetModel(ModelToLoad model)
    {
        using (var stream = new MemoryStream(model.File.ToArray(), writable: false))
            _transformer = _context.Model.Load(stream, out _);
        _output = model.Output;
        _columns = model.Features;
        _schema = SchemaDefinition.Create(typeof(Row));
        _schema[0].ColumnName = model.Input;
        _schema[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, _columns);

        // A wrong name or width shows here and not with the first window.
        var empty = _transformer.Transform(_context.Data.LoadFromEnumerable(Array.Empty<Row>(), _schema));
        if (empty.Schema.GetColumnOrNull(_output) is not { } column || column.Type != NumberDataViewType.Single)
            throw new InvalidDataException(
                $"The model gives no float column '{_output}'; it gives {string.Join(", ", empty.Schema.Select(c => $"{c.Name} ({c.Type})"))}.");
    }

    public string RunsOn => "ML.NET";

    public float[] Predict(ReadOnlySpan<float> features, int rows)
    {
        var batch = new Row[rows];
        for (var row = 0; row < rows; row++)
            batch[row] = new Row { Values = features.Slice(row * _columns, _columns).ToArray() };
        var answers = _transformer.Transform(_context.Data.LoadFromEnumerable(batch, _schema));
        return [.. answers.GetColumn<float>(_output)];
    }

    public void Dispose() => (_transformer as IDisposable)?.Dispose();

    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }
}
