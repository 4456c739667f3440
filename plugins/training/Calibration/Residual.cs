using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Plugins.Training.Runs;

namespace Jinan.IndustryBrain.Plugins.Training.Calibration;

/// <summary>An answer beside the truth, for windows that get one.</summary>
/// <param name="Answer">As an insight shows it.</param>
/// <param name="Truth">What the model should have answered.</param>
internal readonly record struct Residual(double Answer, double Truth)
{
    /// <summary>Of one window a machine, the first of the first machine, the second of the second and so on.</summary>
    /// <remarks>
    /// Windows of one machine are alike, and conformal prediction counts what is exchangeable: machines are. One at a random place
    /// of each is as one window of a machine that is yet to come.
    /// </remarks>
    public static IReadOnlyList<Residual> OnePerMachine(
        ModelDeclaration model, IReadOnlyList<LabelledWindow> windows, IReadOnlyList<float> outputs) =>
    [
        .. windows.Index().GroupBy(window => window.Item.PlantSeed).SelectMany((machine, number) =>
        {
            var (index, window) = machine.ElementAt(number % machine.Count());
            return Of(model, window, outputs[index]);
        }),
    ];

    /// <summary>None where the model's output is no answer.</summary>
    public static IEnumerable<Residual> Of(ModelDeclaration model, LabelledWindow window, float output) =>
        model.AnswerOf(output) is { } answer ? [new Residual(answer, window.Target)] : [];
}
