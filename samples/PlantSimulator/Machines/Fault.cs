namespace Jinan.IndustryBrain.PlantSimulator.Machines;

/// <summary>A way in which a machine can fail.</summary>
/// <param name="Name">Name for the command line and the OPC UA method.</param>
/// <param name="Description">What happens in the machine.</param>
internal sealed record FaultDefinition(string Name, string Description);

/// <summary>How far a fault has come: 0 is absent, 1 is as bad as it gets.</summary>
internal readonly record struct FaultState(string Name, double Severity, bool Active);

/// <summary>A fault that may be active in a machine. Severity grows linearly in simulated time.</summary>
internal sealed class Fault(FaultDefinition definition)
{
    private double _growthPerSecond;

    public FaultDefinition Definition { get; } = definition;

    public bool Active { get; private set; }

    public double Severity { get; private set; }

    public void Inject(double severity, TimeSpan timeToFull)
    {
        Active = true;
        Severity = severity;
        _growthPerSecond = timeToFull > TimeSpan.Zero ? (1 - severity) / timeToFull.TotalSeconds : 0;
    }

    public void Clear()
    {
        Active = false;
        Severity = 0;
        _growthPerSecond = 0;
    }

    public void Step(double seconds)
    {
        if (_growthPerSecond > 0)
            Severity = Math.Min(1, Severity + _growthPerSecond * seconds);
    }
}
