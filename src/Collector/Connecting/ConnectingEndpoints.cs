using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Microsoft.AspNetCore.Mvc;
using StatusCodes = Microsoft.AspNetCore.Http.StatusCodes;

namespace Jinan.IndustryBrain.Collector.Connecting;

/// <summary>
/// What an engineer needs to bring an unknown server's values into a factory.yaml. As everything here it is reached through the
/// sidecar alone; the console asks only for people who may.
/// </summary>
internal static class ConnectingEndpoints
{
    private const int MostValues = 500;
    private const int PageShown = 200;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void MapConnecting(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/connecting").AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (ConnectingException failure)
            {
                return failure.ToResult();
            }
        });
        group.MapPost("/discover", async (ServerDiscovery discovery, DiscoverRequest request, CancellationToken cancellationToken) =>
            Json(await discovery.DiscoverAsync(UrlOf(request.Url), ConfigurationFiles.FactoryOf(request.Factory), cancellationToken)));
        group.MapPost("/trust", async (ServerDiscovery discovery, TrustRequest request, CancellationToken cancellationToken) =>
            Json(await discovery.TrustAsync(UrlOf(request.Url), ConfigurationFiles.FactoryOf(request.Factory), request.Fingerprint ?? "", cancellationToken)));
        MapSessions(group);
        MapSignals(group);
        MapConfiguration(group);
    }

    private static void MapSessions(RouteGroupBuilder group)
    {
        group.MapPost("/sessions", async (BrowseSessions sessions, ConnectingLimits limits, SessionRequest request, CancellationToken cancellationToken) =>
        {
            var session = await sessions.OpenAsync(TargetOf(request), cancellationToken);
            return Json(new SessionAnswer(session.Id, limits.IdleTime.TotalSeconds, session.OwnFingerprint));
        });
        group.MapDelete("/sessions/{id}", async (BrowseSessions sessions, string id) =>
        {
            await sessions.CloseAsync(id);
            return Results.NoContent();
        });
        group.MapGet("/sessions/{id}/nodes", (
            BrowseSessions sessions, string id, string? node, string? path, int? after, int? limit, CancellationToken cancellationToken) =>
            sessions.UseAsync(id, async session => Json(await session.Children.PageAsync(
                new PlacedNode(NodeOf(node ?? "i=85"), path ?? "Objects"), Math.Max(0, after ?? 0), limit ?? PageShown, cancellationToken))));
        group.MapGet("/sessions/{id}/search", (
            BrowseSessions sessions, string id, string? text, int? after, int? limit, CancellationToken cancellationToken) =>
            sessions.UseAsync(id, async session =>
            {
                var (index, begin) = (session.Index(), Math.Max(0, after ?? 0));
                var most = Math.Clamp(limit ?? PageShown, 1, session.Limits.Page);
                var found = string.IsNullOrWhiteSpace(text) ? ([], 0, 0) : index.Search(text, begin, most);
                var next = begin + found.Nodes.Count;
                return Json(new SearchAnswer(
                    await session.Children.DescribeAsync(found.Nodes, cancellationToken), found.Total, found.Variables,
                    next < found.Total && found.Nodes.Count > 0 ? next : null, index.Progress()));
            }));
    }

    private static void MapSignals(RouteGroupBuilder group)
    {
        group.MapPost("/sessions/{id}/signals", (BrowseSessions sessions, string id, SignalsRequest request, CancellationToken cancellationToken) =>
            sessions.UseAsync(id, async session => Json(await SignalFinder.FindAsync(session, request, cancellationToken))));
        group.MapPost("/sessions/{id}/values", (BrowseSessions sessions, string id, ValuesRequest request, CancellationToken cancellationToken) =>
            sessions.UseAsync(id, async session => Json(await session.Variables.NowAsync([.. (request.Nodes ?? []).Take(MostValues)], cancellationToken))));
        group.MapPost("/sessions/{id}/load", (
            BrowseSessions sessions, SignalLoad load, string id, LoadRequest request, CancellationToken cancellationToken) =>
            sessions.UseAsync(id, async session => Json(await load.TryAsync(session, request, cancellationToken))));
        group.MapPost("/signals/read", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            using var reader = new StreamReader(request.Body);
            return Json(SignalTable.Read(await reader.ReadToEndAsync(cancellationToken)));
        });
        group.MapPost("/signals/write", ([FromBody] SignalChoice[] signals) => Results.Text(SignalTable.Write(signals), "text/csv"));
    }

    private static void MapConfiguration(RouteGroupBuilder group)
    {
        group.MapPost("/configuration/draft", async (ConfigurationFiles files, DraftRequest request, CancellationToken cancellationToken) =>
            Json(await files.DraftAsync(request, cancellationToken)));
        group.MapPost("/configuration/check", (ConfigurationFiles files, CheckRequest request) => Json(files.Check(request)));
        group.MapPut("/configuration/{factory}", async (
            ConfigurationFiles files, string factory, WriteRequest request, CancellationToken cancellationToken) =>
        {
            var (refused, written) = await files.WriteAsync(factory, request, cancellationToken);
            return refused is null ? Json(written) : Json(refused, StatusCodes.Status422UnprocessableEntity);
        });
    }

    private static SessionTarget TargetOf(SessionRequest request)
    {
        if (!SecurityWords.TryRead(request.Policy, request.Mode, out var policy, out var mode, out var policyFault, out var modeFault))
            throw ConnectingException.BadRequest((policyFault ?? modeFault)!);
        return new SessionTarget(
            UrlOf(request.Url), ConfigurationFiles.FactoryOf(request.Factory), policy, mode, string.IsNullOrEmpty(request.UserName) ? null : request.UserName,
            request.Password);
    }

    private static string UrlOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "opc.tcp", Host.Length: > 0 }
            ? url!
            : throw ConnectingException.BadRequest(ConnectingSentences.BadAddress.Of(url));

    private static string NodeOf(string node) =>
        ExpandedNodeId.TryParse(node, out _) ? node : throw ConnectingException.BadRequest(ConnectingSentences.BadNode.Of(node));

    private static IResult Json<T>(T value, int status = StatusCodes.Status200OK) => Results.Json(value, Form, statusCode: status);
}
