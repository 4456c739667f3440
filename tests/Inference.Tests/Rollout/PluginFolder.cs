using System.Text.Json.Nodes;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Capsules.Package;

namespace Jinan.IndustryBrain.Inference.Tests.Rollout;

/// <summary>The repository's own plugins, packed with a development key of the test's; and a place for capsules, gone afterwards.</summary>
internal sealed class PluginFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inference-");

    public PluginFolder()
    {
        Directory.CreateDirectory(Capsules);
        using var key = PublisherKey.OpenDevelopment(Keys, TimeProvider.System);
        PublisherKey.Publish(key, Publishers);
    }

    public static IReadOnlyList<string> Sectors { get; } = ["auto", "semiconductors", "biomedicine", "materials"];

    public string Capsules => Path.Combine(_folder.FullName, "capsules");

    public string Publishers => Path.Combine(_folder.FullName, "publishers");

    /// <summary>For what is kept of capsules that were in service.</summary>
    public string Memory => Path.Combine(_folder.FullName, "memory");

    private string Keys => Path.Combine(_folder.FullName, "keys");

    public string PathOf(string name) => Path.Combine(Capsules, name);

    /// <summary>Packs a sector's plugin as a capsule file, moved into place whole.</summary>
    /// <param name="edit">Changes its capsule.json.</param>
    /// <param name="editGolden">Changes its golden vectors.</param>
    public CapsuleDeclaration Pack(string sector, string file, Action<JsonNode>? edit = null, Action<JsonNode>? editGolden = null)
    {
        var plugin = Path.Combine(_folder.FullName, $"plugin-{Guid.NewGuid():N}");
        Directory.CreateDirectory(plugin);
        foreach (var source in Directory.EnumerateFiles(Path.Combine(Root(), "plugins", sector)))
            File.Copy(source, Path.Combine(plugin, Path.GetFileName(source)));
        Edit(Path.Combine(plugin, "capsule.json"), edit);
        Edit(Path.Combine(plugin, "golden.json"), editGolden);

        using var key = PublisherKey.OpenDevelopment(Keys, TimeProvider.System);
        var aside = PathOf(file) + ".tmp";
        CapsuleDeclaration declaration;
        using (var stream = File.Create(aside))
            declaration = CapsulePacker.Pack(CapsuleFiles.ReadFolder(plugin), key, TimeProvider.System, stream);
        File.Move(aside, PathOf(file), overwrite: true);
        return declaration;
    }

    public VerifiedCapsule Verified(string sector)
    {
        Pack(sector, $"{sector}.capsule");
        using var stream = File.OpenRead(PathOf($"{sector}.capsule"));
        var verdict = CapsuleVerifier.Verify(stream, new PublisherTrust(Publishers));
        return Assert.IsType<CapsuleVerdict.Accepted>(verdict).Capsule;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Edit(string path, Action<JsonNode>? edit)
    {
        if (edit is null)
            return;
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        edit(json);
        File.WriteAllText(path, json.ToJsonString());
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Jinan.IndustryBrain.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of a checkout.");
        return folder.FullName;
    }
}
