using System.Text.Json;
using System.Text.RegularExpressions;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Brain.Ingest;

/// <summary>
/// Whether one item of a batch is an insight and nothing more. Every text is short and every list is bounded: there is no
/// room in an insight for a window of telemetry.
/// </summary>
internal static partial class InsightCheck
{
    private const int MaxSignals = 64;
    private const int LongestReason = 300;
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <returns>Why it is refused, or null.</returns>
    public static Sentence? TryRead(JsonElement item, DateTimeOffset now, out Insight? insight)
    {
        insight = null;
        try
        {
            insight = item.Deserialize(ContractsJson.Default.Insight);
        }
        catch (JsonException fault)
        {
            return RefusalSentences.NoInsight.Of(Shortened(fault.Message));
        }

        return insight is null ? RefusalSentences.Null.Of() : FindFault(insight, now);
    }

    private static Sentence? FindFault(Insight insight, DateTimeOffset now)
    {
        if (insight.Schema != Insight.CurrentSchema)
            return RefusalSentences.UnknownSchema.Of(insight.Schema, Insight.CurrentSchema);
        if (FindBadName(insight) is { } name)
            return RefusalSentences.BadName.Of(name);
        if (insight.Window.Kind is not "grid" and not "context")
            return RefusalSentences.BadWindowKind.Of();
        if (insight.Window.From > insight.Window.To || insight.Window.To > now + Ahead)
            return RefusalSentences.BadWindow.Of();
        if (insight.Id != InsightId.Of(insight.Factory, insight.Asset, insight.Model.Capsule, insight.Model.Name, insight.Window))
            return RefusalSentences.OtherId.Of();
        if (!Digest().IsMatch(insight.Model.Digest) || (insight.Evidence.Digest.Length > 0 && !Digest().IsMatch(insight.Evidence.Digest)))
            return RefusalSentences.BadDigest.Of();
        if (insight.Reason?.Length > LongestReason)
            return RefusalSentences.ReasonTooLong.Of(LongestReason);
        if (insight.State == InsightState.Computed != insight.Value.HasValue)
            return RefusalSentences.ValueAndState.Of();
        if (insight.Value is { } value && !double.IsFinite(value))
            return RefusalSentences.NotFinite.Of();
        if (insight.Interval is { } interval && !Holds(interval, insight.Value))
            return RefusalSentences.BadInterval.Of();
        if (insight.Evidence.Coverage is not (>= 0 and <= 1))
            return RefusalSentences.BadCoverage.Of();
        if (insight.Evidence.Signals.Count > MaxSignals || insight.Contributions.Count > MaxSignals)
            return RefusalSentences.TooManySignals.Of(MaxSignals);
        return insight.Contributions.Any(contribution => contribution.Share is not (>= -1 and <= 1))
            ? RefusalSentences.BadShare.Of()
            : null;
    }

    private static bool Holds(PredictionInterval interval, double? value) =>
        double.IsFinite(interval.Low) && double.IsFinite(interval.High)
        && value >= interval.Low && value <= interval.High && interval.Coverage is > 0 and < 1;

    private static string? FindBadName(Insight insight)
    {
        IEnumerable<(string Field, string? Value, bool Optional)> names =
        [
            ("factory", insight.Factory, false), ("enterprise", insight.Enterprise, false), ("sector", insight.Sector, false),
            ("asset", insight.Asset, false), ("assetType", insight.AssetType, false),
            ("model.capsule", insight.Model.Capsule, false), ("model.version", insight.Model.Version, false),
            ("model.name", insight.Model.Name, false), ("model.kind", insight.Model.Kind, false),
            ("window.context", insight.Window.Context, true), ("label", insight.Label, true),
            .. insight.Evidence.Signals.Select(signal => ("evidence.signals", (string?)signal, false)),
            .. insight.Contributions.Select(contribution => ("contributions", (string?)contribution.Signal, false)),
        ];
        foreach (var (field, value, optional) in names)
        {
            if (value is null ? !optional : !Name().IsMatch(value))
                return field;
        }

        return insight.Unit is { } unit && !Unit().IsMatch(unit) ? "unit" : null;
    }

    private static string Shortened(string text) => text.Length <= 200 ? text : text[..200];

    [GeneratedRegex(@"^[\p{L}\p{Nd} ._\-/:+]{1,120}$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[\p{L}\p{Nd}%°µ./*^\[\]{}()\-]{1,20}$")]
    private static partial Regex Unit();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Digest();
}
