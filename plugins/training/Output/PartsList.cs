using System.Text.Json;
using Jinan.IndustryBrain.Capsules.Format;

namespace Jinan.IndustryBrain.Plugins.Training.Output;

/// <summary>What a capsule was made with: a CycloneDX 1.6 list. It holds no code, so these are tools, not contents.</summary>
internal static class PartsList
{
    public static byte[] Render(CapsuleDeclaration declaration)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("bomFormat", "CycloneDX");
            writer.WriteString("specVersion", "1.6");
            writer.WriteNumber("version", 1);
            writer.WriteStartObject("metadata");
            writer.WriteStartObject("component");
            writer.WriteString("type", "machine-learning-model");
            writer.WriteString("name", declaration.Id);
            writer.WriteString("version", declaration.Version);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartArray("components");
            foreach (var (name, version) in Tools())
            {
                writer.WriteStartObject();
                writer.WriteString("type", "library");
                writer.WriteString("name", name);
                writer.WriteString("version", version);
                writer.WriteString("purl", $"pkg:nuget/{name}@{version}");
                writer.WriteString("scope", "excluded");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static IEnumerable<(string Name, string Version)> Tools() =>
    [
        ("Google.Protobuf", VersionOf(typeof(Google.Protobuf.IMessage))),
        ("Microsoft.ML", VersionOf(typeof(Microsoft.ML.MLContext))),
        ("Microsoft.ML.FastTree", VersionOf(typeof(Microsoft.ML.Trainers.FastTree.FastTreeRegressionTrainer))),
        ("Microsoft.ML.LightGbm", VersionOf(typeof(Microsoft.ML.Trainers.LightGbm.LightGbmRegressionTrainer))),
    ];

    private static string VersionOf(Type type)
    {
        var attribute = (System.Reflection.AssemblyInformationalVersionAttribute?)Attribute.GetCustomAttribute(
            type.Assembly, typeof(System.Reflection.AssemblyInformationalVersionAttribute));
        return attribute?.InformationalVersion.Split('+')[0] ?? type.Assembly.GetName().Version!.ToString();
    }
}
