using Microsoft.AspNetCore.Diagnostics;

namespace Jinan.IndustryBrain.Historian.Query;

/// <summary>Turns the failures that a caller can act upon into problem documents.</summary>
internal sealed class QueryFailures(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var status = exception switch
        {
            QueryTimeoutException => StatusCodes.Status504GatewayTimeout,
            Segments.StoreDamagedException => StatusCodes.Status503ServiceUnavailable,
            _ => 0,
        };
        if (status == 0)
            return false;
        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new()
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Title = "The historian cannot answer this", Detail = exception.Message },
        });
    }
}
