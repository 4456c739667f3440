using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.Plugins.Training.Evaluation;

/// <summary>The figures of a model card: <c>evaluation.json</c> beside the model.</summary>
internal sealed record EvaluationReport
{
    public required string MachineVersion { get; init; }
    public required IReadOnlyList<SeedUse> Seeds { get; init; }

    /// <summary>False-alarm rate that the thresholds were picked at.</summary>
    public required double FalseAlarmRate { get; init; }

    public required float AlarmThreshold { get; init; }
    public required float WarningThreshold { get; init; }
    public required ModelFigures Test { get; init; }

    /// <summary>The same over the first machines of the test seeds: cheap enough to be repeated by a test.</summary>
    public required ModelFigures Subset { get; init; }

    public required int SubsetRuns { get; init; }
    public required LimitFigures BestLimit { get; init; }

    /// <summary>Detection of the model over the test seeds at exactly the limit's false-alarm rate there.</summary>
    public required double DetectionAtLimitsFalseAlarms { get; init; }

    /// <summary>Who found what, by the worst fault of the window's machine; test seeds.</summary>
    public required IReadOnlyList<FaultFigures> ByFault { get; init; }

    /// <summary>Largest difference between the shipped model and ML.NET's own answers over all test rows.</summary>
    public required double LargestExportDifference { get; init; }
}

/// <summary>Seeds used for a purpose.</summary>
internal sealed record SeedUse(string Purpose, int First, int Last, int Windows, int AlarmsRight, int AlarmsWrong);

/// <summary>How good a model's answers are.</summary>
/// <param name="MeanAbsoluteError">Of the answer against the target (of a probability: against 0 or 1).</param>
/// <param name="RSquared">Share of the target's variance explained.</param>
/// <param name="AreaUnderRoc">Chance that a window that deserves an alarm ranks before one that does not.</param>
/// <param name="Detection">At the shipped alarm threshold.</param>
/// <param name="FalseAlarm">At the shipped alarm threshold.</param>
internal sealed record ModelFigures(
    int Windows, double MeanAbsoluteError, double RSquared, double AreaUnderRoc, double Detection, double FalseAlarm);

/// <summary>The best single-signal limit, picked on the training seeds, and how it does on the test seeds.</summary>
internal sealed record LimitFigures(string Feature, bool Below, float Limit, double Detection, double FalseAlarm);

/// <summary>Detection among the windows of one worst fault that deserve an alarm, each at its own threshold.</summary>
internal sealed record FaultFigures(string Fault, int Windows, double ModelDetection, double LimitDetection);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
