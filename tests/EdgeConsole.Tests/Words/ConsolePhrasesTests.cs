using System.Runtime.CompilerServices;
using Jinan.IndustryBrain.EdgeConsole.Words;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Words;

public sealed class ConsolePhrasesTests
{
    [Theory]
    [InlineData(typeof(ConsolePhrases))]
    [InlineData(typeof(WarningPhrases))]
    [InlineData(typeof(ExchangePhrases))]
    [InlineData(typeof(FieldPurposes))]
    [InlineData(typeof(ModelPhrases))]
    [InlineData(typeof(ServiceFailures))]
    public void Phrases_All_AreThereInBothLanguages(Type table) => Assert.Empty(PhraseRules.FaultsOf(table));

    [Fact]
    public void Phrases_OfConnecting_AreThereInBothLanguages() => Assert.Empty(PhraseRules.FaultsOf(typeof(ConnectPhrases)));

    [Theory]
    [InlineData("EdgeConsole")]
    [InlineData("Screens")]
    public void Pages_Markup_HasNoWordsOfItsOwn(string project) =>
        Assert.Empty(PhraseRules.LooseTextIn(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../src", project))));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
