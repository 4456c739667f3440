using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using static Jinan.IndustryBrain.Capsules.Format.Statistic;

namespace Jinan.IndustryBrain.Plugins.Training.Sectors;

/// <summary>Remaining useful life of the roll-neck bearing of a hot-rolling stand.</summary>
internal static class MaterialsSector
{
    private const double HorizonHours = 300;
    private const double AlarmHours = 100;

    public static SectorPlan Plan { get; } = new()
    {
        Sector = "materials",
        CapsuleId = "materials-bearing-life",
        CapsuleVersion = "1.1.1",
        Title = "Remaining useful life of a roll-neck bearing",
        MachineType = HotRollingStand.TypeName,
        ModelId = "bearing-life",
        Kind = ModelKind.RemainingUsefulLife,
        Engine = ModelEngine.MlNet,
        Learner = Learner.FastTreeRegression,
        Window = new WindowDeclaration { Kind = WindowKind.Grid, ResampleMs = 250, LengthMs = 20_000, HopMs = 20_000 },
        Signals =
        [
            "roll_force", "roll_gap", "motor_torque", "strip_speed", "entry_temperature", "exit_temperature",
            "exit_thickness", "strip_tension", "bearing_oil_temperature", "oil_inlet_temperature",
        ],
        Features = Features(),
        Result = new OutputDeclaration("h", 0, HorizonHours),
        // Early damage does not show: beyond the horizon all bearings look alike.
        Target = truth => Math.Min(truth.RemainingLifeHours!.Value, HorizonHours),
        AlarmIsRight = truth => truth.RemainingLifeHours < AlarmHours,
        AlarmBelow = true,
        Size = new TrainingSize(1000, 500, 500, 4, 240, 720),
        CalibrationRuns = 10_000,
        Card = new CardText(
            "How many hours at rated load does the roll-neck bearing have left? 300 h and more are one answer: beyond the horizon.",
            "The bearing's true remaining life at rated load, cut at 300 h: (1 - age) x (1 - severity of bearing-wear) x 400 h.",
            "less than 100 h remain",
            "To put the bearing on the list of the next roll change, and to have a spare ready.",
            "The first half of a bearing's life hardly shows in force, torque or oil, and the answer says little more than 'not soon' there. Load to come is taken as rated load. One stand type, one oil system."),
    };

    private static IReadOnlyList<FeatureDeclaration> Features()
    {
        var strip = new TickFilter { Signal = "roll_force", Above = 0.5 };
        var pause = new TickFilter { Signal = "roll_force", Below = 0.5 };
        return new FeatureList()
            .Of("bearing_oil_temperature", Mean, Slope)
            .Of("oil_inlet_temperature", Mean)
            .Of("roll_force", "strip", strip, Mean, Std, Duration)
            .Of("motor_torque", "strip", strip, Mean, Std)
            .Of("motor_torque", "pause", pause, Mean, Duration)
            .Of("strip_speed", "strip", strip, Mean)
            .Of("strip_speed", "pause", pause, Mean)
            .Of("exit_thickness", "strip", strip, Mean, Std)
            .Of("roll_gap", "strip", strip, Mean, Std)
            .Of("strip_tension", "strip", strip, Std)
            .Of("entry_temperature", "strip", strip, Mean)
            .Of("exit_temperature", "strip", strip, Mean)
            .Of("roll_force", Mean)
            .Of("strip_speed", Mean)
            .Difference("oil_rise", "bearing_oil_temperature_mean", "oil_inlet_temperature_mean")
            .Difference("strip_cooling", "strip_entry_temperature_mean", "strip_exit_temperature_mean")
            .Difference("draft_left", "strip_exit_thickness_mean", "strip_roll_gap_mean")
            .Ratio("oil_rise_per_speed", "oil_rise", "strip_strip_speed_mean")
            .Ratio("oil_rise_per_speed_and_force", "oil_rise_per_speed", "strip_roll_force_mean")
            .Ratio("torque_per_force", "strip_motor_torque_mean", "strip_roll_force_mean")
            .Ratio("force_swing", "strip_roll_force_std", "strip_roll_force_mean")
            .Ratio("swing_force_per_thickness", "strip_roll_force_std", "strip_exit_thickness_std")
            .Features;
    }
}
