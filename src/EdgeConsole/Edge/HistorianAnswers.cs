using System.Text.Json;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.EdgeConsole.Edge;

public sealed record SignalsAnswer(string Factory, IReadOnlyList<SignalAnswer> Signals);

public sealed record SignalAnswer(
    int Id, string Signal, string Name, string Asset, string AssetType, string Unit, string Type, string Connection, double SamplingMs)
{
    public bool IsNumber => Type != "text";
}

public sealed record ValuesAnswer(string Factory, IReadOnlyList<ValueAnswer> Values);

public sealed record ValueAnswer(string Signal, DateTimeOffset SourceTime, DateTimeOffset ReceivedTime, JsonElement Value, uint Status)
{
    public double? Number => Value.ValueKind == JsonValueKind.Number ? Value.GetDouble() : null;

    /// <summary>A text, or one of the doubles that JSON has no number for.</summary>
    public string? Text => Value.ValueKind == JsonValueKind.String ? Value.GetString() : null;
}

public sealed record BucketsAnswer(string Signal, string Unit, IReadOnlyList<BucketAnswer> Buckets);

public sealed record BucketAnswer(DateTimeOffset From, long Count, double? Min, double? Max, double? Avg, double Held);

public sealed record InsightsAnswer(string Factory, IReadOnlyList<Insight> Insights);

public sealed record HistorianStats(IReadOnlyList<FactoryStats> Factories);

public sealed record FactoryStats(
    string Factory, long Values, long SegmentBytes, long LogBytes, DateTimeOffset? AliveThrough, DateTimeOffset? NewestValue, long Insights, string? Failure,
    SentenceCode? FailureCode = null);
