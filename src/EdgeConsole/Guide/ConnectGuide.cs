using System.Text.RegularExpressions;
using Jinan.IndustryBrain.Screens.Language;

namespace Jinan.IndustryBrain.EdgeConsole.Guide;

/// <summary>
/// The guide "Connect a PLC" by section, as it was when this console was built. The Chinese one has the same sections in the same
/// order; anchors, which advice refers to, are those of the English titles.
/// </summary>
internal sealed partial class ConnectGuide
{
    private readonly Dictionary<string, GuideSection> _byAnchor;

    public ConnectGuide()
    {
        Sections =
        [
            .. Read("connect-a-plc.zh-CN.md").Zip(Read("connect-a-plc.md"), (chinese, english) => new GuideSection(
                Anchor(english.Title), new Phrase(chinese.Title, english.Title), new Phrase(chinese.Text, english.Text))),
        ];
        _byAnchor = Sections.ToDictionary(section => section.Anchor, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<GuideSection> Sections { get; }

    public GuideSection? Find(string? anchor) => anchor is null ? null : _byAnchor.GetValueOrDefault(anchor);

    /// <returns>The sections of one of its languages: level of the heading, title and Markdown.</returns>
    public static IEnumerable<(int Level, string Title, string Text)> Read(string resource)
    {
        using var stream = typeof(ConnectGuide).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return [.. SectionsOf(reader.ReadToEnd())];
    }

    /// <returns>The section that an advice refers to, in the form <c>(docs/connect-a-plc.md#anchor)</c>, and the advice without it.</returns>
    public static (string Advice, string? Anchor) Split(string advice)
    {
        var found = Reference().Match(advice);
        return found.Success ? (advice.Remove(found.Index, found.Length).Trim(), found.Groups["anchor"].Value) : (advice, null);
    }

    private static IEnumerable<(int Level, string Title, string Text)> SectionsOf(string guide)
    {
        string? heading = null;
        var lines = new List<string>();
        var inCode = false;
        foreach (var line in guide.Split('\n').Append("## "))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inCode = !inCode;
            if (inCode || !Heading().IsMatch(line))
            {
                lines.Add(line.TrimEnd('\r'));
                continue;
            }

            if (heading is not null)
                yield return (heading.TakeWhile(c => c == '#').Count(), heading.TrimStart('#').Trim(), string.Join('\n', lines).Trim());
            heading = line;
            lines.Clear();
        }
    }

    // As GitHub makes them.
    private static string Anchor(string title) =>
        new([.. title.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c)]);

    [GeneratedRegex("^#{1,4} ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\s*\((?:https?://\S*/)?docs/connect-a-plc\.md#(?<anchor>[\w-]+)\)")]
    private static partial Regex Reference();
}

/// <summary>One section of the guide.</summary>
/// <param name="Text">Markdown.</param>
internal sealed record GuideSection(string Anchor, Phrase Title, Phrase Text);
