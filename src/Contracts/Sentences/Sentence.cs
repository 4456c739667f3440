using System.Globalization;
using System.Text.Json;

namespace Jinan.IndustryBrain.Contracts.Sentences;

/// <summary>What a service says to people, in English, with the code by which a page says it in its reader's language.</summary>
/// <param name="Code">Which sentence, and what is put in; null for the words of somebody else, such as a foreign server, which nobody translates.</param>
/// <param name="Text">The sentence in English.</param>
public sealed record Sentence(SentenceCode? Code, string Text)
{
    /// <summary>The member of a problem document that holds the code of its detail.</summary>
    public const string DetailCode = "detailCode";

    /// <summary>What a problem document says beside this as its detail.</summary>
    public Dictionary<string, object?> ProblemMembers() => new() { [DetailCode] = Code };

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>Which sentence it is. In JSON it stands beside the English text, as <c>{ "code": "window.coverage", "values": ["62"] }</c>.</summary>
/// <param name="Code">Never changes its meaning. A reader that does not know it shows the text.</param>
/// <param name="Values">What is put in for <c>{0}</c> and so on.</param>
public sealed record SentenceCode(string Code, IReadOnlyList<string> Values)
{
    /// <summary>As it is kept beside its text, in a column of a database for example.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ContractsJson.Default.SentenceCode);

    /// <param name="json">Of <see cref="ToJson"/>; null where a text has no code.</param>
    public static SentenceCode? FromJson(string? json) => json is null ? null : JsonSerializer.Deserialize(json, ContractsJson.Default.SentenceCode);

    /// <summary>By what is in it: two that say the same are equal.</summary>
    public bool Equals(SentenceCode? other) => other is not null && Code == other.Code && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Values.Count);
}

/// <summary>A sentence of a service before anything is put in.</summary>
/// <param name="Code">Never changes its meaning.</param>
/// <param name="English">With <c>{0}</c> and so on for what is put in.</param>
public sealed record SentenceForm(string Code, string English)
{
    /// <param name="values">Put in, numbers and times as invariant text.</param>
    public Sentence Of(params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")];
        return new Sentence(new SentenceCode(Code, texts), string.Format(CultureInfo.InvariantCulture, English, texts));
    }
}
