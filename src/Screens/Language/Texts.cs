using System.Globalization;

namespace Jinan.IndustryBrain.Screens.Language;

/// <summary>
/// The language of one page. A host gives it down as a cascading value; every text on a screen goes through it. Immutable.
/// </summary>
public sealed class Texts
{
    private Texts(string code) => Code = code;

    /// <summary>Chinese: what is taken where nothing is chosen.</summary>
    public static Texts Chinese { get; } = new("zh-CN");

    /// <summary>English.</summary>
    public static Texts English { get; } = new("en");

    /// <summary>BCP 47 tag, for the page's <c>lang</c>.</summary>
    public string Code { get; }

    /// <summary>The other language, to switch to.</summary>
    public Texts Other => ReferenceEquals(this, English) ? Chinese : English;

    /// <summary>The language's own name for itself.</summary>
    public string OwnName => ReferenceEquals(this, English) ? "English" : "中文";

    /// <summary>The phrase in this language.</summary>
    public string this[Phrase phrase] => ReferenceEquals(this, English) ? phrase.English : phrase.Chinese;

    /// <summary>The phrase in this language with what is put in.</summary>
    public string this[Phrase phrase, params object?[] values] => string.Format(CultureInfo.InvariantCulture, this[phrase], values);

    /// <returns>The language of a tag; Chinese where it is not English.</returns>
    public static Texts Of(string? code) =>
        code is not null && code.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English : Chinese;
}
