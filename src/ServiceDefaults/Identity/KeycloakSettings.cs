using Microsoft.Extensions.Configuration;

namespace Jinan.IndustryBrain.ServiceDefaults.Identity;

/// <summary>
/// The configuration section <c>Keycloak</c> with the keys and the meaning that Keycloak.AuthServices 3.0 gives it, in
/// PascalCase (<c>AuthServerUrl</c>) or in Keycloak's kebab-case (<c>auth-server-url</c>), so that moving to that package
/// changes no configuration.
/// </summary>
internal sealed record KeycloakSettings
{
    public const string Section = "Keycloak";

    public required string Realm { get; init; }
    public required Uri AuthServerUrl { get; init; }
    public required string Resource { get; init; }
    public required string? Audience { get; init; }
    public required IReadOnlyList<string> AdditionalAudiences { get; init; }
    public required bool VerifyTokenAudience { get; init; }
    public required bool RequireHttps { get; init; }
    public required TimeSpan ClockSkew { get; init; }
    public required string RoleClaimType { get; init; }
    public required string NameClaimType { get; init; }
    public required RolesMapping RolesMapping { get; init; }
    public required string? RolesResource { get; init; }

    public string Authority => $"{AuthServerUrl.AbsoluteUri.TrimEnd('/')}/realms/{Uri.EscapeDataString(Realm)}/";

    public IEnumerable<string> Audiences => AdditionalAudiences.Prepend(Audience ?? Resource);

    /// <exception cref="Hosting.ServiceStartException">Lists every fault of the section.</exception>
    public static KeycloakSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var faults = new List<string>();

        string? Text(string key, string kebab) => section[key] is { Length: > 0 } value ? value : section[kebab];
        string Required(string key, string kebab, string example)
        {
            if (Text(key, kebab) is { Length: > 0 } value)
                return value;
            faults.Add($"{Section}:{key} is missing: set it, e.g. to {example}");
            return "missing";
        }

        var url = Required("AuthServerUrl", "auth-server-url", "https://id.example.org/");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) && url != "missing")
            faults.Add($"{Section}:AuthServerUrl is '{url}': give an absolute http or https address");
        var mapping = Text("EnableRolesMapping", "enable-roles-mapping") ?? nameof(RolesMapping.All);
        if (!Enum.TryParse<RolesMapping>(mapping, ignoreCase: true, out var roles))
            faults.Add($"{Section}:EnableRolesMapping is '{mapping}': use {string.Join(", ", Enum.GetNames<RolesMapping>())}");
        var skew = Text("TokenClockSkew", "token-clock-skew") ?? "0";
        if (!TryReadSkew(skew, out var clockSkew))
            faults.Add($"{Section}:TokenClockSkew is '{skew}': use seconds or hh:mm:ss");
        var verify = Text("VerifyTokenAudience", "verify-token-audience") ?? "true";
        if (!bool.TryParse(verify, out var verifyAudience))
            faults.Add($"{Section}:VerifyTokenAudience is '{verify}': use true or false");
        var realm = Required("Realm", "realm", "industrybrain");
        var resource = Required("Resource", "resource", "brain-api");
        if (faults.Count > 0)
            throw new Hosting.ServiceStartException(string.Join(Environment.NewLine, faults.Select(f => $"Configuration: {f}")));

        return new KeycloakSettings
        {
            Realm = realm,
            AuthServerUrl = address!,
            Resource = resource,
            Audience = Text("Audience", "audience"),
            AdditionalAudiences = section.GetSection("AdditionalAudiences").Get<string[]>() ?? [],
            VerifyTokenAudience = verifyAudience,
            RequireHttps = !string.Equals(Text("SslRequired", "ssl-required"), "none", StringComparison.OrdinalIgnoreCase),
            ClockSkew = clockSkew,
            RoleClaimType = Text("RoleClaimType", "role-claim-type") ?? "role",
            NameClaimType = Text("NameClaimType", "name-claim-type") ?? "preferred_username",
            RolesMapping = roles,
            RolesResource = Text("RolesResource", "roles-resource"),
        };
    }

    private static bool TryReadSkew(string text, out TimeSpan skew)
    {
        if (int.TryParse(text, out var seconds) && seconds >= 0)
        {
            skew = TimeSpan.FromSeconds(seconds);
            return true;
        }

        return TimeSpan.TryParse(text, out skew) && skew >= TimeSpan.Zero;
    }
}

/// <summary>Which of a Keycloak token's roles become role claims.</summary>
[Flags]
internal enum RolesMapping
{
    None = 0,
    Realm = 1,
    ResourceAccess = 2,
    All = Realm | ResourceAccess,
}
