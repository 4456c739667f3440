using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Authorization;

namespace Jinan.IndustryBrain.Brain.Auditing;

/// <summary>
/// Writes down who looks at what, and who tried to. The row is there before the first byte of the answer: what cannot be
/// written down is not shown.
/// </summary>
internal sealed class ViewAudit(RequestDelegate next, ViewLog log)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (IsAudited(context))
        {
            // Taken now: a refused page is run again as the page that says so.
            var (path, subject) = (context.Request.Path, context.Request.Path + context.Request.QueryString);
            context.Response.OnStarting(() => RecordAsync(context, path, subject));
        }

        return next(context);
    }

    private Task RecordAsync(HttpContext context, PathString path, string subject)
    {
        var status = context.Response.StatusCode;

        // Of what is not a view only refused attempts are of interest: changes stand in the history of what they change.
        return HttpMethods.IsGet(context.Request.Method) || status == StatusCodes.Status403Forbidden
            ? log.AddAsync(Viewer.Of(context), KindOf(path), subject, status, context.RequestAborted)
            : Task.CompletedTask;
    }

    // Machines look at what is their own; what is open to everybody is nobody's view.
    private static bool IsAudited(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true
        && !context.User.IsInRole(CityIdentity.FactoryRole)
        && context.GetEndpoint() is { } endpoint
        && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && !context.Request.Path.StartsWithSegments("/_blazor");

    private static string KindOf(PathString path)
    {
        if (path.Value is { } text && (text.EndsWith(".xlsx", StringComparison.Ordinal) || text.EndsWith(".pdf", StringComparison.Ordinal) || text.EndsWith(".csv", StringComparison.Ordinal)))
            return ViewKinds.Export;
        return path.StartsWithSegments("/api") ? ViewKinds.Api : ViewKinds.Page;
    }
}
