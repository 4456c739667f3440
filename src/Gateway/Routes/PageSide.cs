using Yarp.ReverseProxy.Model;

namespace Jinan.IndustryBrain.Gateway.Routes;

/// <summary>Whether a request is one of a person's browser for a page, and not one of the API.</summary>
internal static class PageSide
{
    /// <summary>What the names of such routes begin with.</summary>
    public const string Prefix = "page-";

    public static bool Is(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.RouteId.StartsWith(Prefix, StringComparison.Ordinal) == true;
}
