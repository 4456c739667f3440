using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>What a person can do about a status, with the section of the guide that explains it; nothing where that is not known.</summary>
internal readonly record struct Advice(Sentence? Said)
{
    public string? Text => Said?.Text;

    public SentenceCode? Code => Said?.Code;

    public static Advice On(StatusCode status) => Of(FailureAdvice.For(status));

    public static Advice On(Exception fault) => Of(FailureAdvice.For(fault));

    /// <summary>A reason with what to do behind it.</summary>
    public string Behind(string reason) => Text is null ? reason : $"{reason} What to do: {Text}.";

    private static Advice Of(FailureAdvice? known) => new(known is null
        ? null
        : new Sentence(new SentenceCode(CollectorSentences.Advice + known.Anchor, []), $"{known.Sentence} ({known.Reference})"));
}
