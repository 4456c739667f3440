using System.Diagnostics.CodeAnalysis;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Words;

/// <summary>
/// What the services of this edge say, as phrases, by the codes that they give. What has no code, or one that this version does not
/// know, is shown as it came: the words of a foreign server are nobody's to translate.
/// </summary>
internal static class ServiceWords
{
    private static readonly Dictionary<string, Phrase> ByCode = SentencePhrases.All
        .Select(pair => KeyValuePair.Create(pair.Form.Code, new Phrase(pair.Chinese, pair.Form.English)))
        .Concat(AdvicePhrases.ByAnchor.Select(pair => KeyValuePair.Create(CollectorSentences.Advice + pair.Key, pair.Value)))
        .Concat(CertificatePhrases.ByName.Select(pair => KeyValuePair.Create(CollectorSentences.Verdict + pair.Key, pair.Value)))
        .ToDictionary(StringComparer.Ordinal);

    /// <returns>Null for a code that this version does not know.</returns>
    public static Phrase? Of(string code) => ByCode.GetValueOrDefault(code);

    /// <returns>Null where nothing is said.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    public static Saying? Saying(string? text, SentenceCode? code)
    {
        if (text is null)
            return null;
        return code?.Values is { } values && Of(code.Code) is { } phrase && values.Count >= Places(phrase)
            ? new Saying(text, phrase, [.. values])
            : new Saying(text);
    }

    /// <summary>Why a capsule is refused: a word that the capsule's verifier gives.</summary>
    /// <returns>Null for a reason that this version does not know.</returns>
    public static Saying? Refusal(string? reason) =>
        reason is not null && RefusalPhrases.ByReason.TryGetValue(reason, out var phrase) ? new Saying(reason, phrase) : null;

    // A newer service may put in less than this version wants.
    private static int Places(Phrase phrase)
    {
        var places = 0;
        while (phrase.Chinese.Contains($"{{{places}}}", StringComparison.Ordinal) || phrase.English.Contains($"{{{places}}}", StringComparison.Ordinal))
            places++;
        return places;
    }
}
