using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Plugins.Training.Evaluation;

namespace Jinan.IndustryBrain.Plugins.Training.Output;

/// <summary>The folder that a capsule is packed from: declaration, model, golden vectors, card, figures. Packing adds the
/// bill of materials and the signature.</summary>
internal sealed class CapsuleFolder(string path)
{
    public const string DeclarationFile = "capsule.json";
    public const string GoldenFile = "golden.json";
    public const string CardFile = "model-card.md";
    public const string EvaluationFile = "evaluation.json";

    public string Path { get; } = path;

    /// <summary>Files are written beside and then moved, so that a training that is stopped leaves no half of one.</summary>
    public async Task WriteAsync(TrainedCapsule capsule, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path);
        await WriteAsync(capsule.Declaration.Models[0].File, capsule.ModelFile, cancellationToken);
        await WriteJsonAsync(DeclarationFile, capsule.Declaration, CapsuleJson.Default.CapsuleDeclaration, cancellationToken);
        await WriteJsonAsync(GoldenFile, capsule.Golden, CapsuleJson.Default.GoldenVectors, cancellationToken);
        await WriteJsonAsync(EvaluationFile, capsule.Report, EvaluationJson.Default.EvaluationReport, cancellationToken);
        var card = ModelCard.Render(capsule.Plan, capsule.Declaration, capsule.Report);
        await WriteAsync(CardFile, Encoding.UTF8.GetBytes(card), cancellationToken);
    }

    public CapsuleDeclaration ReadDeclaration() => Read(DeclarationFile, CapsuleJson.Default.CapsuleDeclaration);

    public GoldenVectors ReadGolden() => Read(GoldenFile, CapsuleJson.Default.GoldenVectors);

    public EvaluationReport ReadReport() => Read(EvaluationFile, EvaluationJson.Default.EvaluationReport);

    public string ReadCard() => File.ReadAllText(System.IO.Path.Combine(Path, CardFile));

    public byte[] ReadModel() => File.ReadAllBytes(System.IO.Path.Combine(Path, ReadDeclaration().Models[0].File));

    private T Read<T>(string name, JsonTypeInfo<T> type)
    {
        using var stream = File.OpenRead(System.IO.Path.Combine(Path, name));
        return JsonSerializer.Deserialize(stream, type) ?? throw new JsonException($"{name} holds nothing.");
    }

    private Task WriteJsonAsync<T>(
        string name, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        WriteAsync(name, [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'], cancellationToken);

    private async Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        var target = System.IO.Path.Combine(Path, name);
        await File.WriteAllBytesAsync(target + ".new", content, cancellationToken);
        File.Move(target + ".new", target, overwrite: true);
    }
}
