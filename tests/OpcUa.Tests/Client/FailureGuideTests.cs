using System.Text.RegularExpressions;
using Jinan.IndustryBrain.OpcUa.Client;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public sealed partial class FailureGuideTests
{
    [Fact]
    public void Advice_OfEveryStatus_LeadsToASectionOfTheGuide()
    {
        var sections = Heading().Matches(File.ReadAllText(Path.Combine(Root(), FailureAdvice.Guide))).Select(match => match.Groups[1].Value.ToLowerInvariant());
        Assert.Empty(FailureAdvice.Anchors.Except(sections));
    }

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "aspire-manifest.json"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
