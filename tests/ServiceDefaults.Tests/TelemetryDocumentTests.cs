using System.Text.RegularExpressions;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.ServiceDefaults.Tests;

public sealed partial class TelemetryDocumentTests
{
    [Fact]
    public void Document_NamesEveryInstrumentOfTheSources_AndNoOther()
    {
        var inSources = Directory.EnumerateFiles(RepositoryRoot.File("src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .SelectMany(path => Creation().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal)
            .ToList();
        var inDocument = Row().Matches(File.ReadAllText(RepositoryRoot.File("docs", "telemetry.md")))
            .Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.True(inSources.Count > 10);
        Assert.Equal(inSources, inDocument);
    }

    [GeneratedRegex("""\.Create(?:Counter|UpDownCounter|Histogram|Gauge|Observable\w+)(?:<\w+>)?\(\s*"([a-z_.]+)"[^;]""")]
    private static partial Regex Creation();

    [GeneratedRegex(@"^\|[^|]*\| `([a-z_.]+)` \| `", RegexOptions.Multiline)]
    private static partial Regex Row();
}
