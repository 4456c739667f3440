namespace Jinan.IndustryBrain.Gateway.Routes;

/// <summary>The circuit of a page lasts as long as the page is open: a stop of the gateway does not wait for that.</summary>
internal sealed class CircuitEnd(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!PageSide.Is(context) || !context.Request.Path.StartsWithSegments("/_blazor"))
        {
            await next(context);
            return;
        }

        await using var stop = lifetime.ApplicationStopping.Register(context.Abort);
        await next(context);
    }
}
