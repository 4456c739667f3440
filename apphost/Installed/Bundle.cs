using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Installed;

/// <summary>What <c>bundle.json</c> says of the bundle that it lies in.</summary>
/// <param name="Profile">What it runs: edge or city.</param>
/// <param name="Runtime">The runtime identifier that it was made for.</param>
/// <param name="Programs">By project file of the manifest: the program, relative to the bundle, without the platform's extension.</param>
internal sealed record BundleDescription(string Profile, string Version, string Runtime, IReadOnlyDictionary<string, string> Programs)
{
    public const string FileName = "bundle.json";

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What a bundle of this kind is called.</summary>
    [JsonIgnore]
    public string Name => $"industrybrain-{Profile}-{Version}-{Runtime}";
}

/// <summary>An unpacked bundle.</summary>
internal sealed class Bundle(string folder, BundleDescription description) : IPrograms
{
    /// <summary>The manifest that a bundle runs.</summary>
    public const string ManifestName = "aspire-manifest.json";

    public string Folder => folder;

    public BundleDescription Description => description;

    public string Manifest => Path.Combine(folder, ManifestName);

    public string Components => Path.Combine(folder, "components");

    /// <summary>The bundle that this program lies in; null in a checkout.</summary>
    public static Bundle? OfThisProgram() => ReadAbove(AppContext.BaseDirectory);

    /// <exception cref="SetupException">There is none, or it cannot be read.</exception>
    public static Bundle Read(string folder) =>
        ReadAbove(folder) ?? throw new SetupException($"{folder} is no bundle: it has no {BundleDescription.FileName}. Unpack one there.");

    public ProgramStart Of(string project)
    {
        var program = description.Programs.TryGetValue(project, out var path)
            ? Path.Combine(folder, path + Extension)
            : throw new SetupException($"The bundle {folder} has no program of {project}. Unpack it anew.");
        return new ProgramStart(program, [], Path.GetDirectoryName(program)!);
    }

    private static string Extension => OperatingSystem.IsWindows() ? ".exe" : "";

    private static Bundle? ReadAbove(string start)
    {
        for (var folder = Path.GetFullPath(start); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var file = Path.Combine(folder, BundleDescription.FileName);
            if (!File.Exists(file))
                continue;
            try
            {
                return new Bundle(folder, JsonSerializer.Deserialize<BundleDescription>(File.ReadAllBytes(file), BundleDescription.Json)!);
            }
            catch (JsonException e)
            {
                throw new SetupException($"{file} cannot be read ({e.Message}). Unpack the bundle anew.");
            }
        }

        return null;
    }
}
