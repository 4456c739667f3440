namespace Jinan.IndustryBrain.PlantSimulator.Machines;

/// <summary>
/// What is really so inside a machine. Labels for training and scoring come from here; it is never served as a signal.
/// </summary>
/// <param name="Wear">Slow ageing, 0 new to 1 worn out, whether or not a fault is active.</param>
/// <param name="Faults">Every fault of the machine with its severity.</param>
/// <param name="RemainingLifeHours">Hours until the life-limiting part is worn out at present load, where the machine has one.</param>
/// <param name="LastContext">What became of the last finished wafer or batch, where the machine makes such.</param>
internal sealed record MachineTruth(
    double Wear,
    IReadOnlyList<FaultState> Faults,
    double? RemainingLifeHours,
    ContextOutcome? LastContext)
{
    /// <summary>Severity of the worst fault.</summary>
    public double Severity => Faults.Max(fault => fault.Severity);
}

/// <summary>The true quality of a finished wafer or batch, as a laboratory would find it later.</summary>
/// <param name="Id">The value that the context signal carried.</param>
/// <param name="Quality">Etch depth error in percent (wafer) or tensile strength in MPa (batch).</param>
/// <param name="Accepted">Within specification.</param>
internal sealed record ContextOutcome(string Id, double Quality, bool Accepted);
