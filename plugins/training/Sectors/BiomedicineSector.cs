using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using static Jinan.IndustryBrain.Capsules.Format.Statistic;

namespace Jinan.IndustryBrain.Plugins.Training.Sectors;

/// <summary>Soft sensor for the tensile strength of the tablets of a sub-lot.</summary>
internal static class BiomedicineSector
{
    public static SectorPlan Plan { get; } = new()
    {
        Sector = "biomedicine",
        CapsuleId = "biomedicine-tablet-strength",
        CapsuleVersion = "1.1.1",
        Title = "Soft sensor for tablet tensile strength",
        MachineType = TabletPress.TypeName,
        ModelId = "tablet-strength",
        Kind = ModelKind.SoftSensor,
        Engine = ModelEngine.Onnx,
        Learner = Learner.LightGbmRegression,
        Window = new WindowDeclaration { Kind = WindowKind.Context, ResampleMs = 500, Context = "batch_id", MaxMs = 60_000 },
        Signals =
        [
            "turret_speed", "feeder_speed", "fill_depth", "pre_compression", "main_compression", "compression_spread",
            "ejection_force", "tablet_weight", "room_humidity",
        ],
        Features = Features(),
        Result = new OutputDeclaration("MPa", 0, 6),
        Target = truth => truth.LastContext!.Quality,
        AlarmIsRight = truth => !truth.LastContext!.Accepted,
        AlarmBelow = true,
        Size = new TrainingSize(3000, 900, 900, 2, 30, 60),
        CalibrationRuns = 10_000,
        Card = new CardText(
            "What tensile strength do nine in ten tablets of this sub-lot reach?",
            "The true strength (mean less 1.28 standard deviations over the sub-lot), which a laboratory finds by breaking tablets.",
            "the strength is below 2.0 MPa",
            "To stop a press that makes weak tablets before the laboratory's answer comes, and to choose which sub-lots to test.",
            "It does not replace the release test. It knows one product on one press type; lots whose powder bonds otherwise for reasons that neither force, fill, weight nor ejection show are judged as the average lot."),
    };

    private static IReadOnlyList<FeatureDeclaration> Features() => new FeatureList()
        .Of("turret_speed", Mean)
        .Of("feeder_speed", Mean)
        .Of("fill_depth", Mean, Std, Slope)
        .Of("pre_compression", Mean, Std)
        .Of("main_compression", Mean, Std)
        .Of("compression_spread", Mean, P05, P95)
        .Of("ejection_force", Mean, Std, P95)
        .Of("tablet_weight", Mean, Std, Last)
        .Of("room_humidity", Mean)
        .Ratio("pre_per_main", "pre_compression_mean", "main_compression_mean")
        .Ratio("ejection_per_force", "ejection_force_mean", "main_compression_mean")
        .Ratio("weight_per_depth", "tablet_weight_mean", "fill_depth_mean")
        .Ratio("force_per_weight", "main_compression_mean", "tablet_weight_mean")
        .Features;
}
