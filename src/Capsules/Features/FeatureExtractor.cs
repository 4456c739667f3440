using Jinan.IndustryBrain.Capsules.Format;

namespace Jinan.IndustryBrain.Capsules.Features;

/// <summary>
/// Makes a model's input from a window's values. Training and production use this one class, so that a model sees in a factory
/// what it saw when it was trained. The result depends on the values alone: not on how they were batched or when they came.
/// Not thread-safe: it keeps its buffers.
/// </summary>
public sealed class FeatureExtractor
{
    private readonly ModelDeclaration _model;
    private readonly Plan[] _plans;
    private double[][] _held;
    private double[] _chosen = [];
    private double[] _seconds = [];
    private double[] _scratch = [];

    private FeatureExtractor(ModelDeclaration model, Plan[] plans)
    {
        _model = model;
        _plans = plans;
        _held = [.. model.Signals.Select(_ => Array.Empty<double>())];
    }

    /// <summary>Length of the vector.</summary>
    public int Count => _plans.Length;

    /// <param name="model">A declaration whose features refer to its own signals and earlier features.</param>
    /// <exception cref="CapsuleFormatException">A feature refers to something that is not there.</exception>
    public static FeatureExtractor Create(ModelDeclaration model)
    {
        var signals = model.Signals.Select((s, i) => (s.Name, i)).ToDictionary(s => s.Name, s => s.i);
        var earlier = new Dictionary<string, int>();
        var plans = new Plan[model.Features.Count];
        for (var i = 0; i < plans.Length; i++)
        {
            plans[i] = PlanOf(model.Features[i], signals, earlier);
            if (!earlier.TryAdd(model.Features[i].Name, i))
                throw new CapsuleFormatException($"Model '{model.Id}' has two features named '{model.Features[i].Name}'.");
        }

        return new FeatureExtractor(model, plans);
    }

    /// <param name="signals">One entry a declared signal, in the declaration's order.</param>
    /// <param name="from">Unix ns, inclusive.</param>
    /// <param name="to">Unix ns, exclusive.</param>
    /// <param name="features">Takes <see cref="Count"/> numbers.</param>
    /// <returns>0 to 1: the least covered signal's share of ticks with a known good value.</returns>
    public double Compute(ReadOnlySpan<SignalSamples> signals, long from, long to, Span<float> features) =>
        Compute(signals, from, to, features, stackalloc double[signals.Length]);

    /// <inheritdoc cref="Compute(ReadOnlySpan{SignalSamples}, long, long, Span{float})"/>
    /// <param name="coverageOfSignals">Takes each signal's share of ticks with a known good value.</param>
    public double Compute(
        ReadOnlySpan<SignalSamples> signals, long from, long to, Span<float> features, Span<double> coverageOfSignals)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(signals.Length, _model.Signals.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(coverageOfSignals.Length, signals.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, Count);
        var ticks = HeldSignal.Ticks(from, to, _model.Window.ResampleMs);
        Reserve(ticks);
        var coverage = signals.IsEmpty || ticks == 0 ? 0.0 : 1.0;
        for (var i = 0; i < signals.Length; i++)
        {
            var held = _held[i].AsSpan(0, ticks);
            HeldSignal.Resample(signals[i], from, _model.Window.ResampleMs, held);
            coverageOfSignals[i] = Known(held);
            coverage = Math.Min(coverage, coverageOfSignals[i]);
        }

        for (var i = 0; i < _plans.Length; i++)
            features[i] = (float)Value(_plans[i], signals, from, to, ticks, features);
        return coverage;
    }

    /// <summary>For each feature the indexes of the signals it is made of: for telling a signal's share in an answer.</summary>
    public IReadOnlyList<IReadOnlySet<int>> SignalsOfFeatures()
    {
        var sources = new List<IReadOnlySet<int>>();
        foreach (var plan in _plans)
            sources.Add(plan.Signal >= 0
                ? new HashSet<int> { plan.Signal }
                : new HashSet<int>(sources[plan.First].Concat(sources[plan.Second])));
        return sources;
    }

    private double Value(
        in Plan plan, ReadOnlySpan<SignalSamples> signals, long from, long to, int ticks, ReadOnlySpan<float> earlier)
    {
        if (plan.Signal < 0)
        {
            double first = earlier[plan.First], second = earlier[plan.Second];
            return plan.IsRatio ? (Math.Abs(second) < 1e-9 ? 0 : first / second) : first - second;
        }

        if (plan.Statistic == Statistic.Changes)
            return HeldSignal.Changes(signals[plan.Signal], from, to);
        var count = Choose(plan, ticks);
        return StatisticOf.Compute(
            plan.Statistic, _chosen.AsSpan(0, count), _seconds.AsSpan(0, count), _scratch, _model.Window.ResampleMs / 1000.0);
    }

    private int Choose(in Plan plan, int ticks)
    {
        var held = _held[plan.Signal].AsSpan(0, ticks);
        var condition = plan.FilterSignal >= 0 ? _held[plan.FilterSignal] : null;
        var count = 0;
        for (var tick = 0; tick < ticks; tick++)
        {
            if (double.IsNaN(held[tick]) || (condition is not null && !Holds(plan.Filter!, condition[tick])))
                continue;
            _chosen[count] = held[tick];
            _seconds[count++] = tick * (_model.Window.ResampleMs / 1000.0);
        }

        return count;
    }

    private static bool Holds(TickFilter filter, double value) =>
        !double.IsNaN(value)
        && (filter.EqualTo is not { } equal || value == equal)
        && (filter.Above is not { } above || value > above)
        && (filter.Below is not { } below || value < below)
        && (filter.AbsAbove is not { } magnitude || Math.Abs(value) > magnitude);

    private static double Known(ReadOnlySpan<double> held)
    {
        var known = 0;
        foreach (var value in held)
            if (!double.IsNaN(value))
                known++;
        return held.IsEmpty ? 0 : (double)known / held.Length;
    }

    private void Reserve(int ticks)
    {
        if (_chosen.Length >= ticks)
            return;
        _held = [.. _held.Select(_ => new double[ticks])];
        _chosen = new double[ticks];
        _seconds = new double[ticks];
        _scratch = new double[ticks];
    }

    private static Plan PlanOf(FeatureDeclaration feature, Dictionary<string, int> signals, Dictionary<string, int> earlier)
    {
        switch (feature)
        {
            case { Signal: { } signal, Statistic: { } statistic, Ratio: null, Difference: null }:
                return new Plan(
                    Index(signals, signal, feature, "signal"), statistic,
                    feature.Where is { } filter ? Index(signals, filter.Signal, feature, "signal") : -1, feature.Where, -1, -1, false);
            case { Signal: null, Statistic: null, Where: null, Ratio: [var first, var second], Difference: null }:
                return new Plan(
                    -1, default, -1, null, Index(earlier, first, feature, "earlier feature"),
                    Index(earlier, second, feature, "earlier feature"), true);
            case { Signal: null, Statistic: null, Where: null, Ratio: null, Difference: [var first, var second] }:
                return new Plan(
                    -1, default, -1, null, Index(earlier, first, feature, "earlier feature"),
                    Index(earlier, second, feature, "earlier feature"), false);
            default:
                throw new CapsuleFormatException(
                    $"Feature '{feature.Name}' must have either signal and statistic, or ratio, or difference of two earlier features.");
        }
    }

    private static int Index(Dictionary<string, int> names, string name, FeatureDeclaration feature, string what) =>
        names.TryGetValue(name, out var index)
            ? index
            : throw new CapsuleFormatException(
                $"Feature '{feature.Name}' refers to the {what} '{name}', which is not declared. Declared: {string.Join(", ", names.Keys)}.");

    private readonly record struct Plan(
        int Signal, Statistic Statistic, int FilterSignal, TickFilter? Filter, int First, int Second, bool IsRatio);
}
