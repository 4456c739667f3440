using System.Xml.Linq;
using Jinan.IndustryBrain.AppHost.Plan;
using Jinan.IndustryBrain.AppHost.Setup;

namespace Jinan.IndustryBrain.AppHost.Packing;

/// <summary>
/// Publishes the programs of a bundle for one runtime, each into a folder of its own, in one build. They are compiled against
/// the shared framework and look for it beside them, in <c>runtime/</c>: one runtime for all instead of one for each.
/// </summary>
internal sealed class BundlePublish(string root, string runtime, string work)
{
    private const string RuntimeFolder = "../runtime";

    /// <summary>Where the programs of a project are.</summary>
    public string FolderOf(string project) => Path.Combine(work, "programs", Path.GetFileNameWithoutExtension(project));

    public bool IsThere(IReadOnlyList<string> projects) => projects.All(p => Directory.Exists(FolderOf(p)));

    /// <exception cref="SetupException">It cannot be built, e.g. because packages of this runtime cannot be had.</exception>
    public async Task RunAsync(IReadOnlyList<string> projects, CancellationToken cancellation)
    {
        Directory.CreateDirectory(work);
        var programs = Path.Combine(work, "programs");
        if (Directory.Exists(programs))
            Directory.Delete(programs, recursive: true);
        var build = Path.Combine(work, "publish.proj");
        await File.WriteAllTextAsync(build, Project(projects).ToString(), cancellation);
        try
        {
            // Two invocations: what a restore writes is read when a project is opened.
            await MsBuildAsync(build, "Restore", cancellation);
            await MsBuildAsync(build, "Publish", cancellation);
        }
        catch (SetupException e) when (e.Message.Contains("NU1101", StringComparison.Ordinal) || e.Message.Contains("NU1102", StringComparison.Ordinal))
        {
            throw new SetupException(
                $"The packages that {runtime} needs cannot be restored here, so that no bundle for it can be made on this machine. "
                + $"Make it where NuGet serves them.{Environment.NewLine}{e.Message}");
        }
    }

    private Task MsBuildAsync(string build, string target, CancellationToken cancellation) => Tool.RunAsync(
        $"Publishing for {runtime}", DotNet.Host,
        ["msbuild", build, "-t:" + target, "-v:quiet", "-nologo", "-m", "-nodeReuse:false", "-p:NuGetInteractive=false"], root, cancellation);

    private XElement Project(IReadOnlyList<string> projects)
    {
        // DirectML cannot be restored on other systems; there a bundle for Windows runs models on the CPU.
        var directMl = OperatingSystem.IsWindows() ? "" : "UseDirectMl=false;";
        // ML.NET says that it has no arm64, for want of libraries that only training needs.
        var platforms = "EnableMLUnsupportedPlatformTargetCheck=false;EnableLightGBMUnsupportedPlatformTargetCheck=false;";
        return new XElement("Project",
            new XElement("ItemGroup", projects.Select(p => new XElement("Program",
                new XAttribute("Include", Path.GetFullPath(p, root)),
                new XAttribute("Folder", FolderOf(p) + Path.DirectorySeparatorChar)))),
            new XElement("Target", new XAttribute("Name", "Restore"),
                new XElement("MSBuild",
                    new XAttribute("Projects", "@(Program)"),
                    new XAttribute("Targets", "Restore"),
                    new XAttribute("Properties", $"{directMl}IsForBundle=true;MSBuildRestoreSessionId={Guid.NewGuid():N}"))),
            new XElement("Target", new XAttribute("Name", "Publish"),
                new XElement("MSBuild",
                    new XAttribute("Projects", "@(Program)"),
                    new XAttribute("Targets", "Publish"),
                    new XAttribute("BuildInParallel", "true"),
                    new XAttribute("Properties",
                        $"{directMl}{platforms}Configuration=Release;RuntimeIdentifier={runtime};SelfContained=false;NoRestore=true;WorkerIsPublishedApart=true;"
                        + $"AppHostDotNetSearch=AppRelative;AppHostRelativeDotNet={RuntimeFolder};PublishDir=%(Program.Folder)"))));
    }
}
