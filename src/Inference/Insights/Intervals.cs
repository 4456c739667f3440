using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Inference.Insights;

/// <summary>The interval around an answer: made of the capsule's declaration and the answer alone, so that it can be made again.</summary>
internal static class Intervals
{
    /// <param name="model">The declaration.</param>
    /// <param name="answer">Null where there is none; then there is no interval either.</param>
    public static PredictionInterval? Of(ModelDeclaration model, double? answer)
    {
        if (model.Interval is not { } declared || answer is not { } value)
            return null;
        var (low, high) = declared.Around(value, model.Result);
        return new PredictionInterval(low, high, declared.Coverage)
        {
            IsOpen = model.Kind == ModelKind.RemainingUsefulLife && high >= model.Result.Max,
        };
    }
}
