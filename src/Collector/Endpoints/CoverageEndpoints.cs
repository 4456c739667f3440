using System.Globalization;
using Jinan.IndustryBrain.Collector.Coverage;
using Jinan.IndustryBrain.Contracts.Frames;

namespace Jinan.IndustryBrain.Collector.Endpoints;

/// <summary>The coverage ledger.</summary>
internal static class CoverageEndpoints
{
    public static void MapCoverage(this IEndpointRouteBuilder app) => app.MapGet("/coverage", Get);

    private static IResult Get(CollectorService service, TimeProvider time, string factory, string? signal, string? from, string? to)
    {
        if (service.Find(factory) is not { } collector)
            return CollectorEndpoints.UnknownFactory(factory);
        var now = UnixTime.Of(time.GetUtcNow());
        if (!TryTime(from, now - (24L * 3600 * 1_000_000_000), out var start) || !TryTime(to, now, out var end) || end < start)
            return Results.Problem(
                "from and to are times such as 2026-11-23T12:00:00Z, from not after to; without them the last 24 hours are meant.", statusCode: 400);
        var signals = collector.Signals.Where(definition => signal is null || definition.FullName == signal).ToArray();
        if (signals.Length == 0)
            return Results.Problem($"There is no signal '{signal}' in {factory}; GET /signals?factory={factory} lists them as asset/name.", statusCode: 404);
        return Results.Json(
            signals.Select(definition => Report(collector, definition, start, end)).ToArray(), AnswersJson.Default.CoverageReportArray);
    }

    private static CoverageReport Report(FactoryCollector collector, SignalDefinition signal, long from, long to)
    {
        var pieces = collector.Stores.Ledger.Query(signal.Connection, signal.Id, from, to, collector.AliveThroughOf(signal.Connection));
        double Share(CoverageState state) =>
            to > from ? pieces.Where(piece => piece.State == state).Sum(piece => (double)(piece.To - piece.From)) / (to - from) : 0;
        return new CoverageReport(
            collector.Factory,
            signal.FullName,
            UnixTime.ToDateTime(from)!.Value,
            UnixTime.ToDateTime(to)!.Value,
            Share(CoverageState.Covered),
            Share(CoverageState.Filled),
            [
                .. pieces.Select(piece => new CoverageInterval(
                    UnixTime.ToDateTime(piece.From)!.Value, UnixTime.ToDateTime(piece.To)!.Value, piece.State, piece.Reason, piece.Values)),
            ]);
    }

    private static bool TryTime(string? text, long otherwise, out long time)
    {
        time = otherwise;
        if (text is null)
            return true;
        if (!DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var parsed))
            return false;
        time = UnixTime.Of(parsed);
        return true;
    }
}

/// <summary>Coverage of one signal: an entry of <c>GET /coverage</c>.</summary>
/// <param name="Factory">The factory.</param>
/// <param name="Signal"><c>asset/name</c>.</param>
/// <param name="From">Beginning of the time that was asked for.</param>
/// <param name="To">End of it.</param>
/// <param name="Covered">The covered part of it, 0 to 1.</param>
/// <param name="Filled">The part that was not covered and that history filled, 0 to 1.</param>
/// <param name="Intervals">The time piece by piece, without gaps between the pieces.</param>
internal sealed record CoverageReport(
    string Factory, string Signal, DateTimeOffset From, DateTimeOffset To, double Covered, double Filled, IReadOnlyList<CoverageInterval> Intervals);

/// <summary>One piece.</summary>
/// <param name="From">Beginning.</param>
/// <param name="To">End.</param>
/// <param name="State">What is known of it.</param>
/// <param name="Reason">Why changes may be, or were, missing.</param>
/// <param name="Values">Of what history filled: how many values it had for the whole interval.</param>
internal sealed record CoverageInterval(DateTimeOffset From, DateTimeOffset To, CoverageState State, NotCoveredReason? Reason, long? Values);
