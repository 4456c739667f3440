using System.Text.Json;
using Jinan.IndustryBrain.ServiceDefaults.Identity;

namespace Jinan.IndustryBrain.DevIdentity.Realm;

/// <summary>Writes the demo's realm: the same plant file gives the same bytes.</summary>
internal static class RealmGenerator
{
    public const string RealmName = "industrybrain";
    public const string ApiClient = "brain-api";
    public const string CockpitClient = "cockpit";
    public const string BureauClient = "bureau-cli";
    public const string BureauUser = "bureau";

    /// <summary>Every secret of the file begins so: nobody can take one for a real secret, and a search finds all.</summary>
    public const string SecretPrefix = "development-only-";

    public static string FactoryClient(string factory) => $"factory-{factory}";

    public static string EngineerOf(string factory) => $"engineer-{factory}";

    public static byte[] Generate(PlantFile plant) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(Describe(plant), RealmJson.Default.RealmModel), (byte)'\n'];

    private static RealmModel Describe(PlantFile plant)
    {
        // One engineer a sector is enough to sign in with; every factory has its machine account.
        var withEngineer = plant.Factories.GroupBy(factory => factory.Sector).Select(group => group.First()).ToList();
        return new RealmModel
        {
            Realm = RealmName,
            DisplayName = "Jinan Industry Brain (development only: every secret in this file is public)",
            Roles = new RealmRoles
            {
                Client = new Dictionary<string, IReadOnlyList<RealmRole>>
                {
                    [ApiClient] =
                    [
                        new(CityIdentity.FactoryRole, "The service account of one factory's edge"),
                        new(CityIdentity.FactoryUserRole, "A person who works for one factory"),
                        new(CityIdentity.BureauRole, "The industry bureau: aggregates only"),
                    ],
                },
            },
            Clients =
            [
                new RealmClient { ClientId = ApiClient, BearerOnly = true, Description = "The audience of every token" },
                Cockpit(),
                Machine(BureauClient, "The bureau's command line", []),
                .. plant.Factories.Select(factory => Machine(
                    FactoryClient(factory.Id),
                    $"The edge of factory {factory.Id}",
                    [
                        Hardcoded(CityIdentity.EnterpriseClaim, factory.Enterprise),
                        Hardcoded(CityIdentity.FactoryClaim, factory.Id),
                    ])),
            ],
            Users =
            [
                Person(BureauUser, CityIdentity.BureauRole, []),
                .. withEngineer.Select(factory => Person(EngineerOf(factory.Id), CityIdentity.FactoryUserRole, new()
                {
                    [CityIdentity.EnterpriseClaim] = [factory.Enterprise],
                    [CityIdentity.FactoryClaim] = [factory.Id],
                })),
                ServiceAccount(BureauClient, CityIdentity.BureauRole),
                .. plant.Factories.Select(factory => ServiceAccount(FactoryClient(factory.Id), CityIdentity.FactoryRole)),
            ],
        };
    }

    private static RealmClient Cockpit() => new()
    {
        ClientId = CockpitClient,
        Description = "People, with a browser",
        PublicClient = true,
        StandardFlowEnabled = true,
        // Any port of the loopback: Keycloak leaves the port out when it compares these (RFC 8252, 7.3).
        RedirectUris = ["http://127.0.0.1/*", "http://localhost/*"],
        WebOrigins = ["+"],
        Attributes = new Dictionary<string, string> { ["pkce.code.challenge.method"] = "S256" },
        ProtocolMappers = [FromUser(CityIdentity.EnterpriseClaim), FromUser(CityIdentity.FactoryClaim)],
    };

    private static RealmClient Machine(string id, string description, IReadOnlyList<ProtocolMapper> mappers) => new()
    {
        ClientId = id,
        Description = description,
        Secret = SecretPrefix + id,
        ServiceAccountsEnabled = true,
        ProtocolMappers = mappers,
    };

    private static RealmUser ServiceAccount(string client, string role) => new()
    {
        Username = $"service-account-{client}",
        ServiceAccountClientId = client,
        ClientRoles = new Dictionary<string, IReadOnlyList<string>> { [ApiClient] = [role] },
    };

    private static RealmUser Person(string name, string role, Dictionary<string, IReadOnlyList<string>> attributes) => new()
    {
        Username = name,
        Email = $"{name}@example.org",
        FirstName = name,
        LastName = "(development only)",
        Attributes = attributes,
        Credentials = [new RealmCredential("password", SecretPrefix + name)],
        ClientRoles = new Dictionary<string, IReadOnlyList<string>> { [ApiClient] = [role] },
    };

    private static ProtocolMapper Hardcoded(string claim, string value) => new()
    {
        Name = claim,
        Type = ProtocolMapper.HardcodedClaim,
        Config = Claim(claim, new() { ["claim.value"] = value }),
    };

    private static ProtocolMapper FromUser(string attribute) => new()
    {
        Name = attribute,
        Type = ProtocolMapper.UserAttribute,
        Config = Claim(attribute, new() { ["user.attribute"] = attribute }),
    };

    private static Dictionary<string, string> Claim(string name, Dictionary<string, string> config)
    {
        config["claim.name"] = name;
        config["jsonType.label"] = "String";
        config["access.token.claim"] = "true";
        config["id.token.claim"] = "false";
        config["userinfo.token.claim"] = "false";
        return config;
    }
}
