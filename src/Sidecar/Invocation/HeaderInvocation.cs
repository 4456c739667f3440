using System.Net;
using Jinan.IndustryBrain.Sidecar.Api;
using Microsoft.AspNetCore.Http.Features;

namespace Jinan.IndustryBrain.Sidecar.Invocation;

/// <summary>Calls that name the application in the header <c>dapr-app-id</c>: any path over HTTP, any service over gRPC.</summary>
internal sealed class HeaderInvocation(AppInvoker invoker)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        string? appId = request.Headers[InvocationHeaders.AppId];
        if (string.IsNullOrEmpty(appId) || (!ErrorAnswer.IsGrpc(request) && IsDaprApi(request.Path)))
        {
            await next(context);
            return;
        }
        if (!ErrorAnswer.IsGrpc(request))
        {
            await invoker.ForwardAsync(context, appId, request.Path, HttpVersion.Version11);
            return;
        }
        // A gRPC stream has no size and may be slow: the limits are for single bodies.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (context.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        await invoker.ForwardAsync(context, appId, request.Path, HttpVersion.Version20);
    }

    private static bool IsDaprApi(PathString path) => path.StartsWithSegments("/v1.0") || path.StartsWithSegments("/v1.0-alpha1");
}
