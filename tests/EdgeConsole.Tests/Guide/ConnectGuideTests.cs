using Jinan.IndustryBrain.EdgeConsole.Guide;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Guide;

public sealed class ConnectGuideTests
{
    [Fact]
    public void Guide_ItsSections_AreFoundByTheAnchorsOfAdvice()
    {
        var guide = new ConnectGuide();
        Assert.Equal("BadCertificateUntrusted", guide.Find("badcertificateuntrusted")!.Title.Chinese);
        Assert.NotNull(guide.Find("4-make-a-factoryyaml"));
        Assert.All(guide.Sections, section => Assert.NotEqual("", section.Title.English));
    }

    [Fact]
    public void Guide_InBothLanguages_HasTheSameSectionsAndCommands()
    {
        var (chinese, english) = (ConnectGuide.Read("connect-a-plc.zh-CN.md").ToList(), ConnectGuide.Read("connect-a-plc.md").ToList());
        Assert.Equal(english.Select(section => section.Level), chinese.Select(section => section.Level));
        Assert.All(chinese.Zip(english), pair =>
        {
            // Names of statuses, and what is typed, are no language's.
            if (pair.Second.Title.StartsWith("Bad", StringComparison.Ordinal))
                Assert.Equal(pair.Second.Title, pair.First.Title);
            Assert.Equal(CommandsIn(pair.Second.Text), CommandsIn(pair.First.Text));
            Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", pair.First.Text);
            Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", pair.Second.Text);
        });
    }

    [Fact]
    public void Guide_HasASectionForEveryAdvice()
    {
        var guide = new ConnectGuide();
        Assert.All(OpcUa.Client.FailureAdvice.Anchors, anchor => Assert.NotNull(guide.Find(anchor)));
    }

    private static IEnumerable<string> CommandsIn(string text) => text.Split("```").Where((_, i) => i % 2 == 1)
        .SelectMany(block => block.Split('\n')).Select(line => line.Split('#')[0].Trim());

    [Theory]
    [InlineData("Trust it (docs/connect-a-plc.md#badcertificateuntrusted)", "Trust it", "badcertificateuntrusted")]
    [InlineData("The node is gone. What to do: look it up (docs/connect-a-plc.md#badnodeidunknown).", "The node is gone. What to do: look it up.", "badnodeidunknown")]
    [InlineData("Nothing is known", "Nothing is known", null)]
    public void Advice_WithAReference_IsSplitFromIt(string advice, string words, string? anchor) =>
        Assert.Equal((words, anchor), ConnectGuide.Split(advice));
}
