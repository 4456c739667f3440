using Jinan.IndustryBrain.Collector.Connecting;
using Jinan.IndustryBrain.Collector.Connections;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.Contracts.Sentences;

namespace Jinan.IndustryBrain.Collector.Endpoints;

/// <summary>What the collector answers to the other services of its machine.</summary>
internal static class CollectorEndpoints
{
    public static void MapCollector(this IEndpointRouteBuilder app)
    {
        app.MapGet("/factories", (CollectorService service, CollectorOptions options) =>
            TypedResults.Json(service.Factories.Where(IsConfigured).Select(collector => LogOf(collector, options)).ToArray(), ContractsJson.Default.FactoryLogArray));
        app.MapGet("/signals", (CollectorService service, string factory) =>
            service.Find(factory) is { } collector
                ? Results.Json(collector.Signals.ToArray(), ContractsJson.Default.SignalDefinitionArray)
                : UnknownFactory(factory));
        app.MapGet("/connections", (CollectorService service, string? factory) =>
            Results.Json(
                service.Factories.Where(collector => factory is null || collector.Factory == factory).SelectMany(collector => collector.Reports()).ToArray(),
                AnswersJson.Default.ConnectionReportArray));
        app.MapGet("/configuration", (CollectorService service) =>
            Results.Json(
                service.Files.Select(file => new FileReport(
                    file.Factory, file.Path, file.Result.Configuration is not null, [.. file.Result.Faults.Select(fault => fault.ToString())],
                    FaultAnswer.Of(file.Result.Faults))).ToArray(),
                AnswersJson.Default.FileReportArray));
        app.MapCertificates();
        app.MapFrames();
        app.MapCoverage();
        app.MapConnecting();
    }

    public static IResult UnknownFactory(string factory) =>
        Refused(StatusCodes.Status404NotFound, null, CollectorSentences.NoFactory.Of(factory));

    private static IResult Refused(int status, string? title, Sentence said) =>
        Results.Problem(said.Text, statusCode: status, title: title, extensions: said.ProblemMembers());

    private static bool IsConfigured(FactoryCollector collector) => collector.Configuration is not null;

    private static FactoryLog LogOf(FactoryCollector collector, CollectorOptions options)
    {
        var log = collector.Stores.Log;
        var configuration = collector.Configuration!;
        return new FactoryLog(
            configuration.Factory,
            configuration.Enterprise,
            configuration.Sector,
            new FramePosition(log.Epoch, log.OldestSequence).ToString(),
            new FramePosition(log.Epoch, log.DurableSequence).ToString())
        {
            Fill = FillOf(collector, (long)options.MaxLogMiB << 20),
        };
    }

    private static LogFill FillOf(FactoryCollector collector, long maxBytes)
    {
        var (bytes, rate) = (collector.Stores.Log.Bytes, collector.Stores.Frames.Rate.BytesADay());
        var reason = collector.Stores.Storage.Reason;
        return new LogFill(
            bytes, maxBytes, rate, rate > 0 ? Math.Max(0, maxBytes - bytes) / rate : null, reason?.Text, reason?.Code);
    }
}

/// <summary>An entry of <c>GET /configuration</c>.</summary>
/// <param name="Faults">Each with its line, for a person.</param>
/// <param name="FaultDetails">The same in parts.</param>
internal sealed record FileReport(string Factory, string File, bool IsUsable, IReadOnlyList<string> Faults, IReadOnlyList<FaultAnswer> FaultDetails);
