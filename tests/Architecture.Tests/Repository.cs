using System.Xml.Linq;

namespace Jinan.IndustryBrain.Architecture.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    private const string Prefix = "Jinan.IndustryBrain.";

    public static string Root { get; } = FindRoot();

    /// <summary>Paths of all projects, relative to the root, with forward slashes.</summary>
    public static IEnumerable<string> Projects() =>
        new[] { "apphost", "src", "plugins", "samples", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>The project's name without what all share.</summary>
    public static string NameOf(string path)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        return file.StartsWith(Prefix, StringComparison.Ordinal) ? file[Prefix.Length..] : file;
    }

    public static IEnumerable<(string Name, bool IsAssemblyReferenced)> References(string project) =>
        XDocument.Load(Path.Combine(Root, project)).Descendants("ProjectReference")
            .Select(r => (
                NameOf(((string)r.Attribute("Include")!).Replace('\\', '/')),
                !string.Equals((string?)r.Attribute("ReferenceOutputAssembly"), "false", StringComparison.OrdinalIgnoreCase)));

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Jinan.IndustryBrain.sln")))
                return folder;
        throw new InvalidOperationException("These tests look at the checkout they were built from; run them from its build output.");
    }
}
