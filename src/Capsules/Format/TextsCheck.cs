using System.Text.RegularExpressions;

namespace Jinan.IndustryBrain.Capsules.Format;

/// <summary>Finds everything that is wrong with a capsule's texts. They go to screens: each is short and of one line.</summary>
internal static partial class TextsCheck
{
    private const int MostLanguages = 16;
    private const int LongestName = 120;
    private const int LongestMeaning = 600;

    public static IReadOnlyList<string> Faults(IReadOnlyDictionary<string, CapsuleTexts> texts, CapsuleDeclaration capsule)
    {
        var faults = new List<string>();
        if (texts.Count > MostLanguages)
            faults.Add($"it has {texts.Count} languages; at most {MostLanguages} are allowed");
        foreach (var (language, said) in texts)
        {
            var where = $"'{language}': ";
            if (!Tag().IsMatch(language))
                faults.Add(where + "a language tag such as zh-CN or en is expected");
            Check(said.Title, LongestName, where + "title");
            foreach (var unknown in said.Models.Keys.Except(capsule.Models.Select(model => model.Id), StringComparer.Ordinal))
                faults.Add(where + $"there is no model '{unknown}'");
            foreach (var model in capsule.Models.Select(model => model.Id))
            {
                if (!said.Models.TryGetValue(model, out var words))
                {
                    faults.Add(where + $"model '{model}' is missing");
                    continue;
                }

                Check(words.Name, LongestName, where + $"name of model '{model}'");
                Check(words.Meaning, LongestMeaning, where + $"meaning of model '{model}'");
            }
        }

        return faults;

        void Check(string text, int longest, string what)
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > longest || text.Any(char.IsControl))
                faults.Add($"{what}: 1 to {longest} characters in one line are expected");
        }
    }

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
    private static partial Regex Tag();
}
