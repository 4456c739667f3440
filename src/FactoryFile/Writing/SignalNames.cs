namespace Jinan.IndustryBrain.FactoryFile.Writing;

/// <summary>Ids for assets and signals, made of the names that a PLC has. Each is given once.</summary>
internal sealed class SignalNames
{
    private const int LongestIdentifier = 64;

    private readonly HashSet<string> _taken;

    /// <param name="taken">Ids that are in use already.</param>
    public SignalNames(params IEnumerable<string> taken) => _taken = new HashSet<string>(taken, StringComparer.Ordinal);

    /// <summary>The signals by what their asset's id is made of.</summary>
    public static IEnumerable<IGrouping<string, FoundSignal>> ByAsset(IEnumerable<FoundSignal> signals) =>
        signals.GroupBy(signal => signal.Asset ?? Parent(signal.Path));

    public static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The identifier that a name becomes. Names of PLCs hold whatever their programmers liked; ours become parts of file names and queries.</summary>
    public static string Identifier(string name, string otherwise)
    {
        var id = new string([.. name.Trim('"').Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')]).Trim('_', '.');
        if (id.Length == 0)
            id = otherwise;
        id = id[..Math.Min(id.Length, LongestIdentifier - 6)];
        // A YAML reader would take a bare number or word for something else than a text.
        return char.IsAsciiDigit(id[0]) || id[0] == '-' || id is "null" or "true" or "false" ? $"{otherwise}-{id.TrimStart('-')}" : id;
    }

    public string Unique(string name, string otherwise)
    {
        var id = Identifier(name, otherwise);
        var free = id;
        for (var number = 2; !_taken.Add(free); number++)
            free = $"{id}-{number}";
        return free;
    }

    private static string Parent(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "machine";
}
