using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Jinan.IndustryBrain.ServiceDefaults.Hosting;

/// <summary>
/// <c>/health/live</c>: the process answers; a failure means restart it. <c>/health/ready</c>: every registered check
/// passes; a failure means wait, and the answer says for what.
/// </summary>
internal static class HealthEndpoints
{
    public const string Root = "/health";

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var body = new ReadyAnswer(
            report.Status.ToString(),
            report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description ?? entry.Value.Status.ToString()));
        return context.Response.WriteAsJsonAsync(body, context.RequestAborted);
    }

    internal sealed record ReadyAnswer(string Status, IReadOnlyDictionary<string, string> Checks);
}
