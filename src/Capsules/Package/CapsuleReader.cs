using System.Text.Json;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Plugins.Abstractions;

namespace Jinan.IndustryBrain.Capsules.Package;

/// <summary>
/// Reads and checks <c>capsule.json</c>. What makes a capsule foreign to this version (format, SDK, engines) is looked at first,
/// so that a newer capsule is told as such and not as a misspelt key.
/// </summary>
public static class CapsuleReader
{
    private static readonly string[] Engines = ["mlnet", "onnx"];

    /// <summary>Does not look at the signature: for looking at a capsule, not for running it.</summary>
    /// <exception cref="CapsuleFormatException">The declaration is not as the format says; every fault is named.</exception>
    public static CapsuleDeclaration ReadDeclaration(CapsuleFiles files)
    {
        if (!files.Contains(CapsulePacker.DeclarationPath))
            throw new CapsuleFormatException($"There is no {CapsulePacker.DeclarationPath}. Every capsule declares itself there.");
        CapsuleDeclaration? declaration;
        try
        {
            using (var document = JsonDocument.Parse(files[CapsulePacker.DeclarationPath]))
                CheckKnown(document.RootElement);
            declaration = JsonSerializer.Deserialize(files[CapsulePacker.DeclarationPath].Span, CapsuleJson.Default.CapsuleDeclaration);
        }
        catch (JsonException e)
        {
            throw new CapsuleFormatException($"capsule.json, line {e.LineNumber + 1}: {e.Message}", e);
        }

        if (declaration is null)
            throw new CapsuleFormatException("capsule.json is empty.");
        var faults = DeclarationCheck.Faults(declaration, files.Paths.ToHashSet());
        if (faults.Count > 0)
            throw new CapsuleFormatException($"capsule.json has {faults.Count} fault(s): {string.Join("; ", faults)}.");
        return declaration;
    }

    /// <returns>What it is called, by language; empty where the capsule has no <c>texts.json</c>.</returns>
    /// <exception cref="CapsuleFormatException">The texts are not as the format says; every fault is named.</exception>
    public static IReadOnlyDictionary<string, CapsuleTexts> ReadTexts(CapsuleFiles files, CapsuleDeclaration declaration)
    {
        if (!files.Contains(CapsuleTexts.Path))
            return new Dictionary<string, CapsuleTexts>();
        try
        {
            var texts = JsonSerializer.Deserialize(files[CapsuleTexts.Path].Span, CapsuleJson.Default.Texts)
                ?? throw new CapsuleFormatException($"{CapsuleTexts.Path} is empty.");
            var faults = TextsCheck.Faults(texts, declaration);
            return faults.Count == 0
                ? texts
                : throw new CapsuleFormatException($"{CapsuleTexts.Path} has {faults.Count} fault(s): {string.Join("; ", faults)}.");
        }
        catch (JsonException e)
        {
            throw new CapsuleFormatException($"{CapsuleTexts.Path}, line {e.LineNumber + 1}: {e.Message}", e);
        }
    }

    private static void CheckKnown(JsonElement root)
    {
        // Members that are missing or of another type are the serializer's to tell.
        if (root.ValueKind != JsonValueKind.Object)
            return;
        if (root.TryGetProperty("schema", out var schema) && schema.TryGetInt32(out var number) && number != CapsuleDeclaration.CurrentSchema)
            throw new CapsuleFormatException(
                $"capsule.json has schema {number}; this version reads {CapsuleDeclaration.CurrentSchema}. Update this edge, or ask for a capsule of that schema.",
                RefusalReason.UnknownFormat);
        if (root.TryGetProperty("sdk", out var sdk)
            && Version.TryParse(Text(sdk, "min"), out var min) && Version.TryParse(Text(sdk, "max"), out var max)
            && min < max && !SdkVersion.IsWithin(min, max))
            throw new CapsuleFormatException(
                $"It runs on SDK {min} to below {max}; this edge has {SdkVersion.Current}. Ask its publisher for a capsule of that range.",
                RefusalReason.SdkMismatch);
        if (!root.TryGetProperty("models", out var models) || models.ValueKind != JsonValueKind.Array)
            return;
        foreach (var model in models.EnumerateArray())
        {
            if (Text(model, "engine") is { } engine && !Engines.Contains(engine))
                throw new CapsuleFormatException(
                    $"Model '{Text(model, "id")}' wants the engine '{engine}'; this edge has {string.Join(" and ", Engines)}.",
                    RefusalReason.UnknownEngine);
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
