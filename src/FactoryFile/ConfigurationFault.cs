using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.FactoryFile;

/// <summary>Something in a factory.yaml that cannot be used, where it stands, and what may stand there.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Path">For instance <c>connections[0].endpoint</c>.</param>
/// <param name="Said">What is wrong and what is allowed.</param>
public sealed record ConfigurationFault(int Line, string Path, Sentence Said)
{
    /// <summary>The same in English.</summary>
    public string Message => Said.Text;

    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? $"line {Line}: {Message}" : $"line {Line}: {Path}: {Message}";
}

/// <summary>What came of reading a factory.yaml: a configuration, or every fault of the file.</summary>
/// <param name="Configuration">Null with any fault.</param>
/// <param name="Faults">In the order of their lines.</param>
public sealed record ConfigurationResult(FactoryConfiguration? Configuration, IReadOnlyList<ConfigurationFault> Faults)
{
    /// <summary>
    /// Lines of the keys that are in the file, by path (<c>assets[0].signals[2].node</c>), for those who find faults of their own:
    /// in the settings themselves they would make two files differ that say the same.
    /// </summary>
    public IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>();

    /// <summary>The line of a key, or of the nearest thing around it that is in the file.</summary>
    public int LineOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var rest = path; rest.Length > 0; rest = rest[..Math.Max(0, rest.LastIndexOf('.'))])
        {
            if (Lines.TryGetValue(rest, out var line))
                return line;
        }

        return 1;
    }
}
