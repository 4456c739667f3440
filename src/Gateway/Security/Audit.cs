using System.Diagnostics;
using System.Text;

namespace Jinan.IndustryBrain.Gateway.Security;

/// <summary>
/// One line a request: who asked for what, and what became of it. Neither bodies nor query strings nor tokens are in it.
/// </summary>
internal sealed class Audit(RequestDelegate next, GatewayMetrics metrics, TimeProvider time, ILogger<Audit> logger)
{
    private const int LongestText = 200;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/health"))
        {
            await next(context);
            return;
        }

        var started = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var side = Tenant.SideOf(context);
            metrics.Answered(side, context.Response.StatusCode);
            Log.Audit(
                logger,
                side,
                Printable(Tenant.NameOf(context)),
                Printable(context.Request.Method),
                Printable(context.Request.Path.Value ?? ""),
                context.Response.StatusCode,
                context.Request.ContentLength ?? 0,
                (long)time.GetElapsedTime(started).TotalMilliseconds,
                Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier);
        }
    }

    // A line feed in a path must not make a second line in the audit.
    private static string Printable(string text)
    {
        var printable = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, LongestText)))
            printable.Append(char.IsControl(character) || char.IsWhiteSpace(character) ? '_' : character);
        return printable.ToString();
    }
}
