using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Capsules.Format;

/// <summary>
/// What a capsule and its models are called in one language, and what each answer means: an entry of <c>texts.json</c>, by
/// language tag. For people alone: nothing is computed by it. Members that are not known are left alone, so that a later version
/// can say more.
/// </summary>
/// <param name="Title">Of the capsule.</param>
/// <param name="Models">By the model's id; all of them.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record CapsuleTexts(string Title, IReadOnlyDictionary<string, ModelTexts> Models)
{
    /// <summary>The file within a capsule; one that has none is shown by its declaration.</summary>
    public const string Path = "texts.json";
}

/// <param name="Name">Of the answer, e.g. "Remaining life of the bearing".</param>
/// <param name="Meaning">What the answer stands for: a sentence or two.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record ModelTexts(string Name, string Meaning);
