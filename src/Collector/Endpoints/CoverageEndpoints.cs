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
        var covered = pieces.Where(piece => piece.State == CoverageState.Covered).Sum(piece => (double)(piece.To - piece.From));
        return new CoverageReport(
            collector.Factory,
            signal.FullName,
            UnixTime.ToDateTime(from)!.Value,
            UnixTime.ToDateTime(to)!.Value,
            to > from ? covered / (to - from) : 0,
            [
                .. pieces.Select(piece => new CoverageInterval(
                    UnixTime.ToDateTime(piece.From)!.Value, UnixTime.ToDateTime(piece.To)!.Value, piece.State, piece.Reason)),
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
/// <param name="Intervals">The time piece by piece, without gaps between the pieces.</param>
internal sealed record CoverageReport(
    string Factory, string Signal, DateTimeOffset From, DateTimeOffset To, double Covered, IReadOnlyList<CoverageInterval> Intervals);

/// <summary>One piece.</summary>
internal sealed record CoverageInterval(DateTimeOffset From, DateTimeOffset To, CoverageState State, NotCoveredReason? Reason);
