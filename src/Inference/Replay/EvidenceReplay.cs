using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Inference.Insights;
using Jinan.IndustryBrain.Inference.Rollout;
using Jinan.IndustryBrain.Inference.Windows;

namespace Jinan.IndustryBrain.Inference.Replay;

/// <summary>
/// Builds the window behind an insight again from what the historian keeps, by the rules by which it was built then, and holds
/// it against the insight's digest. Where the same capsule still runs, it is asked again.
/// </summary>
internal sealed class EvidenceReplay(IStoredValues values, CapsuleCatalog catalog, InsightMaker maker, WindowOptions options)
{
    private const long NsPerTick = 100;

    // A later value says whether a lost connection had really lost something (see SampleBuffer.Insert).
    private const long LookAheadNs = 60L * 1_000_000_000;

    // The same row in another batch may differ in its last bits.
    private const double Tolerance = 1e-6;

    public async Task<ReplayAnswer> ReplayAsync(Insight insight, CancellationToken cancellation)
    {
        var definitions = (await values.SignalsAsync(insight.Factory, cancellation).ConfigureAwait(false))
            .ToDictionary(signal => signal.FullName, StringComparer.Ordinal);
        var span = new WindowSpan(Ns(insight.Window.From), Ns(insight.Window.To), insight.Window.Context);
        var closing = new FramePosition(insight.Evidence.Epoch, insight.Evidence.LastSequence);
        var buffers = await Task.WhenAll(insight.Evidence.Signals.Where(definitions.ContainsKey)
            .Select(name => FillAsync(insight.Factory, definitions[name], span, closing, cancellation))).ConfigureAwait(false);

        var kept = buffers.Sum(buffer => (long)buffer.Of(span.From, span.To).Length);
        var digest = WindowDigest.Of(buffers, span);
        var verdict = digest == insight.Evidence.Digest ? "equal"
            : kept == 0 ? "gone"
            : kept < insight.Evidence.Values ? "incomplete" : "differs";
        if (verdict != "equal")
            return new ReplayAnswer(verdict, kept, digest, "not_asked", null, null, InsightSentences.OtherWindow.Of());
        if (insight.State != InsightState.Computed)
            return new ReplayAnswer(verdict, kept, digest, "not_asked", null, null, InsightSentences.NoAnswerThen.Of());
        var model = catalog.Running.Where(running => running.Version.Capsule.Digest == insight.Model.Digest)
            .SelectMany(running => running.Version.Models).FirstOrDefault(model => model.Model.Id == insight.Model.Name);
        return model is null
            ? new ReplayAnswer(verdict, kept, digest, "not_running", null, null, null)
            : await AskAsync(model, insight, span, closing, buffers, definitions, digest, kept, cancellation).ConfigureAwait(false);
    }

    private async Task<ReplayAnswer> AskAsync(
        ModelInService model, Insight insight, WindowSpan span, FramePosition closing, SampleBuffer[] buffers,
        Dictionary<string, SignalDefinition> definitions, string digest, long kept, CancellationToken cancellation)
    {
        var instance = new ModelInstance(model, insight.Asset, insight.AssetType);
        var signals = buffers.ToDictionary(buffer => buffer.Definition.Name, StringComparer.Ordinal);

        // It bounds the window, which is known; its values are not part of it.
        if (model.Model.Window.Context is { } context && definitions.TryGetValue($"{insight.Asset}/{context}", out var definition))
            signals.TryAdd(context, new SampleBuffer(definition));
        instance.Bind(signals);
        var window = new WindowAssembler(new FactoryIdentity(insight.Factory, insight.Enterprise, insight.Sector), options)
            .Assemble(instance, span, closing);
        var (again, reason) = await maker.MakeAsync(window, cancellation).ConfigureAwait(false);
        if (again.Value is not { } value)
            return new ReplayAnswer("equal", kept, digest, "not_asked", null, null, reason);
        var isSame = insight.Value is { } then && IsNear(value, then) && IsSame(insight.Interval, Intervals.Of(model.Model, then));
        return new ReplayAnswer("equal", kept, digest, isSame ? "same" : "other", value, again.Interval, null);
    }

    private static bool IsNear(double value, double then) => Math.Abs(value - then) <= Tolerance * Math.Max(1, Math.Abs(then));

    // Of the value of then: one that is near it may lie across the end of a bin, and have another interval.
    private static bool IsSame(PredictionInterval? then, PredictionInterval? again) => then is null || again is null
        ? then == again
        : IsNear(again.Low, then.Low) && IsNear(again.High, then.High) && IsNear(again.Coverage, then.Coverage) && again.IsOpen == then.IsOpen;

    private async Task<SampleBuffer> FillAsync(
        string factory, SignalDefinition definition, WindowSpan span, FramePosition closing, CancellationToken cancellation)
    {
        var buffer = new SampleBuffer(definition);
        var samples = await values.ValuesAsync(factory, definition.FullName, span.From, span.To + LookAheadNs, closing, cancellation).ConfigureAwait(false);
        foreach (var sample in samples.Where(sample => sample.Time <= sample.Received + options.MaxFutureNs))
        {
            var counts = SampleQuality.Counts(sample.Status, options.UncertainCounts);
            var isText = definition.Type == SignalType.Text;
            buffer.Insert(sample with
            {
                Number = counts && !isText ? sample.Number : double.NaN,
                Text = counts && isText ? sample.Text : null,
                IsGap = SampleQuality.IsConnectionLoss(sample.Status),
            });
        }

        return buffer;
    }

    private static long Ns(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * NsPerTick;
}

/// <summary>The answer to <c>POST /replay</c>.</summary>
/// <param name="Verdict"><c>equal</c>, <c>differs</c>, <c>incomplete</c> (fewer values are kept than there were) or <c>gone</c>.</param>
/// <param name="Values">How many values of the window are kept.</param>
/// <param name="Digest">Of these.</param>
/// <param name="Model"><c>same</c> or <c>other</c> answer or interval, <c>not_running</c>, or <c>not_asked</c>.</param>
/// <param name="Value">The answer now.</param>
/// <param name="Interval">Around it; null where the model declares none.</param>
/// <param name="Reason">Why the model was not asked or did not answer.</param>
/// <param name="ReasonCode">Which sentence that is.</param>
internal sealed record ReplayAnswer(
    string Verdict, long Values, string Digest, string Model, double? Value, PredictionInterval? Interval, string? Reason, SentenceCode? ReasonCode)
{
    public ReplayAnswer(string verdict, long values, string digest, string model, double? value, PredictionInterval? interval, Sentence? reason)
        : this(verdict, values, digest, model, value, interval, reason?.Text, reason?.Code)
    {
    }
}
