using System.Text.Json.Serialization;

namespace Jinan.IndustryBrain.DevIdentity.Realm;

/// <summary>
/// The part of Keycloak's realm representation that this issuer honours. <c>clientScopes</c> is left out on purpose: a realm
/// file that names it makes Keycloak skip its built-in scopes, and with them <c>sub</c> and the roles.
/// </summary>
internal sealed record RealmModel
{
    public required string Realm { get; init; }
    public string? DisplayName { get; init; }
    public bool Enabled { get; init; } = true;
    public string SslRequired { get; init; } = "external";
    public int AccessTokenLifespan { get; init; } = 300;
    public RealmRoles Roles { get; init; } = new();
    public IReadOnlyList<RealmClient> Clients { get; init; } = [];
    public IReadOnlyList<RealmUser> Users { get; init; } = [];
}

internal sealed record RealmRoles
{
    public IReadOnlyList<RealmRole> Realm { get; init; } = [];
    public IReadOnlyDictionary<string, IReadOnlyList<RealmRole>> Client { get; init; } =
        new Dictionary<string, IReadOnlyList<RealmRole>>();
}

internal sealed record RealmRole(string Name, string? Description = null);

internal sealed record RealmClient
{
    public required string ClientId { get; init; }
    public string? Description { get; init; }
    public bool Enabled { get; init; } = true;
    public string? Secret { get; init; }
    public bool PublicClient { get; init; }
    public bool BearerOnly { get; init; }
    public bool ServiceAccountsEnabled { get; init; }
    public bool StandardFlowEnabled { get; init; }
    public bool DirectAccessGrantsEnabled { get; init; }
    public bool FullScopeAllowed { get; init; } = true;
    public IReadOnlyList<string> RedirectUris { get; init; } = [];
    public IReadOnlyList<string> WebOrigins { get; init; } = [];
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<ProtocolMapper> ProtocolMappers { get; init; } = [];
}

internal sealed record ProtocolMapper
{
    public const string HardcodedClaim = "oidc-hardcoded-claim-mapper";
    public const string UserAttribute = "oidc-usermodel-attribute-mapper";

    public required string Name { get; init; }
    public string Protocol { get; init; } = "openid-connect";

    [JsonPropertyName("protocolMapper")]
    public required string Type { get; init; }

    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();
}

internal sealed record RealmUser
{
    public required string Username { get; init; }
    public bool Enabled { get; init; } = true;
    public string? Email { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? ServiceAccountClientId { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();
    public IReadOnlyList<RealmCredential> Credentials { get; init; } = [];
    public IReadOnlyList<string> RealmRoles { get; init; } = [];
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ClientRoles { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();
}

internal sealed record RealmCredential(string Type, string Value);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RealmModel))]
[JsonSerializable(typeof(PlantFile))]
internal sealed partial class RealmJson : JsonSerializerContext;
