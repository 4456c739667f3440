using Microsoft.ML.Data;

namespace Jinan.IndustryBrain.Plugins.Training.Models;

/// <summary>A row in ML.NET's terms.</summary>
internal sealed class TrainingRow
{
    public float[] Features { get; set; } = [];

    public float Label { get; set; }

    public bool Class { get; set; }

    /// <summary>The schema with the length of <see cref="Features"/>, which the type cannot say.</summary>
    public static SchemaDefinition Schema(int features)
    {
        var schema = SchemaDefinition.Create(typeof(TrainingRow));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        return schema;
    }
}

/// <summary>What a production row has: features alone.</summary>
internal sealed class InputRow
{
    public float[] Features { get; set; } = [];

    public static SchemaDefinition Schema(int features)
    {
        var schema = SchemaDefinition.Create(typeof(InputRow));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        return schema;
    }
}
