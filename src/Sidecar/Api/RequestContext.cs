using System.Diagnostics;
using Jinan.IndustryBrain.Sidecar.Apps;
using Jinan.IndustryBrain.Sidecar.PubSub;
using Microsoft.AspNetCore.Http.Features;

namespace Jinan.IndustryBrain.Sidecar.Api;

/// <summary>What a request says besides its body.</summary>
internal static class RequestContext
{
    /// <summary>The application whose port was called.</summary>
    public static AppEndpoint App(this HttpContext context) => context.Features.GetRequiredFeature<AppEndpoint>();

    /// <summary>The caller's trace; a new one when there is none, so that a message can be followed in any case.</summary>
    public static TraceContext Trace(this HttpContext context)
    {
        var parent = context.Request.Headers.TraceParent.ToString();
        if (parent.Length == 0)
            parent = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id }
                ? id
                : $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01";
        return new(parent, context.Request.Headers.TraceState.ToString());
    }

    /// <summary>Request metadata of the HTTP API: query parameters <c>metadata.name=value</c>.</summary>
    public static Dictionary<string, string> QueryMetadata(this HttpRequest request)
    {
        const string Prefix = "metadata.";
        var metadata = new Dictionary<string, string>();
        foreach (var (name, value) in request.Query)
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                metadata[name[Prefix.Length..]] = value.ToString();
        return metadata;
    }
}
