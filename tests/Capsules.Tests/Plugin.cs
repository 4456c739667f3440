using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Capsules.Tests;

/// <summary>A small plugin folder, and capsules made of it.</summary>
internal static class Plugin
{
    public static CapsuleDeclaration Declaration { get; } = new()
    {
        Schema = CapsuleDeclaration.CurrentSchema,
        Id = "test-health",
        Version = "1.0.0",
        Title = "Health of a test stand",
        Sector = "materials",
        Sdk = new SdkRange("1.0", "2.0"),
        Publisher = Publisher.Name,
        AssetTypes = ["test-stand"],
        Models =
        [
            new ModelDeclaration
            {
                Id = "health",
                Kind = ModelKind.HealthIndex,
                Engine = ModelEngine.Onnx,
                File = "model.onnx",
                Input = "features",
                Output = "score",
                Signals = [new SignalInput("force", "kN")],
                Window = new WindowDeclaration { Kind = WindowKind.Grid, ResampleMs = 250, LengthMs = 1000, HopMs = 1000 },
                Features = [new FeatureDeclaration { Name = "force_mean", Signal = "force", Statistic = Statistic.Mean }],
                Baseline = [1f],
                Coverage = 0.8,
                Result = new OutputDeclaration("1", 0, 1),
                Golden = "golden.json",
            },
        ],
    };

    public static string Golden { get; } = JsonSerializer.Serialize(
        new GoldenVectors(1e-5, [new GoldenVector([1f], 0.5f)]), CapsuleJson.Default.GoldenVectors);

    /// <param name="edit">Changes capsule.json before it is packed.</param>
    public static CapsuleFiles Folder(TemporaryFolder folder, Action<JsonNode>? edit = null, string? golden = null)
    {
        var path = folder.Path($"plugin-{Guid.NewGuid():N}");
        Directory.CreateDirectory(path);
        var declaration = JsonSerializer.SerializeToNode(Declaration, CapsuleJson.Default.CapsuleDeclaration)!;
        edit?.Invoke(declaration);
        File.WriteAllText(Path.Combine(path, "capsule.json"), declaration.ToJsonString());
        File.WriteAllText(Path.Combine(path, "golden.json"), golden ?? Golden);
        File.WriteAllText(Path.Combine(path, "model-card.md"), "# A test model");
        File.WriteAllBytes(Path.Combine(path, "model.onnx"), [1, 2, 3]);
        return CapsuleFiles.ReadFolder(path);
    }

    public static byte[] Packed(TemporaryFolder folder, X509Certificate2 publisher, TimeProvider? time = null)
    {
        using var stream = new MemoryStream();
        CapsulePacker.Pack(Folder(folder), publisher, time ?? TimeProvider.System, stream);
        return stream.ToArray();
    }

    /// <summary>A capsule that the packer would not make: the declaration is changed and signed all the same.</summary>
    public static byte[] SignedAsIs(TemporaryFolder folder, X509Certificate2 publisher, Action<JsonNode>? edit = null, string? golden = null)
    {
        var files = Folder(folder, edit, golden);
        using var stream = new MemoryStream();
        CapsulePacker.AddSignature(files, publisher, TimeProvider.System);
        files.WriteZip(stream);
        return stream.ToArray();
    }

    /// <summary>Changes a zip as somebody would who has a zip tool and no key.</summary>
    public static byte[] Tampered(byte[] capsule, Action<ZipArchive> tamper)
    {
        using var stream = new MemoryStream();
        stream.Write(capsule);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
            tamper(zip);
        return stream.ToArray();
    }

    public static void Replace(this ZipArchive zip, string name, string content)
    {
        zip.GetEntry(name)?.Delete();
        zip.Put(name, content);
    }

    public static void Put(this ZipArchive zip, string name, string content)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(content));
    }
}
