using System.Xml.Linq;

namespace Jinan.IndustryBrain.AppHost.Plan;

/// <summary>Where the build puts a project's program.</summary>
internal static class ProjectOutput
{
    // We were built into <project>/bin/<configuration>/<framework>/; what we start is built the same way.
    private static readonly string[] OwnFolder =
        AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);

    public static string Framework => OwnFolder[^1];

    public static string Configuration => OwnFolder[^2];

    /// <returns>Full path of the program's assembly; it need not be there yet.</returns>
    public static string Of(string root, string project)
    {
        var assembly = AssemblyOf(root, project);
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(project, root))!, "bin", Configuration, Framework, assembly + ".dll");
    }

    /// <returns>The name of the assembly that a project becomes.</returns>
    public static string AssemblyOf(string root, string project)
    {
        var file = Path.GetFullPath(project, root);
        if (!File.Exists(file))
            throw new Manifest.ManifestException($"The project {project} of the manifest is not there. Run from a whole checkout.");
        return XDocument.Load(file).Descendants("AssemblyName").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(file);
    }
}
