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

/// <summary>Whether a request brings a file, which has a type of its own.</summary>
internal static class FileSide
{
    /// <summary>What the names of such routes begin with.</summary>
    public const string Prefix = "file-";

    // Excel, CSV, and what browsers and tools send that know neither.
    private static readonly string[] Types =
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv", "application/octet-stream"];

    public static bool Takes(HttpContext context, string? type) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.RouteId.StartsWith(Prefix, StringComparison.Ordinal) == true
        && Types.Contains(type, StringComparer.OrdinalIgnoreCase);
}
