using System.Security.Claims;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.Extensions.Configuration;

namespace Jinan.IndustryBrain.ServiceDefaults.Tests;

public sealed class KeycloakTests
{
    [Theory]
    [InlineData("realm", "auth-server-url", "resource", "ssl-required", "token-clock-skew")]
    [InlineData("Realm", "AuthServerUrl", "Resource", "SslRequired", "TokenClockSkew")]
    public void Section_InBothSpellings_MeansTheSame(string realm, string url, string resource, string ssl, string skew)
    {
        var settings = KeycloakSettings.Read(Configuration(
            (realm, "city"), (url, "https://id.example.org/"), (resource, "api"), (ssl, "none"), (skew, "30")));
        Assert.Equal("https://id.example.org/realms/city/", settings.Authority);
        Assert.Equal(["api"], settings.Audiences);
        Assert.False(settings.RequireHttps);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.ClockSkew);
        Assert.True(settings.VerifyTokenAudience);
    }

    [Fact]
    public void Section_LeftToItsDefaults_IsStrict()
    {
        var settings = KeycloakSettings.Read(Configuration(
            ("realm", "city"), ("auth-server-url", "https://id.example.org"), ("resource", "api"), ("Audience", "other")));
        Assert.True(settings.RequireHttps);
        Assert.Equal(TimeSpan.Zero, settings.ClockSkew);
        Assert.Equal(["other"], settings.Audiences);
    }

    [Fact]
    public void Section_WithFaults_ListsAll()
    {
        var fault = Assert.Throws<ServiceStartException>(() => KeycloakSettings.Read(Configuration(
            ("auth-server-url", "not an address"), ("EnableRolesMapping", "some"), ("token-clock-skew", "long"))));
        foreach (var key in new[] { "Realm", "AuthServerUrl", "Resource", "EnableRolesMapping", "TokenClockSkew" })
            Assert.Contains($"Keycloak:{key}", fault.Message);
    }

    [Theory]
    [InlineData("All", "a,b,c")]
    [InlineData("Realm", "a")]
    [InlineData("ResourceAccess", "b,c")]
    [InlineData("None", "")]
    public void Roles_AreTakenAsTheMappingSays(string mapping, string expected)
    {
        var settings = KeycloakSettings.Read(Configuration(
            ("realm", "r"), ("auth-server-url", "http://x/"), ("resource", "api"), ("EnableRolesMapping", mapping)));
        var identity = new ClaimsIdentity(
        [
            new Claim("realm_access", """{"roles":["a"]}"""),
            new Claim("resource_access", """{"api":{"roles":["b","c",7]},"another":{"roles":["bureau"]}}"""),
        ]);
        KeycloakRoles.AddTo(identity, settings);
        Assert.Equal(expected, string.Join(',', identity.FindAll("role").Select(claim => claim.Value).Order()));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"api":null}""")]
    [InlineData("""{"api":{"roles":"bureau"}}""")]
    public void Roles_OfAnotherShape_GiveNone(string claim)
    {
        var settings = KeycloakSettings.Read(Configuration(("realm", "r"), ("auth-server-url", "http://x/"), ("resource", "api")));
        var identity = new ClaimsIdentity([new Claim("resource_access", claim), new Claim("realm_access", claim)]);
        KeycloakRoles.AddTo(identity, settings);
        Assert.Empty(identity.FindAll("role"));
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(pair => new KeyValuePair<string, string?>($"Keycloak:{pair.Key}", pair.Value)))
        .Build();
}
