namespace Jinan.IndustryBrain.Capsules.Format;

/// <summary>
/// How far the truth may lie from a model's answer: by split conformal prediction, apart for ranges of the answer, because a
/// model that is sure near a failure need not be so far from it (Vovk, Gammerman and Shafer, <i>Algorithmic Learning in a
/// Random World</i>, 2005: inductive and Mondrian conformal predictors).
/// </summary>
public sealed record IntervalDeclaration
{
    /// <summary>Kinds of models whose answer is a quantity that has a true value; a probability says itself how sure it is.</summary>
    public static IReadOnlySet<ModelKind> Kinds { get; } =
        new HashSet<ModelKind> { ModelKind.RemainingUsefulLife, ModelKind.HealthIndex, ModelKind.SoftSensor };

    /// <summary>The first version of the plugin SDK that reads an interval.</summary>
    public static Version FirstSdk { get; } = new(1, 1);

    /// <summary>Above 0 and below 1: the share of machines' windows whose true value lies within, where they are like those of the calibration.</summary>
    public required double Coverage { get; init; }

    /// <summary>In ascending order of the answer; together they hold every answer.</summary>
    public required IReadOnlyList<IntervalBin> Bins { get; init; }

    /// <summary>The least number of windows that a bin can be calibrated on: with fewer no finite interval has the coverage.</summary>
    public static int LeastWindows(double coverage)
    {
        // A rank of (n + 1) x coverage, rounded up, must be one of n; beside it 0.9 / 0.1 is a little less than 9.
        const double rounding = 1e-9;
        return (int)Math.Ceiling((coverage / (1 - coverage)) - rounding);
    }

    /// <summary>The interval of an answer, cut off at the ends of the answer's range. It always holds the answer.</summary>
    /// <param name="answer">Within <paramref name="range"/>.</param>
    /// <param name="range">The model's result.</param>
    public (double Low, double High) Around(double answer, OutputDeclaration range)
    {
        ArgumentNullException.ThrowIfNull(range);
        var bin = Bins.First(bin => bin.UpTo is not { } end || answer <= end);
        return (Math.Max(range.Min, answer - bin.Below), Math.Min(range.Max, answer + bin.Above));
    }
}

/// <summary>How far the truth lies from answers of one range.</summary>
public sealed record IntervalBin
{
    /// <summary>The greatest answer that belongs to it, in the result's unit; the last bin has none and takes all that are greater.</summary>
    public double? UpTo { get; init; }

    /// <summary>How far below the answer the interval begins, in the result's unit.</summary>
    public required double Below { get; init; }

    /// <summary>How far above the answer the interval ends, in the result's unit.</summary>
    public required double Above { get; init; }

    /// <summary>How many windows it was calibrated on, each of a machine of its own that the model was not fitted to.</summary>
    public required int Windows { get; init; }
}
