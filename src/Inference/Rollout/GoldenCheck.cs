using System.Text.Json;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Inference.Windows;
using Jinan.IndustryBrain.Inference.Workers;

namespace Jinan.IndustryBrain.Inference.Rollout;

/// <summary>Asks a capsule's models its golden vectors, in the worker that is to serve: what answers otherwise here stays out.</summary>
internal static class GoldenCheck
{
    /// <returns>What is wrong, or null.</returns>
    public static async Task<string?> FindFaultAsync(CapsuleVersion version, CancellationToken cancellation)
    {
        foreach (var model in version.Models)
        {
            try
            {
                if (await FindFaultAsync(version, model, cancellation).ConfigureAwait(false) is { } fault)
                    return fault;
            }
            catch (ModelFailedException e)
            {
                return $"Model '{model.Model.Id}' does not run: {e.Message}";
            }
        }

        return null;
    }

    private static async Task<string?> FindFaultAsync(CapsuleVersion version, ModelInService model, CancellationToken cancellation)
    {
        var golden = JsonSerializer.Deserialize(version.Capsule.Files[model.Model.Golden].Span, CapsuleJson.Default.GoldenVectors)!;
        var features = golden.Vectors.SelectMany(v => v.Features).ToArray();
        var answers = await model.Predictor
            .PredictAsync(model.Index, model.Model.Features.Count, features, cancellation).ConfigureAwait(false);
        for (var i = 0; i < answers.Length; i++)
        {
            var expected = golden.Vectors[i].Output;

            // Written so that NaN is a fault.
            if (!(Math.Abs(answers[i] - expected) <= golden.Tolerance))
                return $"Model '{model.Model.Id}' answers {answers[i]} to golden vector {i + 1}; {expected} within {golden.Tolerance} is expected.";
        }

        return null;
    }
}
