using System.Globalization;
using System.Text.RegularExpressions;

namespace Jinan.IndustryBrain.Inference.Rollout;

/// <summary>A semantic version (semver.org 2.0.0), ordered by precedence; build metadata does not count.</summary>
internal sealed partial record SemanticVersion(long Major, long Minor, long Patch, string PreRelease)
{
    /// <param name="text">As a verified capsule declares it.</param>
    /// <exception cref="FormatException">It is no semantic version.</exception>
    public static SemanticVersion Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
            throw new FormatException($"'{text}' is no semantic version.");
        return new SemanticVersion(
            long.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
            long.Parse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
            long.Parse(match.Groups[3].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
            match.Groups[4].Value);
    }

    public int CompareTo(SemanticVersion other)
    {
        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return numbers != 0 ? numbers : ComparePreRelease(PreRelease, other.PreRelease);
    }

    // Clause 11: a release stands above its pre-releases; identifiers compare one by one, numbers below words.
    private static int ComparePreRelease(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
            return right.Length.CompareTo(left.Length);
        string[] ours = left.Split('.'), theirs = right.Split('.');
        for (var i = 0; i < Math.Min(ours.Length, theirs.Length); i++)
        {
            var isNumber = long.TryParse(ours[i], NumberStyles.None, CultureInfo.InvariantCulture, out var our);
            var isOtherNumber = long.TryParse(theirs[i], NumberStyles.None, CultureInfo.InvariantCulture, out var their);
            var order = isNumber && isOtherNumber ? our.CompareTo(their)
                : isNumber != isOtherNumber ? (isNumber ? -1 : 1)
                : string.CompareOrdinal(ours[i], theirs[i]);
            if (order != 0)
                return order;
        }

        return ours.Length.CompareTo(theirs.Length);
    }

    [GeneratedRegex(@"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
