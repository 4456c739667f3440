using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.PlantSimulator.Machines;

namespace Jinan.IndustryBrain.Plugins.Training.Sectors;

/// <summary>What is trained for a sector: on which machine, from what, to answer what.</summary>
internal sealed record SectorPlan
{
    public required string Sector { get; init; }
    public required string CapsuleId { get; init; }

    /// <summary>Raised when what is in the capsule changes.</summary>
    public required string CapsuleVersion { get; init; }

    public required string Title { get; init; }
    public required string MachineType { get; init; }
    public required string ModelId { get; init; }
    public required ModelKind Kind { get; init; }
    public required ModelEngine Engine { get; init; }
    public required Learner Learner { get; init; }
    public required WindowDeclaration Window { get; init; }

    /// <summary>Names of the signals looked at.</summary>
    public required IReadOnlyList<string> Signals { get; init; }

    public required IReadOnlyList<FeatureDeclaration> Features { get; init; }
    public required OutputDeclaration Result { get; init; }

    /// <summary>From the simulator's truth at the window's end to what the model should answer.</summary>
    public required Func<MachineTruth, double> Target { get; init; }

    /// <summary>Whether an alarm would be right; null where neither an alarm nor silence would be wrong.</summary>
    public required Func<MachineTruth, bool?> AlarmIsRight { get; init; }

    /// <summary>Alarms are raised below the threshold, not above.</summary>
    public required bool AlarmBelow { get; init; }

    public required TrainingSize Size { get; init; }

    /// <summary>How many machines the interval is calibrated on; null for a model without one.</summary>
    public int? CalibrationRuns { get; init; }

    public required CardText Card { get; init; }
}

/// <summary>How a model learns.</summary>
internal enum Learner
{
    FastTreeRegression,
    LightGbmRegression,
    LightGbmBinary,
}

/// <summary>How many machines are run for each purpose, how long each runs before, and how many windows are recorded of it.</summary>
internal sealed record TrainingSize(
    int TrainRuns, int ValidationRuns, int TestRuns, int WindowsPerRun, int LeastWarmUpSeconds, int MostWarmUpSeconds);

/// <summary>What the model card says in words.</summary>
internal sealed record CardText(string Question, string Target, string AlarmIsRightWhen, string IntendedUse, string Limits);
