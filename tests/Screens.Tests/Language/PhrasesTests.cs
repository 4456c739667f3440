using Jinan.IndustryBrain.Screens.Language;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.Screens.Tests.Language;

public sealed class PhrasesTests
{
    [Fact]
    public void Phrases_All_AreThereInBothLanguages() => Assert.Empty(PhraseRules.FaultsOf(typeof(Phrases)));

    [Theory]
    [InlineData(null, "zh-CN")]
    [InlineData("zh-CN", "zh-CN")]
    [InlineData("fr", "zh-CN")]
    [InlineData("en-GB", "en")]
    public void Texts_OfATag_AreChineseUnlessEnglish(string? tag, string code) => Assert.Equal(code, Texts.Of(tag).Code);

    [Fact]
    public void Texts_WithValues_PutThemIn()
    {
        Assert.Equal("5 秒前", Texts.Chinese[Phrases.SecondsAgo, 5]);
        Assert.Equal("5 s ago", Texts.English[Phrases.SecondsAgo, 5]);
    }

    [Theory]
    [InlineData("disconnected")]
    [InlineData("overflow")]
    [InlineData("missingNotifications")]
    [InlineData("latestValueOnly")]
    [InlineData("killed")]
    [InlineData("badNode")]
    [InlineData("refusedByPolicy")]
    [InlineData("reconfigured")]
    public void Reason_OfTheLedger_HasWords(string reason) => Assert.NotNull(Phrases.ReasonOf(reason));
}
