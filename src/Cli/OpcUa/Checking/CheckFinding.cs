namespace Jinan.IndustryBrain.Cli.OpcUa.Checking;

/// <summary>Something that a person should know about a factory.yaml and its servers.</summary>
/// <param name="Line">In the file, from 1.</param>
/// <param name="Path">For instance <c>assets[0].signals[2]</c>.</param>
/// <param name="Message">What it is, and what to do.</param>
/// <param name="IsFault">Whether the collector would lack something; otherwise it is only good to know.</param>
internal sealed record CheckFinding(int Line, string Path, string Message, bool IsFault)
{
    public override string ToString() => $"line {Line}: {Path}: {Message}";
}
