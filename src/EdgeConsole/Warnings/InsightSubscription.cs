using System.Text.Json;
using Dapr;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

/// <summary>
/// Takes insights from the topic, so that cases arise when nobody looks. The broker is answered after the commit; a disk that
/// refuses has it ask again. No page is here: the sidecar alone may come in (see <c>UseServiceDefaults</c>).
/// </summary>
internal static class InsightSubscription
{
    public const string Root = "/topics";

    public static void MapInsights(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(Root + "/insights", TakeAsync).AllowAnonymous().DisableAntiforgery()
            .WithTopic(new TopicOptions { PubsubName = Topics.PubSub, Name = Topics.Insights, DeadLetterTopic = Topics.InsightsDead });

    private static async Task<IResult> TakeAsync(
        HttpRequest request, CaseIntake intake, WarningsMetrics metrics, ILogger<CaseIntake> logger, CancellationToken cancellation)
    {
        Insight insight;
        try
        {
            insight = await JsonSerializer.DeserializeAsync(request.Body, ContractsJson.Default.Insight, cancellation)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException fault)
        {
            metrics.Malformed();
            Log.InsightMalformed(logger, fault.Message);
            return Answer("DROP");
        }

        try
        {
            metrics.Took(await intake.TakeAsync(insight, cancellation));
            return Answer("SUCCESS");
        }
        catch (SqliteException fault)
        {
            Log.InsightPostponed(logger, fault.Message);
            return Answer("RETRY");
        }
    }

    private static IResult Answer(string status) => Results.Json(new { status });
}
