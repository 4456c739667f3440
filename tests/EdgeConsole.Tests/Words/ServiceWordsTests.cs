using System.Reflection;
using Jinan.IndustryBrain.Capsules.Package;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.EdgeConsole.Words;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.Screens.Language;
using Jinan.IndustryBrain.TestKit;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Words;

public sealed class ServiceWordsTests
{
    public static TheoryData<string> Codes =>
    [
        .. Forms.Select(form => form.Code),
        .. FailureAdvice.Anchors.Select(anchor => CollectorSentences.Advice + anchor),
        .. CertificateFindings.All.Select(form => CollectorSentences.Verdict + form.Name),
    ];

    public static TheoryData<string> Refusals => [.. Enum.GetNames<RefusalReason>()];

    private static SentenceForm[] Forms { get; } =
    [
        .. typeof(SentenceForm).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(SentenceForm)).Select(field => (SentenceForm)field.GetValue(null)!),
    ];

    [Fact]
    public void Codes_OfAllSentences_AreDifferent() => Assert.Equal(Forms.Length, Forms.Select(form => form.Code).Distinct().Count());

    [Theory]
    [MemberData(nameof(Codes))]
    public void Code_OfAService_HasAPhraseInBothLanguages(string code)
    {
        var phrase = ServiceWords.Of(code);
        Assert.True(phrase is not null, $"SentencePhrases or AdvicePhrases has nothing for {code}");
        Assert.Empty(PhraseRules.FaultsOf(phrase, code));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Refusal_OfACapsule_HasAPhraseInBothLanguages(string reason)
    {
        var said = ServiceWords.Refusal(reason);
        Assert.True(said?.Phrase is not null, $"RefusalPhrases has nothing for {reason}");
        Assert.Empty(PhraseRules.FaultsOf(said.Phrase, reason));
    }

    [Fact]
    public void Advice_InEnglish_IsWhatTheStackSays()
    {
        foreach (var (anchor, phrase) in AdvicePhrases.ByAnchor)
        {
            // Several statuses share the section of those that nobody answers.
            var status = anchor == "unreachable" ? StatusCodes.BadTimeout : StatusOf(anchor);
            Assert.Equal(FailureAdvice.For(status)!.Sentence, phrase.English);
        }
    }

    [Fact]
    public void Findings_OnCertificates_AreAllNamedAndSaidInEnglishAsTheStackSaysThem()
    {
        var fields = typeof(CertificateFindings).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(CertificateFindingForm));
        Assert.Equal(fields.Select(field => (CertificateFindingForm)field.GetValue(null)!), CertificateFindings.All);
        Assert.Equal(
            CertificateFindings.All.Select(form => (form.Name, form.English)).Order(),
            CertificatePhrases.ByName.Select(pair => (pair.Key, pair.Value.English)).Order());
    }

    [Fact]
    public void Saying_OfAKnownCode_IsSaidInTheReadersLanguage()
    {
        var sentence = InsightSentences.CoverageTooLow.Of(62, 80, "torque");
        var said = ServiceWords.Saying(sentence.Text, sentence.Code);
        Assert.Equal("数据完整性 62 %，要求 80 %（torque）", said.In(Texts.Chinese));
        Assert.Equal("coverage 62 % of 80 % (torque)", said.In(Texts.English));
    }

    [Fact]
    public void Saying_WithoutACodeOrWithOneOfALaterVersion_StaysAsItCame()
    {
        Assert.Null(ServiceWords.Saying("Der Server ist voll.", null).In(Texts.Chinese));
        Assert.Null(ServiceWords.Saying("something new", new SentenceCode("window.ofTomorrow", [])).In(Texts.Chinese));
        Assert.Null(ServiceWords.Saying("coverage too low", new SentenceCode(InsightSentences.CoverageTooLow.Code, ["62"])).In(Texts.Chinese));
    }

    private static StatusCode StatusOf(string anchor) => (StatusCode)typeof(StatusCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Single(field => field.Name.Equals(anchor, StringComparison.OrdinalIgnoreCase)).GetValue(null)!;
}
