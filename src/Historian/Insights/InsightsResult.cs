namespace Jinan.IndustryBrain.Historian.Insights;

/// <summary>Streams insights as they were stored: <c>{"factory": …, "insights": […]}</c>.</summary>
internal sealed class InsightsResult(string factory, IAsyncEnumerable<string> insights) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var ct = httpContext.RequestAborted;
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        // An id holds nothing that JSON would escape.
        await response.WriteAsync($"{{\"factory\":\"{factory}\",\"insights\":[", ct);
        var separator = "";
        await foreach (var insight in insights.WithCancellation(ct))
        {
            await response.WriteAsync(separator + insight, ct);
            separator = ",";
        }
        await response.WriteAsync("]}", ct);
    }
}
