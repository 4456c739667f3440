using System.Net;
using Grpc.Core;
using Jinan.IndustryBrain.Sidecar.Api;
using Jinan.IndustryBrain.Sidecar.Apps;
using Yarp.ReverseProxy.Forwarder;

namespace Jinan.IndustryBrain.Sidecar.Invocation;

/// <summary>
/// Forwards a call to another application of this machine, bodies streamed both ways. It tries again only while nothing
/// was sent, because the application could not be connected to: 3 times, each after at most a second.
/// </summary>
internal sealed class AppInvoker(AppDirectory apps, IHttpForwarder forwarder, HttpMessageInvoker http, TimeProvider time, Metrics metrics, ILogger<AppInvoker> log)
{
    private const int MaxRetries = 3;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <param name="context">The caller's request.</param>
    /// <param name="appId">Whom to call.</param>
    /// <param name="path">What to call there.</param>
    /// <param name="version">HTTP/2 for gRPC, else HTTP/1.1; exactly this one.</param>
    public async Task ForwardAsync(HttpContext context, string appId, PathString path, Version version)
    {
        if (!apps.TryFind(appId, out var target))
            throw DaprErrors.DirectInvoke($"failed to invoke, id: {appId}, err: couldn't find service: {appId}. Known are {string.Join(", ", apps.All.Select(app => app.AppId))}", StatusCode.NotFound);
        if (target.Channel is not { } channel)
            throw DaprErrors.DirectInvoke($"failed to invoke, id: {appId}, err: the application has no port to be called at", StatusCode.Unavailable);

        var transformer = new CallTransformer(context.App().AppId, channel, path);
        var config = new ForwarderRequestConfig
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            // How long a stream may be silent is for the two applications to say.
            ActivityTimeout = Timeout.InfiniteTimeSpan,
        };
        for (var retries = 0; ; retries++)
        {
            var error = await forwarder.SendAsync(context, channel.Address.OriginalString, http, config, transformer, context.RequestAborted);
            metrics.Invoked(appId, error == ForwarderError.None);
            if (error == ForwarderError.None || context.RequestAborted.IsCancellationRequested)
                return;
            var failure = context.GetForwarderErrorFeature()?.Exception;
            var mayRetry = IsConnectFailure(failure);
            if (context.Response.HasStarted)
                return;
            if (!mayRetry || retries == MaxRetries)
                throw Failure(appId, failure, retries);
            // The forwarder has set 502, and refuses a response that something was set on.
            context.Response.Clear();
            Log.CallRetried(log, appId, retries + 1);
            await Task.Delay(RetryPause, time, context.RequestAborted);
        }
    }

    // A body that was too large fails in the forwarder: that is the caller's fault, and said so.
    private static Exception Failure(string appId, Exception? failure, int retries) =>
        FindBadRequest(failure) ?? (Exception)DaprErrors.DirectInvoke(
            $"failed to invoke, id: {appId}, err: {failure?.Message ?? "the call was broken off"} (retries: {retries})", StatusCode.Unavailable);

    private static BadHttpRequestException? FindBadRequest(Exception? failure) => failure switch
    {
        BadHttpRequestException badRequest => badRequest,
        AggregateException several => several.InnerExceptions.Select(FindBadRequest).FirstOrDefault(found => found is not null),
        _ => failure?.InnerException is { } inner ? FindBadRequest(inner) : null,
    };

    private static bool IsConnectFailure(Exception? failure) =>
        failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    /// <summary>Sends the request on with its headers, except those that are between the caller and us.</summary>
    private sealed class CallTransformer(string callerId, AppChannel target, PathString path) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.RequestUri = RequestUtilities.MakeDestinationAddress(destinationPrefix, path, httpContext.Request.QueryString);
            proxyRequest.Headers.Host = null;
            foreach (var name in InvocationHeaders.NotForwarded)
                proxyRequest.Headers.Remove(name);
            proxyRequest.Headers.TryAddWithoutValidation(InvocationHeaders.CallerAppId, callerId);
            proxyRequest.Headers.TryAddWithoutValidation(InvocationHeaders.CalleeAppId, target.AppId);
            if (target.Token is not null)
                proxyRequest.Headers.TryAddWithoutValidation(AppChannel.TokenHeader, target.Token);
        }
    }
}
