using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Jinan.IndustryBrain.AppHost.Packing;

/// <summary>Whose work a bundle carries: every package that a program of it loads from, with its licence.</summary>
internal sealed class ThirdParty(string packagesFolder)
{
    private readonly SortedDictionary<string, string> _packages = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the packages of a published program.</summary>
    public void AddProgram(string published, string assembly)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(published, assembly + ".deps.json")));
        foreach (var library in json.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package")
                continue;
            var (name, version) = (library.Name.Split('/')[0], library.Name.Split('/')[1]);
            _packages[$"{name} {version}"] = Path.Combine(packagesFolder, name.ToLowerInvariant(), version.ToLowerInvariant());
        }
    }

    public byte[] List(IReadOnlyList<RuntimePacks.Pack> runtime)
    {
        var text = new StringBuilder("# Third parties\n\nThe texts of licences that packages carry are in `licences/`.\n\n| package | version | licence | from |\n|---|---|---|---|\n");
        foreach (var pack in runtime)
            text.Append($"| {pack.Framework} (the .NET runtime) | {pack.Version} | MIT | https://dot.net |\n");
        foreach (var (key, folder) in _packages)
        {
            var metadata = Metadata(folder);
            text.Append($"| {key.Replace(" ", " | ")} | {Licence(metadata)} | {Value(metadata, "projectUrl") ?? Value(metadata, "authors") ?? "NuGet"} |\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Texts of licences and notices that packages carry, by their paths in the bundle.</summary>
    public IEnumerable<(string Path, string Source)> Texts()
    {
        foreach (var (key, folder) in _packages.Where(p => Directory.Exists(p.Value)))
            foreach (var file in Directory.EnumerateFiles(folder).Where(IsNotice).Order(StringComparer.Ordinal))
                yield return ($"licences/{key.Replace(' ', '.')}/{Path.GetFileName(file)}", file);
    }

    private static bool IsNotice(string file) =>
        new[] { "licen", "notice", "third" }.Any(word => Path.GetFileName(file).StartsWith(word, StringComparison.OrdinalIgnoreCase))
        && Path.GetExtension(file).ToLowerInvariant() is "" or ".txt" or ".md";

    private static XElement? Metadata(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.nuspec").FirstOrDefault() is { } file
            ? XDocument.Load(file).Root!.Elements().First()
            : null;

    private static string Licence(XElement? metadata)
    {
        var licence = metadata?.Elements().FirstOrDefault(e => e.Name.LocalName == "license");
        return licence is null
            ? Value(metadata, "licenseUrl") ?? "see its project"
            : (string?)licence.Attribute("type") == "expression" ? licence.Value : $"`licences/`: {licence.Value}";
    }

    private static string? Value(XElement? metadata, string name) =>
        metadata?.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim().ReplaceLineEndings(" ") is { Length: > 0 } text ? text : null;
}
