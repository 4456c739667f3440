namespace Jinan.IndustryBrain.Screens.Language;

/// <summary>
/// What somebody else said: a service, a server, the system. It is shown in the page's language where there is a phrase for it, and
/// else as it came.
/// </summary>
/// <param name="Words">As it came, most often in English.</param>
/// <param name="Phrase">The same as a phrase; null where this version has none, or where nobody should translate it.</param>
/// <param name="Values">What is put in.</param>
public sealed record Saying(string Words, Phrase? Phrase = null, IReadOnlyList<object?>? Values = null)
{
    /// <returns>The phrase in a language; null where there is none.</returns>
    public string? In(Texts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Phrase is null ? null : texts[Phrase, [.. Values ?? []]];
    }

    /// <returns>The phrase, or the words as they came: for places that hold nothing but text.</returns>
    public string InOrWords(Texts texts) => In(texts) ?? Words;

    /// <returns>What an exception has to say.</returns>
    public static Saying Of(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault is ISayable sayable ? sayable.Saying : new Saying(fault.Message);
    }
}

/// <summary>An exception whose message pages can say in their languages.</summary>
public interface ISayable
{
    /// <summary>The message.</summary>
    Saying Saying { get; }
}
