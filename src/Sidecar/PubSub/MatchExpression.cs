using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>
/// The subset of CEL that routing rules may use here: <c>event.path == literal</c> and <c>!=</c>, joined by <c>&amp;&amp;</c> and
/// <c>||</c> (and before or), where a literal is a quoted text, a number, true or false. Anything else is refused when the
/// subscription is made, for a rule that is guessed at sends messages to the wrong place.
/// </summary>
internal sealed partial class MatchExpression
{
    private readonly IReadOnlyList<IReadOnlyList<Comparison>> _anyOfAll;

    private MatchExpression(IReadOnlyList<IReadOnlyList<Comparison>> anyOfAll) => _anyOfAll = anyOfAll;

    public static MatchExpression Parse(string text)
    {
        var alternatives = new List<IReadOnlyList<Comparison>>();
        var all = new List<Comparison>();
        var at = 0;
        while (true)
        {
            var match = ComparisonPattern().Match(text, at);
            if (!match.Success)
                throw Unsupported(text, at);
            all.Add(Comparison.From(match));
            at = match.Index + match.Length;
            var joint = JointPattern().Match(text, at);
            if (!joint.Success)
                throw Unsupported(text, at);
            at = joint.Index + joint.Length;
            if (joint.Groups["joint"].Value is not "&&")
            {
                alternatives.Add(all);
                all = [];
            }
            if (joint.Groups["joint"].Value.Length == 0)
                return new(alternatives);
        }
    }

    public bool IsTrueFor(JsonElement cloudEvent) => _anyOfAll.Any(all => all.All(comparison => comparison.IsTrueFor(cloudEvent)));

    private static SubscriptionFaultException Unsupported(string text, int at) => new(
        $"the rule '{text}' cannot be carried out from character {at + 1} on: supported are comparisons `event.path == literal` and `!=`, joined by && and ||. "
        + "Rewrite it, or run this application with daprd");

    [GeneratedRegex("""\G\s*event(?<path>(?:\.[A-Za-z_][A-Za-z0-9_]*)+)\s*(?<operator>==|!=)\s*(?:"(?<text>[^"\\]*)"|'(?<text>[^'\\]*)'|(?<number>-?\d+(?:\.\d+)?)|(?<flag>true|false)\b)""")]
    private static partial Regex ComparisonPattern();

    [GeneratedRegex(@"\G\s*(?<joint>&&|\|\||$)")]
    private static partial Regex JointPattern();

    private sealed record Comparison(IReadOnlyList<string> Path, bool Negated, string? Text, double? Number, bool? Flag)
    {
        public static Comparison From(Match match) => new(
            match.Groups["path"].Value.Split('.', StringSplitOptions.RemoveEmptyEntries),
            match.Groups["operator"].Value == "!=",
            match.Groups["text"].Success ? match.Groups["text"].Value : null,
            match.Groups["number"].Success ? double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : null,
            match.Groups["flag"].Success ? match.Groups["flag"].Value == "true" : null);

        // An attribute that is not there makes the comparison false either way; CEL raises an error, which matches nothing.
        public bool IsTrueFor(JsonElement element)
        {
            foreach (var name in Path)
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                    return false;
            return IsEqual(element) != Negated;
        }

        private bool IsEqual(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.String => Text is not null && element.ValueEquals(Text),
            JsonValueKind.Number => Number is not null && element.GetDouble() == Number,
            JsonValueKind.True => Flag == true,
            JsonValueKind.False => Flag == false,
            _ => false,
        };
    }
}
