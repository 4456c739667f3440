namespace Jinan.IndustryBrain.DevIdentity.Issuer;

/// <summary>Keycloak's rules for redirect addresses: exact, or by a prefix that ends in <c>*</c>.</summary>
internal static class RedirectUris
{
    public static bool Allows(IEnumerable<string> registered, string requested)
    {
        if (!Uri.TryCreate(requested, UriKind.Absolute, out var uri) || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
            return false;

        // RFC 8252, 7.3: a program on the user's own machine takes whatever port is free.
        var withoutPort = uri is { IsLoopback: true, Scheme: "http", IsDefaultPort: false }
            ? new UriBuilder(uri) { Port = -1 }.Uri.AbsoluteUri
            : null;
        return registered.Any(pattern => Matches(pattern, uri.AbsoluteUri) || (withoutPort is not null && Matches(pattern, withoutPort)));
    }

    // Dot segments are gone from AbsoluteUri, so that a prefix cannot be left again.
    private static bool Matches(string pattern, string address) => pattern.EndsWith('*')
        ? address.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : address == pattern;
}
