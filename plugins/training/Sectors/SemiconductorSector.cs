using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using static Jinan.IndustryBrain.Capsules.Format.Statistic;

namespace Jinan.IndustryBrain.Plugins.Training.Sectors;

/// <summary>Probability that a wafer is etched out of specification (virtual metrology).</summary>
internal static class SemiconductorSector
{
    public static SectorPlan Plan { get; } = new()
    {
        Sector = "semiconductors",
        CapsuleId = "semiconductors-wafer-quality",
        CapsuleVersion = "1.0.1",
        Title = "Probability that a wafer's trench depth is out of specification",
        MachineType = PlasmaEtcher.TypeName,
        ModelId = "wafer-reject",
        Kind = ModelKind.QualityProbability,
        Engine = ModelEngine.Onnx,
        Learner = Learner.LightGbmBinary,
        Window = new WindowDeclaration { Kind = WindowKind.Context, ResampleMs = 500, Context = "wafer_id", MaxMs = 60_000 },
        Signals =
        [
            "recipe_step", "rf_forward", "rf_reflected", "chamber_pressure", "valve_position", "cf4_flow", "o2_flow",
            "helium_flow", "chuck_temperature", "dc_bias", "endpoint_emission",
        ],
        Features = Features(),
        Result = new OutputDeclaration("1", 0, 1),
        Target = truth => truth.LastContext!.Accepted ? 0 : 1,
        AlarmIsRight = truth => !truth.LastContext!.Accepted,
        AlarmBelow = false,
        Size = new TrainingSize(4000, 1000, 1000, 2, 5, 30),
        Card = new CardText(
            "How likely is it that this wafer's trench is too deep or too shallow (more than 4 % from target)?",
            "Whether the true etch depth of the wafer, which no instrument of the tool measures, is more than 4 % off.",
            "the wafer is out of specification",
            "To send doubtful wafers to metrology first, and to hold a chamber whose wafers go wrong before the lot is through.",
            "It does not name the cause. It knows one recipe; another needs training on its own wafers. Its probability presumes the mix that it was taught on (see the table), in which bad wafers are commoner than in a fab. Chambers differ: one that is far from those simulated is judged by the nearest that was seen."),
    };

    private static IReadOnlyList<FeatureDeclaration> Features()
    {
        var etch = new TickFilter { Signal = "recipe_step", EqualTo = 3 };
        var over = new TickFilter { Signal = "recipe_step", EqualTo = 4 };
        var gas = new TickFilter { Signal = "recipe_step", EqualTo = 1 };
        var purge = new TickFilter { Signal = "recipe_step", EqualTo = 5 };
        return new FeatureList()
            .Of("rf_forward", "etch", etch, Mean)
            .Of("rf_reflected", "etch", etch, Mean, Std)
            .Of("chamber_pressure", "etch", etch, Mean, Std)
            .Of("valve_position", "etch", etch, Mean)
            .Of("valve_position", "gas", gas, Last)
            .Of("chamber_pressure", "purge", purge, Last, Min)
            .Of("cf4_flow", "etch", etch, Mean)
            .Of("o2_flow", "etch", etch, Mean)
            .Of("helium_flow", "etch", etch, Mean)
            .Of("chuck_temperature", "etch", etch, Last, Slope)
            .Of("chuck_temperature", "gas", gas, Last)
            .Of("dc_bias", "etch", etch, Mean, Std)
            .Of("endpoint_emission", "etch", etch, Mean, First, Last, Slope)
            .Of("endpoint_emission", "over", over, Mean)
            .Of("dc_bias", "over", over, Mean)
            .Difference("chuck_rise", "etch_chuck_temperature_last", "gas_chuck_temperature_last")
            .Difference("valve_by_plasma", "etch_valve_position_mean", "gas_valve_position_last")
            .Ratio("emission_per_bias", "etch_endpoint_emission_mean", "etch_dc_bias_mean")
            .Ratio("emission_growth", "over_endpoint_emission_mean", "etch_endpoint_emission_first")
            .Ratio("reflected_share", "etch_rf_reflected_mean", "etch_rf_forward_mean")
            .Features;
    }
}
