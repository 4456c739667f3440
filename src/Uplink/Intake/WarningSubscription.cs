using System.Text.Json;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Warnings;
using Jinan.IndustryBrain.Uplink.Outbox;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Uplink.Intake;

/// <summary>Takes cases from the topic. The policy is applied as they are stored; see <see cref="Exchange.CaseReports"/>.</summary>
internal static class WarningSubscription
{
    public static void MapWarnings(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/warnings", TakeAsync).WithTopic(Topics.PubSub, Topics.Warnings);

    private static async Task<IResult> TakeAsync(
        HttpRequest request, FactoryUplinks uplinks, ILogger<FactoryUplinks> logger, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var (warning, reason) = Read(body.ToArray());
        try
        {
            if (warning is not null && await uplinks.FindAsync(warning.Factory) is { } uplink)
            {
                if (await uplink.Exchange.Reports.TakeAsync(warning, cancellationToken))
                    uplink.Exchange.Wake();
                return Answer("SUCCESS");
            }

            reason ??= $"there is no factory '{warning!.Factory}' here";
            await uplinks.DeadLetters.AddAsync(reason, System.Text.Encoding.UTF8.GetString(body.ToArray()), cancellationToken);
            Log.WarningMalformed(logger, reason);
            return Answer("DROP");
        }
        catch (Exception fault) when (fault is SqliteException or IOException)
        {
            Log.WarningPostponed(logger, fault.Message);
            return Answer("RETRY");
        }
    }

    private static (WarningCase? Warning, string? Reason) Read(byte[] bytes)
    {
        try
        {
            var warning = JsonSerializer.Deserialize(bytes, ContractsJson.Default.WarningCase);
            return warning is null ? (null, "it is null") : (warning, null);
        }
        catch (JsonException fault)
        {
            return (null, $"it is not a case: {fault.Message}");
        }
    }

    private static IResult Answer(string status) => Results.Json(new { status });
}
