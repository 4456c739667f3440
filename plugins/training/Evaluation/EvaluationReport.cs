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

    /// <summary>How often the truth lies within the declared interval; null where the model declares none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IntervalFigures? Interval { get; init; }

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

/// <summary>Declared intervals over the test seeds.</summary>
internal sealed record IntervalFigures
{
    public required double DeclaredCoverage { get; init; }
    public required CoverageFigures All { get; init; }

    /// <summary>Among the windows that deserve an alarm: nothing is promised for these apart.</summary>
    public required CoverageFigures AlarmRight { get; init; }

    public required CoverageFigures AlarmWrong { get; init; }

    /// <summary>Of the machines of <see cref="EvaluationReport.Subset"/>: cheap enough to be repeated by a test.</summary>
    public required CoverageFigures Subset { get; init; }

    /// <summary>Plants with an interval.</summary>
    public required int Plants { get; init; }

    /// <summary>Share of plants, each with one machine, in which the truth lay within in every window.</summary>
    public required double PlantsWhollyCovered { get; init; }

    /// <summary>Share of plants in which it lay within in none: who is misjudged once is misjudged again.</summary>
    public required double PlantsNeverCovered { get; init; }

    public required IReadOnlyList<BinFigures> Bins { get; init; }
}

/// <summary>How often the truth lies within, and how wide that is.</summary>
/// <param name="Coverage">Share of the windows.</param>
/// <param name="MeanWidth">In the result's unit, after cutting off at the ends of its range.</param>
internal sealed record CoverageFigures(int Windows, double Coverage, double MeanWidth);

/// <summary>The same for the answers of one bin.</summary>
/// <param name="UpTo">Greatest answer; null for the last bin.</param>
/// <param name="CalibratedOn">Windows of the calibration seeds.</param>
/// <param name="Test">Over the test seeds.</param>
internal sealed record BinFigures(double? UpTo, int CalibratedOn, CoverageFigures Test);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
