using Jinan.IndustryBrain.Gateway.Routes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Jinan.IndustryBrain.Gateway.Security;

/// <summary>Size and type of a body are checked before a byte of it goes on.</summary>
internal sealed class RequestChecks(RequestDelegate next, GatewayOptions options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!(HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method)) || request.Path.StartsWithSegments("/health"))
        {
            await next(context);
            return;
        }

        // Forms and circuits of pages have types of their own.
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var header) ? header.MediaType.Value : null;
        if (!PageSide.Is(context) && type != "application/json" && !FileSide.Takes(context, type))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (request.ContentLength > options.MaxInsightBytes)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        // For bodies that do not tell their length: the server stops reading there.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.MaxInsightBytes;
        await next(context);
    }
}
