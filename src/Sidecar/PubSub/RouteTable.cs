using System.Text.Json;

namespace Jinan.IndustryBrain.Sidecar.PubSub;

/// <summary>Where a message goes: the path of the first rule that matches, else the default.</summary>
internal sealed class RouteTable : IEquatable<RouteTable>
{
    private readonly List<(MatchExpression Match, string Path)> _rules;

    /// <exception cref="SubscriptionFaultException">A rule cannot be read, or there is nowhere to go.</exception>
    public RouteTable(IReadOnlyList<(string Match, string Path)> rules, string? @default)
    {
        Rules = rules;
        Default = @default is null or "" ? null : Absolute(@default);
        // A rule without a condition always matches: it is the default, written differently.
        var conditional = rules.TakeWhile(rule => rule.Match.Length > 0).ToList();
        _rules = [.. conditional.Select(rule => (MatchExpression.Parse(rule.Match), Absolute(rule.Path)))];
        if (conditional.Count < rules.Count)
            Default = Absolute(rules[conditional.Count].Path);
        if (_rules.Count == 0 && Default is null)
            throw new SubscriptionFaultException("the subscription has no route: give `route`, or `routes` with `default` or `rules`");
    }

    public IReadOnlyList<(string Match, string Path)> Rules { get; }

    public string? Default { get; }

    /// <summary>Rules need the event parsed; without them the bytes go through unread.</summary>
    public bool HasConditions => _rules.Count > 0;

    /// <summary>The path for an event; null when no rule matches and there is no default.</summary>
    public string? Find(JsonElement cloudEvent)
    {
        foreach (var (match, path) in _rules)
            if (match.IsTrueFor(cloudEvent))
                return path;
        return Default;
    }

    public bool Equals(RouteTable? other) => other is not null && Default == other.Default && Rules.SequenceEqual(other.Rules);

    public override bool Equals(object? obj) => Equals(obj as RouteTable);

    public override int GetHashCode() => HashCode.Combine(Default, Rules.Count);

    private static string Absolute(string path) => path.StartsWith('/') ? path : "/" + path;
}
