using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Jinan.IndustryBrain.Screens.Hosting;

/// <summary>A page takes scripts and styles from its own host alone, and is shown in no frame.</summary>
public static class PageHeaders
{
    /// <param name="app">The host.</param>
    /// <param name="formTargets">Other origins that the answer to a form may lead to: an issuer where one signs out.</param>
    public static IApplicationBuilder UsePageHeaders(this IApplicationBuilder app, params string[] formTargets)
    {
        // Widths of bars are style attributes.
        var policy =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
            + $"form-action {string.Join(' ', formTargets.Prepend("'self'"))}; frame-ancestors 'none'";
        return app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            return next(context);
        });
    }
}
