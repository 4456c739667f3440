namespace Jinan.IndustryBrain.ServiceDefaults.Identity;

/// <summary>Names in the city's tokens that issuer, gateway and brain agree on.</summary>
public static class CityIdentity
{
    /// <summary>The service account of one factory's edge.</summary>
    public const string FactoryRole = "factory";

    /// <summary>A person who works for one factory.</summary>
    public const string FactoryUserRole = "factory-user";

    /// <summary>The industry bureau: aggregates only.</summary>
    public const string BureauRole = "bureau";

    /// <summary>Claim: id of the factory that the token speaks for.</summary>
    public const string FactoryClaim = "factory";

    /// <summary>Claim: id of the enterprise that the factory belongs to.</summary>
    public const string EnterpriseClaim = "enterprise";
}
