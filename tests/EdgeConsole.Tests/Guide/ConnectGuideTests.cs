using Jinan.IndustryBrain.EdgeConsole.Guide;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Guide;

public sealed class ConnectGuideTests
{
    [Fact]
    public void Guide_ItsSections_AreFoundByTheAnchorsOfAdvice()
    {
        var guide = new ConnectGuide();
        Assert.Equal("BadCertificateUntrusted", guide.Find("badcertificateuntrusted")!.Title);
        Assert.NotNull(guide.Find("4-make-a-factoryyaml"));
        Assert.All(guide.Sections, section => Assert.NotEqual("", section.Title));
    }

    [Theory]
    [InlineData("Trust it (docs/connect-a-plc.md#badcertificateuntrusted)", "Trust it", "badcertificateuntrusted")]
    [InlineData("The node is gone. What to do: look it up (docs/connect-a-plc.md#badnodeidunknown).", "The node is gone. What to do: look it up.", "badnodeidunknown")]
    [InlineData("Nothing is known", "Nothing is known", null)]
    public void Advice_WithAReference_IsSplitFromIt(string advice, string words, string? anchor) =>
        Assert.Equal((words, anchor), ConnectGuide.Split(advice));
}
