namespace Jinan.IndustryBrain.Sidecar.Configuration;

/// <summary>The configuration cannot be used; every fault found is in <see cref="Faults"/>.</summary>
internal sealed class ConfigurationFaultException(IReadOnlyList<string> faults)
    : Exception($"The configuration has {faults.Count} fault(s):{string.Concat(faults.Select(fault => $"\n  - {fault}"))}")
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
