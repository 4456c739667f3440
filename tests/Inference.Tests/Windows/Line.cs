using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Inference.Windows;
using Jinan.IndustryBrain.Inference.Workers;

namespace Jinan.IndustryBrain.Inference.Tests.Windows;

/// <summary>A production line for tests: one factory, two machines, each with a force and a torque on two connections, and a batch name.</summary>
internal static class Line
{
    public const long Second = 1_000_000_000;
    public const long Start = 1_790_000_000 * Second;
    public const string Drive = "drive";
    public const string Plc = "plc";

    public static FactoryIdentity Factory { get; } = new("mat-01", "ent-mat-01", "materials");

    public static WindowOptions Options { get; } = new(Second / 4, 300 * Second, 300 * Second, UncertainCounts: false);

    public static IReadOnlyList<SignalDefinition> Signals { get; } = [.. Enumerable.Range(1, 2).SelectMany(m => new[]
    {
        new SignalDefinition(Id(m, 0), "force", $"m{m}", "stand", "kN", SignalType.Double, Plc, 500),
        new SignalDefinition(Id(m, 1), "torque", $"m{m}", "stand", "N.m", SignalType.Double, Drive, 500),
        new SignalDefinition(Id(m, 2), "batch", $"m{m}", "stand", "", SignalType.Text, Plc, 500),
    })];

    public static int Id(int machine, int signal) => ((machine - 1) * 3) + signal;

    public static int Force(int machine = 1) => Id(machine, 0);

    public static int Torque(int machine = 1) => Id(machine, 1);

    public static int Batch(int machine = 1) => Id(machine, 2);

    public static ModelDeclaration GridModel(int lengthMs = 4000, int hopMs = 4000, double coverage = 0.8) => new()
    {
        Id = "grid",
        Kind = ModelKind.HealthIndex,
        Engine = ModelEngine.Onnx,
        File = "model.onnx",
        Input = "features",
        Output = "score",
        Signals = [new SignalInput("force", "kN"), new SignalInput("torque", "N.m")],
        Window = new WindowDeclaration { Kind = WindowKind.Grid, ResampleMs = 250, LengthMs = lengthMs, HopMs = hopMs },
        Features =
        [
            new FeatureDeclaration { Name = "force_mean", Signal = "force", Statistic = Statistic.Mean },
            new FeatureDeclaration { Name = "torque_p95", Signal = "torque", Statistic = Statistic.P95 },
            new FeatureDeclaration { Name = "torque_changes", Signal = "torque", Statistic = Statistic.Changes },
        ],
        Baseline = [1, 1, 1],
        Coverage = coverage,
        Result = new OutputDeclaration("1", 0, 1),
        Golden = "golden.json",
    };

    public static ModelDeclaration ContextModel(int maxMs = 60_000) => GridModel() with
    {
        Id = "context",
        Window = new WindowDeclaration { Kind = WindowKind.Context, ResampleMs = 250, Context = "batch", MaxMs = maxMs },
    };

    public static ModelInService InService(ModelDeclaration model, string version = "1.0.0", IPredictor? predictor = null) => new(
        new CapsuleDeclaration
        {
            Schema = 1, Id = $"capsule-{model.Id}", Version = version, Title = "", Sector = "materials", Sdk = new SdkRange("1.0", "2.0"),
            Publisher = "Test", AssetTypes = ["stand"], Models = [model],
        },
        $"digest-{version}", model, 0, predictor ?? new SumPredictor());

    /// <summary>Answers each row with the sum of its features, within 0 and 1.</summary>
    public sealed class SumPredictor : IPredictor
    {
        public Task<float[]> PredictAsync(int model, int columns, ReadOnlyMemory<float> features, CancellationToken cancellation)
        {
            var values = features.ToArray();
            return Task.FromResult(values.Chunk(columns).Select(row => row.Sum() / (1 + Math.Abs(row.Sum()))).ToArray());
        }
    }
}
