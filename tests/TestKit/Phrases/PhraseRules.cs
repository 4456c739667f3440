using System.Reflection;
using System.Text.RegularExpressions;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.TestKit;

/// <summary>What every table of phrases and every page keeps to.</summary>
internal static partial class PhraseRules
{
    /// <returns>What is wrong with the phrases that a class holds.</returns>
    public static IEnumerable<string> FaultsOf(Type table)
    {
        foreach (var field in table.GetFields(BindingFlags.Static | BindingFlags.Public).Where(f => f.FieldType == typeof(Phrase)))
            foreach (var fault in FaultsOf((Phrase)field.GetValue(null)!, field.Name))
                yield return fault;
    }

    /// <returns>What is wrong with a phrase.</returns>
    public static IEnumerable<string> FaultsOf(Phrase phrase, string name)
    {
        if (string.IsNullOrWhiteSpace(phrase.Chinese) || string.IsNullOrWhiteSpace(phrase.English))
            yield return $"{name} is missing in a language";
        if (Han().IsMatch(phrase.English))
            yield return $"{name} has Chinese in its English";
        // A unit or a number alone is the same in both.
        if (Word().IsMatch(phrase.English) && phrase.Chinese != phrase.English && !Han().IsMatch(phrase.Chinese))
            yield return $"{name} has no Chinese in its Chinese";
        if (!Places(phrase.Chinese).SetEquals(Places(phrase.English)))
            yield return $"{name} puts other values in, in one language than in the other";
    }

    /// <returns>Words in the markup of pages that are in no table.</returns>
    public static IEnumerable<string> LooseTextIn(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.razor", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)))
        {
            var markup = File.ReadAllText(file);
            markup = Comment().Replace(markup, "");
            var code = markup.IndexOf("@code", StringComparison.Ordinal);
            if (code >= 0)
                markup = markup[..code];
            foreach (Match text in BetweenTags().Matches(markup))
                if (!text.Value.Contains('@') && !text.Value.Contains('{') && !text.Value.Contains('(') && Word().IsMatch(text.Groups[1].Value))
                    yield return $"{Path.GetFileName(file)}: {text.Groups[1].Value.Trim()}";
        }
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Place();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"</?[a-zA-Z][^<>]*>([^<>]+)</[a-zA-Z]")]
    private static partial Regex BetweenTags();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Word();
}
