using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.DevIdentity;

/// <summary>Section <c>DevIdentity</c>.</summary>
internal sealed record IssuerOptions : IValidatedOptions
{
    public const string Section = "DevIdentity";

    /// <summary>The realm file, as Keycloak imports it.</summary>
    public string RealmFile { get; init; } = "";

    /// <summary>Holds the signing key.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>Address under which clients reach this service; <c>/realms/{realm}</c> is added for the issuer's name.</summary>
    public string Issuer { get; init; } = "";

    public IEnumerable<string> FindFaults()
    {
        if (string.IsNullOrWhiteSpace(RealmFile))
            yield return "RealmFile is missing: name the realm file, e.g. apphost/realm/industrybrain-realm.json";
        if (string.IsNullOrWhiteSpace(DataFolder))
            yield return "DataFolder is missing: name a folder for the signing key";
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var uri) || (uri.Scheme != "http" && uri.Scheme != "https"))
            yield return $"Issuer is '{Issuer}': give the address that clients call, e.g. http://127.0.0.1:8481";
    }

    public Uri IssuerOf(string realm) => new($"{Issuer.TrimEnd('/')}/realms/{realm}");
}
