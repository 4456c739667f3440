using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;

namespace Jinan.IndustryBrain.Collector.Connections;

/// <summary>What a person can do about a status, with the section of the guide that explains it; nothing where that is not known.</summary>
internal readonly record struct Advice(string? Text)
{
    public static Advice On(StatusCode status) =>
        new(FailureAdvice.For(status) is { } known ? $"{known.Sentence} ({known.Reference})" : null);

    /// <summary>A reason with what to do behind it.</summary>
    public string Behind(string reason) => Text is null ? reason : $"{reason} What to do: {Text}.";
}
