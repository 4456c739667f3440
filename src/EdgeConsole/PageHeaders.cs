namespace Jinan.IndustryBrain.EdgeConsole;

/// <summary>A page takes scripts and styles from this console alone, and is shown in no frame.</summary>
internal sealed class PageHeaders(RequestDelegate next)
{
    // Widths of bars are style attributes.
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
