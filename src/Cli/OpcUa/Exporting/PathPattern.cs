using System.Text;
using System.Text.RegularExpressions;

namespace Jinan.IndustryBrain.Cli.OpcUa.Exporting;

/// <summary>Globs over browse paths: <c>*</c> within a name, <c>**</c> over any number of names. Without a slash: any part of the path.</summary>
internal sealed class PathPattern
{
    private readonly Regex[] _patterns;

    public PathPattern(IEnumerable<string> globs) => _patterns = [.. globs.Select(Compile)];

    public bool IsMatch(string path) => _patterns.Any(pattern => pattern.IsMatch(path));

    private static Regex Compile(string glob)
    {
        var whole = glob.Contains('/', StringComparison.Ordinal) ? glob : $"**/{glob}";
        var regex = new StringBuilder("^");
        for (var i = 0; i < whole.Length; i++)
        {
            if (whole.AsSpan(i).StartsWith("**/"))
            {
                regex.Append("(.*/)?");
                i += 2;
            }
            else if (whole.AsSpan(i).StartsWith("**"))
            {
                regex.Append(".*");
                i++;
            }
            else
            {
                regex.Append(whole[i] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape(c.ToString()) });
            }
        }

        return new Regex(regex.Append('$').ToString(), RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);
    }
}
