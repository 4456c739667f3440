using System.Text.Json;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Inference.Windows;
using Jinan.IndustryBrain.Inference.Workers;

namespace Jinan.IndustryBrain.Inference.Insights;

/// <summary>Makes an insight of a window: asks the model if it may be asked, and says why not otherwise.</summary>
internal sealed class InsightMaker(TimeProvider time)
{
    public async Task<MadeInsight> MakeAsync(ClosedWindow window, CancellationToken cancellation)
    {
        if (window.State != InsightState.Computed)
            return Of(window, window.State, window.Reason, null, []);
        var model = window.Model.Model;
        try
        {
            var answers = await window.Model.Predictor.PredictAsync(
                window.Model.Index,
                window.Features.Length,
                Contributions.Rows(model, window.Features, window.SignalsOfFeatures),
                cancellation).ConfigureAwait(false);
            return Answered(window, model, answers);
        }
        catch (ModelFailedException e)
        {
            return Of(window, InsightState.ModelFailed, new Sentence(null, e.Message), null, []);
        }
    }

    private MadeInsight Answered(ClosedWindow window, ModelDeclaration model, float[] answers)
    {
        double value = answers[0];
        if (!double.IsFinite(value))
            return Of(window, InsightState.ModelFailed, InsightSentences.OddAnswer.Of(value), null, []);

        return model.AnswerOf(value) is { } answer
            ? Of(window, InsightState.Computed, null, answer, Contributions.Of(model, answers))
            : Of(window, InsightState.BeyondHorizon, InsightSentences.BeyondModel.Of(model.Result.Max, model.Result.Unit), null, []);
    }

    private MadeInsight Of(
        ClosedWindow window, InsightState state, Sentence? reason, double? value, IReadOnlyList<Contribution> contributions)
    {
        var (capsule, model) = (window.Model.Capsule, window.Model.Model);
        var span = new InsightWindow(
            model.Window.Kind == WindowKind.Grid ? "grid" : "context", At(window.Span.From), At(window.Span.To), window.Span.Context);
        var insight = new Insight
        {
            Id = InsightId.Of(window.Factory.Factory, window.Asset, capsule.Id, model.Id, span),
            Factory = window.Factory.Factory,
            Enterprise = window.Factory.Enterprise,
            Sector = window.Factory.Sector,
            Asset = window.Asset,
            AssetType = window.AssetType,
            Model = new ModelReference(capsule.Id, capsule.Version, window.Model.Digest, model.Id, KindOf(model)),
            Window = span,
            State = state,
            Reason = reason?.Text,
            Value = value,
            Unit = model.Result.Unit,
            Interval = Intervals.Of(model, value),
            Level = LevelOf(model.Thresholds, value, window.IsRetrospective),
            Contributions = contributions,
            Evidence = window.Evidence,
            Retrospective = window.IsRetrospective,
            Hops = new HopTimes(At(window.NewestSource), At(window.NewestReceived), time.GetUtcNow()),
        };
        return new MadeInsight(insight, reason);
    }

    private static InsightLevel LevelOf(ThresholdDeclaration? thresholds, double? value, bool isRetrospective)
    {
        if (value is not { } number || isRetrospective)
            return InsightLevel.None;
        if (thresholds is null)
            return InsightLevel.Ok;
        bool Reaches(double limit) => thresholds.Direction == "above" ? number >= limit : number <= limit;
        return Reaches(thresholds.Alarm) ? InsightLevel.Alarm : Reaches(thresholds.Warning) ? InsightLevel.Warning : InsightLevel.Ok;
    }

    private static string KindOf(ModelDeclaration model) => JsonSerializer.SerializeToElement(model.Kind, CapsuleJson.Default.ModelKind).GetString()!;

    private static DateTimeOffset At(long unixNs) => DateTimeOffset.UnixEpoch.AddTicks(unixNs / 100);
}

/// <summary>An insight, and its reason as a sentence that a page can say in its reader's language: the insight's JSON has the English alone.</summary>
internal readonly record struct MadeInsight(Insight Insight, Sentence? Reason);
