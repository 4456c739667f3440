using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jinan.IndustryBrain.AppHost.Health;

/// <summary><c>/</c> for people, <c>/health.json</c> for programs, <c>/health</c> for monitoring: 200 or 503, and the alarms.</summary>
internal static class HealthSite
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void MapHealth(this IEndpointRouteBuilder endpoints, Func<HealthSnapshot> snapshot)
    {
        endpoints.MapGet("/", (HttpContext context, string? lang) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = HealthPage.ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.CacheControl = "no-store";
            return Results.Content(HealthPage.Of(snapshot(), HealthWords.In(lang)), "text/html; charset=utf-8");
        });
        endpoints.MapGet("/health.json", () => Results.Json(snapshot(), Json));
        endpoints.MapGet("/health", () =>
        {
            var health = snapshot();
            var isUp = health.Status is HealthState.Healthy or HealthState.Degraded;
            return Results.Json(
                new { health.Status, health.Version, alarms = health.Alarms.Select(a => new { a.Id, a.Severity, a.Subject }) },
                Json, statusCode: (int)(isUp ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable));
        });
    }
}
