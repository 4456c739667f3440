using System.Text.RegularExpressions;

namespace Jinan.IndustryBrain.Architecture.Tests;

/// <summary>Rules of the house that a compiler does not know.</summary>
public sealed partial class SourceRulesTests
{
    private static readonly string[] Vague = ["Common", "Utils", "Util", "Helpers", "Helper", "Misc", "Managers"];


    [Fact]
    public void Folder_Name_SaysWhatTheSystemDoes() =>
        Assert.Empty(AllSources().SelectMany(p => p.Split('/')[..^1]).Distinct().Intersect(Vague));

    [Fact]
    public void File_Length_IsAtMost700Lines() =>
        Assert.Empty(AllSources().Where(p => File.ReadLines(Path.Combine(Repository.Root, p)).Count() > 700));

    [Fact]
    public void LogMessage_EventId_IsUniqueInItsProject()
    {
        var twice = AllSources()
            .SelectMany(p => EventId().Matches(File.ReadAllText(Path.Combine(Repository.Root, p)))
                .Select(m => (Project: string.Join('/', p.Split('/')[..2]), Id: m.Groups[1].Value)))
            .GroupBy(e => e).Where(g => g.Count() > 1).Select(g => $"{g.Key.Project}: {g.Key.Id}");
        Assert.Empty(twice);
    }

    [Fact]
    public void OpcUa_ClientAndServer_DoNotKnowEachOther()
    {
        Assert.Empty(Mentions("src/OpcUa/Client/", "OpcUa.Server"));
        Assert.Empty(Mentions("src/OpcUa/Server/", "OpcUa.Client"));
    }

    [Fact]
    public void Sidecar_IsNotKnownToServices() =>
        Assert.Empty(AllSources().Where(p => p.StartsWith("src/", StringComparison.Ordinal) && !p.StartsWith("src/Sidecar/", StringComparison.Ordinal))
            .Where(p => File.ReadAllText(Path.Combine(Repository.Root, p)).Contains("IndustryBrain.Sidecar", StringComparison.Ordinal)));

    private static IEnumerable<string> Mentions(string folder, string what) =>
        AllSources().Where(p => p.StartsWith(folder, StringComparison.Ordinal))
            .Where(p => File.ReadAllText(Path.Combine(Repository.Root, p)).Contains(what, StringComparison.Ordinal));

    private static IEnumerable<string> AllSources() =>
        new[] { "apphost", "src", "plugins", "samples", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
                && !path.Contains("/node_modules/", StringComparison.Ordinal));

    [GeneratedRegex(@"LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex EventId();
}
