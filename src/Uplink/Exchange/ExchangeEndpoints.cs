using System.Text.Json.Nodes;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Contracts.Tasks;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.Uplink.Disclosure;
using Jinan.IndustryBrain.Uplink.Outbox;

namespace Jinan.IndustryBrain.Uplink.Exchange;

/// <summary>What the factory's console asks and says, through the sidecar.</summary>
internal static class ExchangeEndpoints
{
    // The city takes no more, in one or several lines.
    private const int MostText = 2000;
    private const int MostName = 100;
    private const int MostLines = 1000;

    public static void MapExchange(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/disclosure/{factory}", async (string factory, FactoryUplinks uplinks) => await OfAsync(factory, uplinks, exchange =>
        {
            var record = exchange.Reports.Policy;
            return Results.Json(new DisclosureAnswer(factory, record.Policy, record.Changed, record.By, exchange.Reports.Waiting, exchange.Reports.Refused, DisclosureFields.All));
        }));
        endpoints.MapPut("/disclosure/{factory}", SetPolicyAsync);
        endpoints.MapGet("/tasks", async (string factory, FactoryUplinks uplinks) =>
            await OfAsync(factory, uplinks, exchange => Results.Json(new TasksAnswer(factory, exchange.State, exchange.Book.Tasks))));
        endpoints.MapPost("/tasks/{id}/answers", AnswerAsync);
        endpoints.MapGet("/receipts", async (string factory, FactoryUplinks uplinks) =>
            await OfAsync(factory, uplinks, exchange => Results.Json(exchange.Book.Receipts)));
        endpoints.MapGet("/exports", async (string factory, int? take, FactoryUplinks uplinks) => await OfAsync(
            factory, uplinks, exchange => Results.Json(new ExportsAnswer(factory, exchange.Exports.Lines(Math.Clamp(take ?? 200, 1, MostLines))))));
        endpoints.MapGet("/exports/last", async (string factory, FactoryUplinks uplinks) => await OfAsync(factory, uplinks, exchange => Results.Json(
            new LastExportsAnswer(factory, [.. exchange.Exports.Last.Select(last => new LastExport(last.Kind, last.At, last.Body.Length, JsonNode.Parse(last.Body)))]))));
    }

    private static async Task<IResult> OfAsync(string factory, FactoryUplinks uplinks, Func<FactoryExchange, IResult> answer) =>
        await uplinks.FindAsync(factory) is { } uplink ? answer(uplink.Exchange) : NoFactory(factory);

    private static async Task<IResult> SetPolicyAsync(
        string factory, PolicyRequest request, FactoryUplinks uplinks, ILogger<FactoryExchange> logger, CancellationToken cancellationToken)
    {
        if (await uplinks.FindAsync(factory) is not { } uplink)
            return NoFactory(factory);
        if (request.Policy is not { Fields: not null } policy)
            return Refused(400, "The policy is missing", ExchangeSentences.PolicyMissing.Of());
        if (!Enum.IsDefined(policy.Releases) || !policy.Fields.All(Enum.IsDefined) || policy.Fields.Distinct().Count() != policy.Fields.Count)
            return Refused(400, "The policy cannot be used", ExchangeSentences.PolicyNotUsable.Of());
        if (Fault(request.By, "by") is { } fault)
            return fault;
        var changed = await uplink.Exchange.Reports.SetPolicyAsync(policy, request.By!, cancellationToken);
        uplink.Exchange.Wake();
        Log.PolicySet(logger, request.By!, factory, policy.Releases.ToString(), changed);
        return Results.Json(new { reports = changed });
    }

    private static async Task<IResult> AnswerAsync(
        string id, string factory, AnswerRequest request, FactoryUplinks uplinks, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await uplinks.FindAsync(factory) is not { } uplink)
            return NoFactory(factory);
        if (request.State is not (TaskState.Accepted or TaskState.Answered or TaskState.Declined))
            return Refused(400, "The state cannot be used", ExchangeSentences.BadState.Of());
        if (request.State == TaskState.Declined && string.IsNullOrWhiteSpace(request.Text))
            return Refused(400, "The text is missing", ExchangeSentences.SayWhyDeclined.Of());
        if (request.Text is { } words && (words.Length > MostText || words.Any(c => char.IsControl(c) && c is not '\n' and not '\r' and not '\t')))
            return Refused(400, "The text cannot be sent", ExchangeSentences.TextTooLong.Of(MostText));
        if (request.Id is { } given && (given.Length is 0 or > 64 || !given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
            return Refused(400, "The id cannot be used", ExchangeSentences.BadId.Of());
        if (Fault(request.By, "by") is { } fault)
            return fault;
        var answer = new TaskAnswer(
            request.Id ?? Guid.NewGuid().ToString("N"), id, request.State,
            string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim(), request.By!, time.GetUtcNow());
        switch (await uplink.Exchange.Book.AnswerAsync(answer, cancellationToken))
        {
            case AnswerOutcome.NoSuchTask:
                return Refused(404, "No such task", ExchangeSentences.NoSuchTask.Of(factory, id));
            case AnswerOutcome.Closed:
                return Refused(409, "The task is closed", ExchangeSentences.TaskClosed.Of());
            default:
                uplink.Exchange.Wake();
                return Results.Json(answer, ContractsJson.Default.TaskAnswer, statusCode: 202);
        }
    }

    private static IResult? Fault(string? name, string parameter) => name?.Trim().Length is null or 0 or > MostName || name.Any(char.IsControl)
        ? Refused(400, "A name is missing or too long", ExchangeSentences.BadName.Of(MostName, parameter))
        : null;

    private static IResult Refused(int status, string? title, Sentence said) =>
        Results.Problem(said.Text, statusCode: status, title: title, extensions: said.ProblemMembers());

    private static IResult NoFactory(string factory) => Results.Problem(
        $"There is no folder of a factory '{factory}' here. GET /status lists the factories.", statusCode: 404, title: "No such factory");
}

internal sealed record PolicyRequest(DisclosurePolicy? Policy, string? By);

/// <param name="Id">Given by the caller so that a repeated call is one answer; made here where it is missing.</param>
/// <param name="By">Who at the factory, as the city shall see it.</param>
internal sealed record AnswerRequest(string? Id, TaskState State, string? Text, string? By);

/// <param name="Waiting">Reports that the city has not acknowledged yet.</param>
/// <param name="Refused">Reports that the city does not take, as they are now.</param>
internal sealed record DisclosureAnswer(
    string Factory, DisclosurePolicy Policy, DateTimeOffset? Changed, string? By, long Waiting, IReadOnlyList<RefusedReport> Refused,
    IReadOnlyList<DisclosedField> Fields);

internal sealed record TasksAnswer(string Factory, ExchangeState City, IReadOnlyList<TaskRecord> Tasks);

internal sealed record ExportsAnswer(string Factory, IReadOnlyList<ExportLine> Exports);

internal sealed record LastExportsAnswer(string Factory, IReadOnlyList<LastExport> Payloads);

internal sealed record LastExport(string Kind, DateTimeOffset At, int Bytes, JsonNode? Body);
