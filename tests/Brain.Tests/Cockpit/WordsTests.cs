using Jinan.IndustryBrain.Brain.Aggregation;
using Jinan.IndustryBrain.Brain.Cockpit.Words;
using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.TestKit;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Brain.Tests.Cockpit;

public sealed class WordsTests
{
    [Theory]
    [InlineData(typeof(CockpitPhrases))]
    [InlineData(typeof(CityPhrases))]
    [InlineData(typeof(FigurePhrases))]
    [InlineData(typeof(DecisionPhrases))]
    [InlineData(typeof(WorkPhrases))]
    [InlineData(typeof(TargetPhrases))]
    [InlineData(typeof(ReportPhrases))]
    [InlineData(typeof(AuditPhrases))]
    public void Phrases_All_AreThereInBothLanguages(Type table) => Assert.Empty(PhraseRules.FaultsOf(table));

    [Fact]
    public void Pages_Markup_HasNoWordsOfItsOwn() => Assert.Empty(PhraseRules.LooseTextIn(RepositoryRoot.File("src", "Brain")));

    [Fact]
    public void LineageRules_All_AreFoundByNameAndSaidInBothLanguages()
    {
        var rules = typeof(LineageRules).GetFields().Where(f => f.FieldType == typeof(LineageRule)).Select(f => (LineageRule)f.GetValue(null)!).ToList();
        Assert.NotEmpty(rules);
        Assert.All(rules, rule =>
        {
            Assert.Same(rule, LineageRules.Find(rule.Name));
            Assert.All(new[] { rule.Formula, rule.Inputs }, phrase => Assert.NotEqual(phrase.Chinese, phrase.English));
        });
    }

    [Fact]
    public void Districts_OfJinan_AreTenDistrictsTwoCountiesAndTheTwoZones_EachOnATileOfItsOwn()
    {
        Assert.Equal(14, Districts.All.Count);
        Assert.Equal(2, Districts.All.Count(district => district.Name.Chinese.EndsWith('县')));
        Assert.Equal(14, Districts.All.Select(district => (district.Column, district.Row)).Distinct().Count());
        Assert.Equal(
            ["qibu 未来产业引领区", "shizhong 应用创新孵化区", "lixia 平台赋能服务区", "gaoxin 技术创新策源地"],
            Districts.All.Where(district => district.Part == PlanPart.Cluster).Select(district => $"{district.Code} {district.Role!.Chinese}"));
        Assert.Equal(6, Districts.All.Count(district => district.Part == PlanPart.Park));
    }

    [Fact]
    public void Register_OfTheDemo_NamesDistrictsOfTheList() => Assert.All(
        FactoryRegistry.Read(RepositoryRoot.File("apphost", "demo", "plant.json")).Districts, code => Assert.NotNull(Districts.Find(code)));
}
