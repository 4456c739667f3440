using System.Text.Json;
using Jinan.IndustryBrain.Capsules.Format;

namespace Jinan.IndustryBrain.Capsules.Package;

/// <summary>The capsule's software bill of materials, CycloneDX 1.6 JSON: what it brings along, by name and digest.</summary>
internal static class SoftwareBill
{
    public const string Path = "sbom.cdx.json";

    public static byte[] Of(CapsuleDeclaration capsule, CapsuleFiles files)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteStartObject("component");
            json.WriteString("type", "machine-learning-model");
            json.WriteString("name", capsule.Id);
            json.WriteString("version", capsule.Version);
            json.WriteString("publisher", capsule.Publisher);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (var file in DigestManifest.Of(files).Files.Where(f => f.Path != Path))
                WriteFile(json, capsule, file);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteFile(Utf8JsonWriter json, CapsuleDeclaration capsule, FileDigest file)
    {
        json.WriteStartObject();
        json.WriteString("type", capsule.Models.Any(m => m.File == file.Path) ? "machine-learning-model" : "file");
        json.WriteString("name", file.Path);
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", "SHA-256");
        json.WriteString("content", file.Sha256);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
