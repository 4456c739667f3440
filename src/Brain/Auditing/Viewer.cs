using System.Net;
using System.Security.Claims;

namespace Jinan.IndustryBrain.Brain.Auditing;

/// <summary>Who looks, and from where.</summary>
/// <param name="Name">Account name.</param>
/// <param name="Address">Of the viewer's own machine, as the gateway saw it.</param>
internal sealed record Viewer(string Name, string Address)
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const int LongestName = 200;

    public static Viewer Of(HttpContext http) => new(NameOf(http.User), AddressOf(http));

    public static string NameOf(ClaimsPrincipal user)
    {
        var name = user.Identity?.Name ?? user.FindFirst("sub")?.Value ?? "unknown";
        return name.Length <= LongestName ? name : name[..LongestName];
    }

    // The gateway writes the header itself and drops what a caller put there; those between the two add themselves behind.
    private static string AddressOf(HttpContext http) =>
        http.Request.Headers[ForwardedFor].ToString().Split(',')[0].Trim() is { Length: > 0 } first && IPAddress.TryParse(first, out var forwarded)
            ? forwarded.ToString()
            : http.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}

/// <summary>See <see cref="ViewRow.Kind"/>.</summary>
internal static class ViewKinds
{
    public const string Page = "page";
    public const string Api = "api";
    public const string Export = "export";
    public const string Warning = "warning";
}
