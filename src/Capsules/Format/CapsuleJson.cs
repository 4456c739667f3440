using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Capsules.Format;

/// <summary>The JSON of a capsule: camelCase, unknown members refused so that a misspelt key is noticed.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    NewLine = "\n",
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CapsuleDeclaration))]
[JsonSerializable(typeof(Dictionary<string, CapsuleTexts>), TypeInfoPropertyName = "Texts")]
[JsonSerializable(typeof(GoldenVectors))]
[JsonSerializable(typeof(ModelKind))]
[JsonSerializable(typeof(IntervalDeclaration))]
public sealed partial class CapsuleJson : JsonSerializerContext;

/// <summary>Inputs of a model and what it must answer: run before a capsule is taken into service.</summary>
/// <param name="Tolerance">Largest allowed difference of an output, absolute.</param>
public sealed record GoldenVectors(double Tolerance, IReadOnlyList<GoldenVector> Vectors);

public sealed record GoldenVector(IReadOnlyList<float> Features, float Output);
