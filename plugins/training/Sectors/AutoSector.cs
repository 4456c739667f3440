using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.PlantSimulator.Machines;
using static Jinan.IndustryBrain.Capsules.Format.Statistic;

namespace Jinan.IndustryBrain.Plugins.Training.Sectors;

/// <summary>Health index of a welding-robot joint.</summary>
internal static class AutoSector
{
    private const double NoticeableSeverity = 0.25;

    public static SectorPlan Plan { get; } = new()
    {
        Sector = "auto",
        CapsuleId = "auto-joint-health",
        CapsuleVersion = "1.1.1",
        Title = "Health index of a welding-robot joint",
        MachineType = WeldingRobotJoint.TypeName,
        ModelId = "joint-health",
        Kind = ModelKind.HealthIndex,
        Engine = ModelEngine.MlNet,
        Learner = Learner.FastTreeRegression,
        Window = new WindowDeclaration { Kind = WindowKind.Grid, ResampleMs = 250, LengthMs = 16_000, HopMs = 16_000 },
        Signals = ["velocity", "torque", "current", "tracking_error", "vibration", "motor_temperature"],
        Features = Features(),
        Result = new OutputDeclaration("1", 0, 1),
        Target = truth => 1 - truth.Severity,
        // A fault that has only begun is neither: nobody would call the alarm false or its absence a miss.
        AlarmIsRight = truth => truth.Severity >= NoticeableSeverity ? true : truth.Severity > 0 ? null : false,
        AlarmBelow = true,
        Size = new TrainingSize(2000, 600, 800, 4, 30, 120),
        CalibrationRuns = 10_000,
        Card = new CardText(
            "How healthy is this joint: 1 without a fault, whatever its age, 0 with a fault that is as bad as it gets.",
            "1 less the severity of the worst active fault (friction-increase, backlash, bearing-wear, brake-drag) at the window's end.",
            "the worst fault has a severity of 0.25 or more; windows of fault-free machines are the false alarms; those between are left out of both rates",
            "To rank the joints of a line by attention needed, and to plan a look at gear, bearing and brake.",
            "It does not say which part is failing. It was taught on one joint type with three weld programmes; another robot, tool weight or cycle needs training on its own data. It sees one 16 s window and has no memory."),
    };

    private static IReadOnlyList<FeatureDeclaration> Features()
    {
        var moving = new TickFilter { Signal = "velocity", AbsAbove = 3 };
        var up = new TickFilter { Signal = "velocity", Above = 3 };
        var down = new TickFilter { Signal = "velocity", Below = -3 };
        var fast = new TickFilter { Signal = "velocity", AbsAbove = 30 };
        var list = new FeatureList()
            .Of("velocity", MeanAbs, Rms, P95)
            .Of("torque", Mean, Std, Rms)
            .Of("current", Mean, Std, Rms)
            .Of("tracking_error", Mean, Std, P05, P50, P95, Statistic.Range, MeanAbs)
            .Of("vibration", Mean, Std, P05, P95)
            .Of("motor_temperature", Mean, Slope)
            .Of("velocity", "up", up, Mean)
            .Of("velocity", "down", down, Mean)
            .Of("torque", "up", up, Mean)
            .Of("torque", "down", down, Mean)
            .Of("current", "up", up, Mean)
            .Of("current", "down", down, Mean)
            .Of("tracking_error", "up", up, Mean)
            .Of("tracking_error", "down", down, Mean)
            .Of("tracking_error", "moving", moving, MeanAbs)
            .Of("tracking_error", "fast", fast, MeanAbs)
            .Of("vibration", "fast", fast, Mean);
        // Going up and down, load torque differs by inertia alone, current by twice the friction too.
        return list
            .Difference("torque_loop", "up_torque_mean", "down_torque_mean")
            .Difference("current_loop", "up_current_mean", "down_current_mean")
            .Difference("tracking_loop", "up_tracking_error_mean", "down_tracking_error_mean")
            .Ratio("current_per_torque_std", "current_std", "torque_std")
            .Ratio("current_per_torque_rms", "current_rms", "torque_rms")
            .Ratio("vibration_per_speed", "vibration_mean", "velocity_mean_abs")
            .Ratio("loop_per_load", "current_loop", "torque_mean")
            .Ratio("tracking_fast_per_moving", "fast_tracking_error_mean_abs", "moving_tracking_error_mean_abs")
            .Features;
    }
}
