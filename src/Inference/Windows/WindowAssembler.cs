using Jinan.IndustryBrain.Capsules.Features;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Inference.Windows;

/// <summary>Takes what a window needs out of the buffers: features, evidence, and whether the model may be asked at all.</summary>
internal sealed class WindowAssembler(FactoryIdentity factory, WindowOptions options)
{
    /// <param name="closing">The frame that showed that the window is over.</param>
    public ClosedWindow Assemble(ModelInstance instance, WindowSpan span, FramePosition closing)
    {
        var inputs = instance.Inputs.OfType<SampleBuffer>().ToList();
        var facts = Facts.Of(inputs, span, closing);
        var (state, reason, features, coverage) = Look(instance, span);
        return new ClosedWindow
        {
            Model = instance.Model,
            Factory = factory,
            Asset = instance.Asset,
            AssetType = instance.AssetType,
            Span = span,
            State = state,
            Reason = reason,
            Features = features,
            SignalsOfFeatures = instance.SignalsOfFeatures,
            Evidence = new Evidence(
                [.. inputs.Select(i => i.Definition.FullName).Order(StringComparer.Ordinal)],
                coverage, facts.Values, WindowDigest.Of(inputs, span), closing.Epoch, facts.FirstSequence, closing.Sequence),
            NewestSource = facts.NewestSource,
            NewestReceived = facts.NewestReceived,
            IsRetrospective = facts.NeededHistory || facts.Lateness > options.RetrospectiveAfterNs,
        };
    }

    private static (InsightState State, Sentence? Reason, float[] Features, double Coverage) Look(ModelInstance instance, WindowSpan span)
    {
        if (instance.Problem is { } problem)
            return (instance.IsMisconfigured ? InsightState.NotConfigured : InsightState.InputMissing, problem, [], 0);
        if (span.IsTooLong)
            return (InsightState.BeyondHorizon,
                InsightSentences.ContextTooLong.Of(span.Context, instance.Model.Model.Window.MaxMs / 1000.0), [], 0);

        var declared = instance.Model.Model;
        var samples = new SignalSamples[declared.Signals.Count];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = SamplesOf(instance.Inputs[i]!.Of(span.From, span.To));
        var features = new float[instance.Extractor.Count];
        var covered = new double[samples.Length];
        var coverage = instance.Extractor.Compute(samples, span.From, span.To, features, covered);

        var unknown = declared.Signals.Where((_, i) => covered[i] <= 0).Select(s => s.Name).ToList();
        if (unknown.Count > 0)
            return (InsightState.InputMissing, InsightSentences.NoGoodValue.Of(string.Join(", ", unknown)), [], coverage);
        if (coverage < declared.Coverage)
            return (InsightState.CoverageTooLow,
                InsightSentences.CoverageTooLow.Of(Math.Floor(coverage * 100), Math.Round(declared.Coverage * 100, 1), declared.Signals[Array.IndexOf(covered, coverage)].Name),
                [], coverage);
        var odd = Array.FindIndex(features, f => !float.IsFinite(f));
        return odd >= 0
            ? (InsightState.ModelFailed, InsightSentences.NotFinite.Of(declared.Features[odd].Name), [], coverage)
            : (InsightState.Computed, null, features, coverage);
    }

    private static SignalSamples SamplesOf(ReadOnlySpan<Sample> samples)
    {
        var times = new long[samples.Length];
        var values = new double[samples.Length];
        for (var i = 0; i < samples.Length; i++)
            (times[i], values[i]) = (samples[i].Time, samples[i].Number);
        return new SignalSamples(times, values);
    }

    /// <summary>What the evidence says of the window's values.</summary>
    /// <param name="Lateness">
    /// How long the newest value took. The clock of a server that is behind is made up for, or all of its values were late and nothing
    /// of its machines ever warned; that of one that is ahead is not, for where values are stamped by their receipt it is nobody's.
    /// </param>
    /// <param name="NeededHistory">
    /// It was over before all its values were there: history brought them afterwards. A window that goes on beyond an outage, and
    /// whose hole was filled while it lasted, tells of the present.
    /// </param>
    private readonly record struct Facts(long Values, long FirstSequence, long NewestSource, long NewestReceived, long Lateness, bool NeededHistory)
    {
        public static Facts Of(List<SampleBuffer> inputs, WindowSpan span, FramePosition closing)
        {
            long values = 0, source = span.From, received = span.From, lateness = 0;
            var first = closing;
            var neededHistory = false;
            foreach (var input in inputs)
            {
                foreach (ref readonly var sample in input.Of(span.From, span.To))
                {
                    values++;
                    // The value that holds at the start as well: all of the window may be made of it.
                    neededHistory |= sample.IsHistory && sample.ReceivedByServerClock >= span.To;
                    if (sample.Time < span.From)
                        continue;
                    if (sample.Frame < first)
                        first = sample.Frame;
                    if (sample.Time > source || (sample.Time == source && sample.Received > received))
                        (source, received, lateness) = (sample.Time, sample.Received, Math.Min(sample.Received, sample.ReceivedByServerClock) - sample.Time);
                }
            }

            // Without a value inside, the window's end is the newest that is known of it.
            return source == span.From && received == span.From
                ? new Facts(values, closing.Sequence, span.To, span.To, 0, neededHistory)
                : new Facts(values, first.Epoch == closing.Epoch ? first.Sequence : 1, source, received, lateness, neededHistory);
        }
    }
}
