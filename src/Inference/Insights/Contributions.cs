using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Contracts.Insights;

namespace Jinan.IndustryBrain.Inference.Insights;

/// <summary>
/// Tells which signals made an answer what it is, by occlusion: each signal in turn is set to what is usual (its features to the
/// training data's medians), and the difference that it makes is its share. It works for any model and takes one row a signal in
/// the same batch; what signals do only together is not told apart.
/// </summary>
internal static class Contributions
{
    /// <summary>The window's features, then one row a signal with that signal made usual.</summary>
    public static float[] Rows(ModelDeclaration model, float[] features, IReadOnlyList<IReadOnlySet<int>> signalsOfFeatures)
    {
        var columns = features.Length;
        var rows = new float[columns * (1 + model.Signals.Count)];
        features.CopyTo(rows, 0);
        for (var signal = 0; signal < model.Signals.Count; signal++)
        {
            var row = rows.AsSpan((signal + 1) * columns, columns);
            for (var column = 0; column < columns; column++)
                row[column] = signalsOfFeatures[column].Contains(signal) ? model.Baseline[column] : features[column];
        }

        return rows;
    }

    /// <param name="answers">The answers to <see cref="Rows"/>.</param>
    /// <returns>Largest magnitude first; signals that make no difference are left out.</returns>
    public static IReadOnlyList<Contribution> Of(ModelDeclaration model, ReadOnlySpan<float> answers)
    {
        var differences = new double[model.Signals.Count];
        var total = 0.0;
        for (var signal = 0; signal < differences.Length; signal++)
        {
            differences[signal] = (double)answers[0] - answers[signal + 1];
            total += Math.Abs(differences[signal]);
        }

        return !(total > 0)
            ? []
            : [.. differences
                .Select((difference, signal) => new Contribution(model.Signals[signal].Name, Math.Round(difference / total, 4)))
                .Where(c => c.Share != 0)
                .OrderByDescending(c => Math.Abs(c.Share)).ThenBy(c => c.Signal, StringComparer.Ordinal)];
    }
}
