using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Jinan.IndustryBrain.AppHost.Display;
using Jinan.IndustryBrain.AppHost.Installed;
using Jinan.IndustryBrain.AppHost.Manifest;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Packing;

/// <param name="ManifestPath">The checkout's manifest.</param>
/// <param name="Version">In place of the product's.</param>
/// <param name="Build">False: take what was published last.</param>
internal sealed record PackRequest(string ManifestPath, Profile Profile, string Runtime, string Output, string? Version, bool Build);

/// <param name="UnpackedBytes">All files together.</param>
internal sealed record PackResult(string File, string Version, long Bytes, long UnpackedBytes, int Files);

/// <summary>Makes a bundle: publishes, lays out, writes.</summary>
internal sealed class BundleMaker(PackRequest request, IRunDisplay display)
{
    private readonly AspireManifest _manifest = ManifestReader.ReadFile(request.ManifestPath);

    private bool IsWindows => request.Runtime.StartsWith("win", StringComparison.Ordinal);

    public async Task<PackResult> MakeAsync(CancellationToken cancellation)
    {
        var root = _manifest.Folder;
        var work = Path.Combine(root, "artifacts", "pack", $"{request.Profile.Name}-{request.Runtime}");
        var projects = BundleProjects.Of(_manifest, request.Profile);
        var publish = new BundlePublish(root, request.Runtime, work);
        if (request.Build)
            await display.StepAsync($"Publishing {projects.Count} programs for {request.Runtime}", () => publish.RunAsync(projects, cancellation));
        else if (!publish.IsThere(projects))
            throw new SetupException($"Nothing was published to {work} before. Pack without --no-build.");

        var runtime = new RuntimePacks(request.Runtime, work);
        IReadOnlyList<RuntimePacks.Pack> packs = [];
        await display.StepAsync("Finding the .NET runtime", async () => packs = await runtime.FindAsync(cancellation));

        var version = request.Version ?? ProductVersion(root);
        var description = new BundleDescription(request.Profile.Name, version, request.Runtime, new Dictionary<string, string>());
        var files = new BundleFiles(request.Runtime);
        var target = Path.Combine(Path.GetFullPath(request.Output), description.Name + (IsWindows ? ".zip" : ".tar.gz"));
        await display.StepAsync($"Writing {target}", async () =>
        {
            Collect(files, description, publish, projects, runtime, packs);
            files.RequirePlatform();
            files.Add("SHA256SUMS", await BundleArchive.DigestsAsync(files.All, cancellation));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await BundleArchive.WriteAsync(target, description.Name, files.All, cancellation);
        });
        return new PackResult(target, version, new FileInfo(target).Length, files.All.Sum(f => LengthOf(f)), files.All.Count);
    }

    private void Collect(
        BundleFiles files, BundleDescription description, BundlePublish publish, IReadOnlyList<string> projects,
        RuntimePacks runtime, IReadOnlyList<RuntimePacks.Pack> packs)
    {
        // <packages>/<id>/<version>
        var thirdParty = new ThirdParty(Path.GetFullPath(Path.Combine(packs[0].Folder, "..", "..")));
        var programs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var project in projects)
        {
            var assembly = ProjectOutput.AssemblyOf(_manifest.Folder, project);
            programs[project] = files.AddProgram(publish.FolderOf(project), assembly);
            thirdParty.AddProgram(publish.FolderOf(project), assembly);
        }

        foreach (var (path, source) in runtime.Files(packs).Concat(thirdParty.Texts()))
            files.Add(path, source);
        files.Add("THIRD-PARTY.md", thirdParty.List(packs));
        files.Add("VERSION", Encoding.UTF8.GetBytes(description.Version + "\n"));
        files.Add(BundleDescription.FileName, JsonSerializer.SerializeToUtf8Bytes(description with { Programs = programs }, BundleDescription.Json));
        files.Add(Bundle.ManifestName, BundleManifest.Of(_manifest, request.Profile, request.ManifestPath));
        foreach (var component in Directory.EnumerateFiles(Path.Combine(_manifest.Folder, "apphost", "components")))
            files.Add($"components/{Path.GetFileName(component)}", component);
        foreach (var document in new[] { "operations.md", "connect-a-plc.md", "connect-a-plc.zh-CN.md" }.Where(d => File.Exists(Path.Combine(_manifest.Folder, "docs", d))))
            files.Add($"docs/{document}", Path.Combine(_manifest.Folder, "docs", document));
        AddTemplates(files, programs);
    }

    // Files of apphost/bundle: those of all bundles, then of the platform, then of the profile.
    private void AddTemplates(BundleFiles files, IReadOnlyDictionary<string, string> programs)
    {
        var templates = Path.Combine(_manifest.Folder, "apphost", "bundle");
        foreach (var folder in new[] { IsWindows ? "windows" : "linux", request.Profile.Name })
        {
            foreach (var source in Directory.EnumerateFiles(Path.Combine(templates, folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var path = Path.GetRelativePath(Path.Combine(templates, folder), source).Replace('\\', '/');
                var text = File.ReadAllText(source)
                    .Replace("@PROFILE@", request.Profile.Name, StringComparison.Ordinal)
                    .Replace("@RUNNER@", programs[BundleProjects.Runner], StringComparison.Ordinal)
                    .Replace("@TOOL@", programs[BundleProjects.Tool], StringComparison.Ordinal);
                files.Add(path, Encoding.UTF8.GetBytes(text), path.StartsWith("bin/", StringComparison.Ordinal) || path.EndsWith(".sh", StringComparison.Ordinal));
            }
        }
    }

    private static string ProductVersion(string root) =>
        XDocument.Load(Path.Combine(root, "Directory.Build.props")).Descendants("Version").First().Value;

    private static long LengthOf(BundleFile file)
    {
        using var content = file.Open();
        return content.Length;
    }
}
