namespace Jinan.IndustryBrain.Collector.Configuration;

/// <summary>Something in a factory.yaml that cannot be used, where it stands, and what may stand there.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Path">For instance <c>connections[0].endpoint</c>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
internal sealed record ConfigurationFault(int Line, string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? $"line {Line}: {Message}" : $"line {Line}: {Path}: {Message}";
}

/// <summary>What came of reading a factory.yaml: a configuration, or every fault of the file.</summary>
internal sealed record ConfigurationResult(FactoryConfiguration? Configuration, IReadOnlyList<ConfigurationFault> Faults);
