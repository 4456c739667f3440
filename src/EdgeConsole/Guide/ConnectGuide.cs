using System.Text.RegularExpressions;

namespace Jinan.IndustryBrain.EdgeConsole.Guide;

/// <summary>The guide "Connect a PLC" by section, as it was when this console was built.</summary>
internal sealed partial class ConnectGuide
{
    private readonly Dictionary<string, GuideSection> _sections = new(StringComparer.OrdinalIgnoreCase);

    public ConnectGuide()
    {
        using var stream = typeof(ConnectGuide).Assembly.GetManifestResourceStream("connect-a-plc.md")!;
        using var reader = new StreamReader(stream);
        Read(reader.ReadToEnd());
    }

    public IReadOnlyCollection<GuideSection> Sections => _sections.Values;

    public GuideSection? Find(string? anchor) => anchor is null ? null : _sections.GetValueOrDefault(anchor);

    /// <returns>The section that an advice refers to, in the form <c>(docs/connect-a-plc.md#anchor)</c>, and the advice without it.</returns>
    public static (string Advice, string? Anchor) Split(string advice)
    {
        var found = Reference().Match(advice);
        return found.Success ? (advice.Remove(found.Index, found.Length).Trim(), found.Groups["anchor"].Value) : (advice, null);
    }

    private void Read(string guide)
    {
        string? title = null;
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

            if (title is not null)
                _sections[Anchor(title)] = new GuideSection(Anchor(title), title, string.Join('\n', lines).Trim());
            title = line.TrimStart('#').Trim();
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

/// <summary>One section of the guide, Markdown.</summary>
internal sealed record GuideSection(string Anchor, string Title, string Text);
