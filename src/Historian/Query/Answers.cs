using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Query;

internal sealed record SignalsAnswer(string Factory, IReadOnlyList<SignalAnswer> Signals);

internal sealed record SignalAnswer(
    int Id, string Signal, string Name, string Asset, string AssetType, string Unit, SignalType Type, string Connection, double SamplingMs)
{
    public static SignalAnswer Of(SignalDefinition signal) => new(
        signal.Id, signal.FullName, signal.Name, signal.Asset, signal.AssetType, signal.Unit, signal.Type, signal.Connection, signal.SamplingMs);
}

internal sealed record BucketsAnswer(
    string Factory, string Signal, string Unit, string From, string To, IReadOnlyList<BucketAnswer> Buckets)
{
    public static BucketsAnswer Of(string factory, SignalDefinition signal, long from, long to, IReadOnlyList<Bucket> buckets) => new(
        factory, signal.FullName, signal.Unit, TimeText.Format(from), TimeText.Format(to),
        [.. buckets.Select(bucket => new BucketAnswer(
            TimeText.Format(bucket.From), bucket.Count, Finite(bucket.Min), Finite(bucket.Max), Finite(bucket.Avg), bucket.Held))]);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

internal sealed record BucketAnswer(string From, long Count, double? Min, double? Max, double? Avg, double Held);

internal sealed record StatsAnswer(
    IReadOnlyList<FactoryStats> Factories, long Values, long Insights, long MalformedFrames, long MalformedInsights, long FramesLost)
{
    public static StatsAnswer Of(FactoryStores stores, HistorianMetrics metrics)
    {
        var factories = stores.All.Select(records => FactoryStats.Of(records, metrics))
            .Concat(stores.Failed.Select(failed => new FactoryStats(failed.Key) { Failure = failed.Value.Text, FailureCode = failed.Value.Code }))
            .OrderBy(factory => factory.Factory, StringComparer.Ordinal)
            .ToList();
        return new(
            factories, factories.Sum(factory => factory.Values), factories.Sum(factory => factory.Insights),
            metrics.MalformedFrames, metrics.MalformedInsights, metrics.LostFrames);
    }
}

/// <param name="Factory">Its id.</param>
internal sealed record FactoryStats(string Factory)
{
    public long Values { get; init; }
    public int TailValues { get; init; }
    public int Segments { get; init; }
    public long SegmentBytes { get; init; }
    public long LogBytes { get; init; }
    public string? Position { get; init; }
    /// <summary>Everything that any connection had to report up to here has arrived: the least of all connections.</summary>
    public string? AliveThrough { get; init; }
    public string? NewestValue { get; init; }
    public long Insights { get; init; }
    public DateTimeOffset? NewestInsight { get; init; }
    public long Refetched { get; init; }

    /// <summary>Why the factory's data cannot be used, or why its disk refuses; null when all is well.</summary>
    public string? Failure { get; init; }

    /// <summary>Which sentence that is.</summary>
    public SentenceCode? FailureCode { get; init; }

    public static FactoryStats Of(FactoryRecords records, HistorianMetrics metrics)
    {
        var figures = records.Values.Figures();
        var alive = records.Values.Catalogue.AliveThrough;
        return new(records.Values.Factory)
        {
            Values = figures.Values,
            TailValues = figures.TailValues,
            Segments = figures.Segments,
            SegmentBytes = figures.SegmentBytes,
            LogBytes = figures.LogBytes,
            Position = figures.Position.ToString(),
            AliveThrough = alive.Count > 0 ? TimeText.Format(alive.Values.Min()) : null,
            NewestValue = figures.NewestValue > long.MinValue ? TimeText.Format(figures.NewestValue) : null,
            Insights = records.Insights.Count,
            NewestInsight = records.Insights.Newest,
            Refetched = metrics.RefetchedOf(records.Values.Factory),
            Failure = records.Values.LogFailure?.Message,
            FailureCode = records.Values.LogFailure is { } refused
                ? (refused.IsDiskFull ? StorageSentences.DiskFull : StorageSentences.DiskRefuses).Of(refused.Message).Code
                : null,
        };
    }
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SignalsAnswer))]
[JsonSerializable(typeof(BucketsAnswer))]
[JsonSerializable(typeof(StatsAnswer))]
internal sealed partial class HistorianJson : JsonSerializerContext;
