using System.Text.Json;
using Jinan.IndustryBrain.Capsules.Format;
using Jinan.IndustryBrain.Contracts;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.Inference.Frames;
using Jinan.IndustryBrain.Inference.Replay;
using Jinan.IndustryBrain.Inference.Rollout;

namespace Jinan.IndustryBrain.Inference.Rest;

/// <summary>What people and the <c>brain</c> tool can ask, through the sidecar.</summary>
internal static class InferenceEndpoints
{
    public static void MapInference(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/capsules", (CapsuleCatalog catalog) => new
        {
            Capsules = catalog.Running.Select(r => new
            {
                Capsule = r.Version.Id,
                r.Version.Version,
                r.Version.Capsule.Digest,
                r.Version.Capsule.Declaration.Publisher,
                r.Version.Capsule.Declaration.Sector,
                r.Version.Capsule.Declaration.AssetTypes,
                r.Version.Capsule.Declaration.Title,
                r.Version.Capsule.Texts,
                Models = r.Version.Models.Select(m => m.Model.Id),
                Needs = r.Version.Capsule.Declaration.Models.Select(NeedsOf),
                State = r.IsCurrent ? CapsuleStatus.InService : "ending",
                Previous = r.IsCurrent ? catalog.PreviousOf(r.Version.Id) : null,
                Pinned = r.IsCurrent ? catalog.PinnedOf(r.Version.Id) : null,
            }),
            catalog.Files,
        });
        endpoints.MapGet("/workers", (CapsuleCatalog catalog) => catalog.Running.Select(r => new
        {
            Capsule = r.Version.Id,
            r.Version.Version,
            State = r.Version.Worker.Figures.ProcessId is null ? "starting" : r.IsCurrent ? "running" : "ending",
            r.Version.Worker.WorkingSet,
            r.Version.Worker.Figures,
        }));
        endpoints.MapPost("/capsules/{id}/rollback", (string id, string? by, CapsuleCatalog catalog) => Answer(id, catalog.RollBack(id, by ?? "unknown")));
        endpoints.MapPost("/capsules/{id}/unpin", (string id, string? by, CapsuleCatalog catalog) => Answer(id, catalog.Unpin(id, by ?? "unknown")));
        endpoints.MapPost("/replay", ReplayAsync);
        endpoints.MapGet("/assets", Assets);
        endpoints.MapGet("/stats", Stats);
    }

    private static IResult Refused(int status, string? title, Sentence said) =>
        Results.Problem(said.Text, statusCode: status, title: title, extensions: said.ProblemMembers());

    private static IResult Answer(string id, RollbackOutcome outcome) => outcome switch
    {
        RollbackOutcome.Done => Results.Json(new { capsule = id }, statusCode: StatusCodes.Status202Accepted),
        RollbackOutcome.NoSuchCapsule => Refused(404, "No such capsule", InferenceSentences.NoSuchCapsule.Of(id)),
        RollbackOutcome.AlreadyPinned => Refused(409, "Pinned", InferenceSentences.AlreadyPinned.Of(id)),
        RollbackOutcome.NotPinned => Refused(409, "Not pinned", InferenceSentences.NotPinned.Of(id)),
        _ => Refused(409, "No version before", InferenceSentences.NoVersionBefore.Of(id)),
    };

    private static async Task<IResult> ReplayAsync(HttpRequest request, EvidenceReplay replay, CancellationToken cancellation)
    {
        Insight? insight;
        try
        {
            insight = await JsonSerializer.DeserializeAsync(request.Body, ContractsJson.Default.Insight, cancellation).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            return Results.Problem(statusCode: 400, title: "No insight", detail: $"Send the insight whose window is to be replayed: {e.Message}");
        }

        if (insight is null)
            return Results.Problem(statusCode: 400, title: "No insight", detail: "Send the insight whose window is to be replayed.");
        try
        {
            return Results.Ok(await replay.ReplayAsync(insight, cancellation).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return Refused(503, "The historian cannot be asked", InferenceSentences.ValuesNotRead.Of(e.Message));
        }
    }

    private static ModelNeeds NeedsOf(ModelDeclaration model) => new(
        model.Id, model.Kind, model.Engine, model.Signals, model.Window.Kind, model.Window.LengthMs, model.Window.HopMs,
        model.Window.Context, model.Coverage, model.Result.Unit, model.Thresholds, model.Interval?.Coverage);

    private static IResult Assets(string? factory, FramePipelines pipelines)
    {
        if (factory is not null && pipelines.Of(factory) is null)
            return Refused(404, "No such factory", InferenceSentences.FactoryNotSeen.Of(factory));
        var chosen = factory is null ? pipelines.All : [pipelines.Of(factory)!];
        return Results.Ok(chosen.SelectMany(p => p.Assets
            .Select(a => new AssetAnswer(
                p.Factory.Factory, a.Key.Asset, a.Value.AssetType, a.Key.Capsule, a.Key.Model, a.Value.Version, Name(a.Value.State), a.Value.Reason?.Text,
                a.Value.Last?.Value, a.Value.Last?.Unit, a.Value.Last?.Level, a.Value.Last?.Interval, a.Value.Last?.Id, a.Value.Last?.Window.To, a.Value.Reason?.Code))
            .Concat(p.Unserved.Select(u => new AssetAnswer(
                p.Factory.Factory, u.Asset, u.Type, null, null, null, "not_configured", InsightSentences.NoCapsule.Of(u.Type).Text, null, null, null, null, null, null,
                InsightSentences.NoCapsule.Of(u.Type).Code)))
            .OrderBy(a => a.Asset, StringComparer.Ordinal).ThenBy(a => a.Model, StringComparer.Ordinal)));
    }

    private static object Stats(FramePipelines pipelines) => new
    {
        Factories = pipelines.All.Select(p => new
        {
            p.Factory.Factory,
            p.Figures.Frames,
            p.Figures.Values,
            p.Figures.Duplicates,
            p.Figures.Gaps,
            p.Figures.Fetched,
            p.Figures.Malformed,
            p.Figures.Late,
            p.Figures.Future,
            p.Figures.Undefined,
            p.Figures.Insights,
            ByState = p.Figures.ByState.ToDictionary(s => Name(s.Key), s => s.Value),
            Confirmed = p.Figures.Confirmed.ToString(),
        }),
    };

    private static string Name<T>(T state)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    /// <summary>What a model looks at, and what it answers.</summary>
    private sealed record ModelNeeds(
        string Model, ModelKind Kind, ModelEngine Engine, IReadOnlyList<SignalInput> Signals, WindowKind Window, int? LengthMs, int? HopMs, string? Context,
        double Coverage, string Unit, ThresholdDeclaration? Thresholds, double? IntervalCoverage);

    /// <summary>A model on an asset: its last answer, or why there is none.</summary>
    private sealed record AssetAnswer(
        string Factory, string Asset, string AssetType, string? Capsule, string? Model, string? Version, string State, string? Reason,
        double? Value, string? Unit, InsightLevel? Level, PredictionInterval? Interval, string? LastInsight, DateTimeOffset? LastWindowEnd,
        SentenceCode? ReasonCode);
}
