using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Historian.Insights;
using Jinan.IndustryBrain.Historian.Segments;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>The REST of the historian; the README describes it for those who call.</summary>
internal static class QueryEndpoints
{
    private const int DefaultLimit = 10_000;
    private const int MaxLimit = 1_000_000;
    private const int MaxBuckets = 20_000;

    public static void MapQueries(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/signals", Signals);
        endpoints.MapGet("/values", Values);
        endpoints.MapGet("/values/last", LastAsync);
        endpoints.MapGet("/values/as-of", AsOfAsync);
        endpoints.MapGet("/values/buckets", BucketsAsync);
        endpoints.MapGet("/insights", Insights);
        endpoints.MapGet("/stats", Stats);
    }

    private static IResult Signals(HttpRequest request, FactoryStores stores)
    {
        var parameters = new Parameters(request.Query, stores);
        var records = parameters.Factory();
        return parameters.IsFaulty(out var problem)
            ? problem
            : Results.Json(new SignalsAnswer(records!.Values.Factory, [.. records.Values.Catalogue.Signals.Select(SignalAnswer.Of)]),
                HistorianJson.Default.SignalsAnswer);
    }

    private static IResult Values(HttpRequest request, FactoryStores stores, ValueQueries queries)
    {
        var parameters = new Parameters(request.Query, stores);
        var records = parameters.Factory();
        var signal = parameters.Signal(records, required: false);
        var from = parameters.Time("from", long.MinValue);
        var to = parameters.Time("to", long.MaxValue);
        var limit = parameters.Limit(DefaultLimit, MaxLimit);
        var after = parameters.After();
        if (from >= to)
            parameters.Fault("to", "is not after from");
        return parameters.IsFaulty(out var problem)
            ? problem
            : new ValuesResult(
                records!.Values, queries.RangeAsync(records.Values, signal?.Id, from, to, after, limit, request.HttpContext.RequestAborted), limit);
    }

    private static Task<IResult> LastAsync(HttpRequest request, FactoryStores stores, ValueQueries queries, CancellationToken ct) =>
        NewestAsync(new(request.Query, stores), _ => long.MaxValue, queries, ct);

    private static Task<IResult> AsOfAsync(HttpRequest request, FactoryStores stores, ValueQueries queries, CancellationToken ct) =>
        NewestAsync(new(request.Query, stores), parameters => parameters.RequiredTime("at"), queries, ct);

    private static async Task<IResult> NewestAsync(
        Parameters parameters, Func<Parameters, long> readTime, ValueQueries queries, CancellationToken ct)
    {
        var records = parameters.Factory();
        var signal = parameters.Signal(records, required: false);
        var at = readTime(parameters);
        if (parameters.IsFaulty(out var problem))
            return problem;
        var store = records!.Values;
        int[] signals = signal is not null ? [signal.Id] : [.. store.Catalogue.Signals.Select(known => known.Id)];
        var values = signals.Length == 0 ? [] : await queries.AsOfAsync(store, signals, at, ct);
        return new ValuesResult(store, values.ToAsyncEnumerable(), limit: int.MaxValue);
    }

    private static async Task<IResult> BucketsAsync(HttpRequest request, FactoryStores stores, BucketQuery query, CancellationToken ct)
    {
        var parameters = new Parameters(request.Query, stores);
        var records = parameters.Factory();
        var signal = parameters.Signal(records, required: true);
        var from = parameters.RequiredTime("from");
        var to = parameters.RequiredTime("to");
        var width = parameters.Width();
        var uncertain = parameters.Flag("uncertain");
        if (from >= to)
            parameters.Fault("to", "is not after from");
        else if (((Int128)to - from + width - 1) / width > MaxBuckets)
            parameters.Fault("width", $"makes more than {MaxBuckets} buckets: use a larger width or a shorter range");
        if (signal?.Type == SignalType.Text)
            parameters.Fault("signal", "holds text, which has no minimum, maximum or average");
        if (parameters.IsFaulty(out var problem))
            return problem;
        var buckets = await query.RunAsync(records!.Values, new(signal!, from, to, width, uncertain), ct);
        return Results.Json(BucketsAnswer.Of(records.Values.Factory, signal!, from, to, buckets), HistorianJson.Default.BucketsAnswer);
    }

    private static IResult Insights(HttpRequest request, FactoryStores stores)
    {
        var parameters = new Parameters(request.Query, stores);
        var records = parameters.Factory();
        var query = new InsightQuery(
            parameters.Text("asset"), parameters.Text("model"), null,
            Bound("from", DateTimeOffset.MinValue), Bound("to", DateTimeOffset.MaxValue), parameters.Limit(100, 10_000));
        if (parameters.Text("state") is { } text)
        {
            if (InsightQuery.TryParseState(text, out var state))
                query = query with { State = state };
            else
                parameters.Fault("state", $"'{text}' is not known: use {string.Join(", ", InsightQuery.StateNames)}");
        }
        if (parameters.IsFaulty(out var problem))
            return problem;
        return new InsightsResult(records!.Values.Factory, records.Insights.QueryAsync(query, request.HttpContext.RequestAborted));

        DateTimeOffset Bound(string name, DateTimeOffset otherwise) =>
            parameters.Time(name, long.MinValue) is var time && time > long.MinValue ? TimeText.ToDateTime(time) : otherwise;
    }

    private static IResult Stats(FactoryStores stores, HistorianMetrics metrics) =>
        Results.Json(StatsAnswer.Of(stores, metrics), HistorianJson.Default.StatsAnswer);
}
