using System.Net;
using System.Text.Json;
using Jinan.IndustryBrain.Sidecar.Api;
using Jinan.IndustryBrain.Sidecar.Apps;
using Jinan.IndustryBrain.Sidecar.Invocation;

namespace Jinan.IndustryBrain.Sidecar.Api.Http;

/// <summary>Invocation, secrets, metadata, health and shutdown over HTTP.</summary>
internal static class SidecarRoutes
{
    public static void MapInvocation(this IEndpointRouteBuilder routes, AppInvoker invoker) =>
        routes.Map("/v1.0/invoke/{app}/method/{**path}", context =>
        {
            var appId = (string)context.Request.RouteValues["app"]!;
            // From the path itself and not from the route value, which is unescaped.
            context.Request.Path.StartsWithSegments($"/v1.0/invoke/{appId}/method", out var path);
            return invoker.ForwardAsync(context, appId, path, HttpVersion.Version11);
        });

    public static void MapSecrets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1.0/secrets/{store}/bulk", context =>
        {
            var secrets = context.App().Components.SecretStore((string)context.Request.RouteValues["store"]!).All();
            return WriteAsync(context, secrets.ToDictionary(secret => secret.Key, secret => new Dictionary<string, string> { [secret.Key] = secret.Value }));
        });
        routes.MapGet("/v1.0/secrets/{store}/{**key}", context =>
        {
            var store = context.App().Components.SecretStore((string)context.Request.RouteValues["store"]!);
            var key = context.Request.RouteValues["key"] as string ?? "";
            return WriteAsync(context, new Dictionary<string, string> { [key] = store.Find(key) ?? throw DaprErrors.SecretGet(store.Name, key) });
        });
    }

    public static void MapMetadata(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1.0/metadata", context => WriteAsync(context, AppMetadata.Describe(context.App())));
        routes.MapPut("/v1.0/metadata/{key}", async context =>
        {
            using var body = await RequestBody.ReadAsync(context.Request);
            context.App().ExtendedMetadata[(string)context.Request.RouteValues["key"]!] = System.Text.Encoding.UTF8.GetString(body.Written.Span);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Answered at all means: components started and ports open, for neither happens without the other.
        routes.MapGet("/v1.0/healthz", NoContent);
        routes.MapGet("/v1.0/healthz/outbound", NoContent);
    }

    public static void MapShutdown(this IEndpointRouteBuilder routes, AppShutdown shutdown) =>
        routes.MapPost("/v1.0/shutdown", context =>
        {
            shutdown.Begin(context.App());
            return NoContent(context);
        });

    private static Task NoContent(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static async Task WriteAsync<T>(HttpContext context, T value)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.BodyWriter, value, AppMetadata.Json, context.RequestAborted);
    }
}
