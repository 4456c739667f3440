using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Collector.Endpoints;

/// <summary>One of several things that are said.</summary>
/// <param name="Message">In English.</param>
/// <param name="MessageCode">Which sentence that is; null for the words of somebody else.</param>
internal sealed record SaidAnswer(string Message, SentenceCode? MessageCode)
{
    public static SaidAnswer Of(Sentence said) => new(said.Text, said.Code);
}
