using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.Brain.Cockpit;

/// <summary>Section <c>Cockpit</c>. Issuer and realm are those of the section <c>Keycloak</c>.</summary>
internal sealed record CockpitOptions : IValidatedOptions
{
    public const string Section = "Cockpit";

    /// <summary>The realm's client that signs people in.</summary>
    public string ClientId { get; init; } = "cockpit";

    /// <summary>Only where the client is a confidential one.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>
    /// The address that people use, e.g. <c>https://brain.example.org</c>. Empty: what the gateway says in the forwarded
    /// headers. Needed where something between the two writes headers of its own, as a cluster's sidecar does.
    /// </summary>
    public string Address { get; init; } = "";

    /// <summary>IANA name of the zone that times are shown in.</summary>
    public string TimeZone { get; init; } = "Asia/Shanghai";

    /// <summary>After this long one signs in again, and roles are read anew.</summary>
    public TimeSpan SignedInFor { get; init; } = TimeSpan.FromHours(12);

    public IEnumerable<string> FindFaults()
    {
        if (string.IsNullOrWhiteSpace(ClientId))
            yield return "ClientId is empty: name the realm's client for people with a browser, e.g. cockpit";
        if (Address.Length > 0 && (!Uri.TryCreate(Address, UriKind.Absolute, out var uri) || uri.Scheme is not "http" and not "https" || uri.PathAndQuery != "/"))
            yield return $"Address is '{Address}': give scheme and host that people use, e.g. https://brain.example.org, or leave it empty";
        if (string.IsNullOrWhiteSpace(TimeZone))
            yield return "TimeZone is empty: use an IANA name such as Asia/Shanghai";
        if (SignedInFor < TimeSpan.FromMinutes(1) || SignedInFor > TimeSpan.FromDays(7))
            yield return $"SignedInFor is {SignedInFor}: use 00:01:00 to 7.00:00:00";
    }
}
