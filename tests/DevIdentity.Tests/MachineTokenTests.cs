using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Jinan.IndustryBrain.DevIdentity.Tests;

public sealed class MachineTokenTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>
{
    private readonly TestIssuer _issuer = fixture.Issuer;

    [Fact]
    public async Task ClientCredentials_OfAFactory_GiveATokenOfKeycloaksShape()
    {
        var token = new JsonWebToken(await _issuer.FactoryTokenAsync("auto-01"));
        Assert.Equal("RS256", token.Alg);
        Assert.Equal("JWT", token.Typ);
        Assert.Equal($"{_issuer.Address}/realms/industrybrain", token.Issuer);
        Assert.Equal(["brain-api"], token.Audiences);
        Assert.Equal("Bearer", token.GetPayloadValue<string>("typ"));
        Assert.Equal("factory-auto-01", token.GetPayloadValue<string>("azp"));
        Assert.Equal("factory-auto-01", token.GetPayloadValue<string>("client_id"));
        Assert.Equal("service-account-factory-auto-01", token.GetPayloadValue<string>("preferred_username"));
        Assert.Equal("auto-01", token.GetPayloadValue<string>("factory"));
        Assert.Equal("ent-auto-01", token.GetPayloadValue<string>("enterprise"));
        Assert.Equal("factory", token.GetPayloadValue<JsonElement>("resource_access")
            .GetProperty("brain-api").GetProperty("roles")[0].GetString());
        Assert.NotEmpty(token.Subject);
        Assert.NotEmpty(token.Id);
        Assert.Equal(TimeSpan.FromSeconds(300), token.ValidTo - token.IssuedAt);
        Assert.DoesNotContain(token.Claims, claim => claim.Type.StartsWith("oi_", StringComparison.Ordinal));
        Assert.DoesNotContain(token.Claims, claim => claim.Type == "replay_id");
    }

    [Theory]
    [InlineData("factory-auto-01", "wrong")]
    [InlineData("factory-auto-99", "development-only-factory-auto-99")]
    [InlineData("cockpit", "development-only-cockpit")]
    [InlineData("brain-api", "development-only-brain-api")]
    public async Task ClientCredentials_OfNoServiceAccount_AreRefused(string client, string secret)
    {
        using var answer = await _issuer.RequestAsync(new()
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = secret,
        });
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Contains("error", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Password_Grant_IsNotOffered()
    {
        using var answer = await _issuer.RequestAsync(new()
        {
            ["grant_type"] = "password", ["client_id"] = "cockpit", ["username"] = "bureau",
            ["password"] = "development-only-bureau",
        });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("unsupported_grant_type", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Discovery_NamesTheEndpointsUnderTheRealm()
    {
        var document = await _issuer.Client.GetFromJsonAsync<JsonElement>("/realms/industrybrain/.well-known/openid-configuration");
        Assert.Equal($"{_issuer.Address}/realms/industrybrain", document.GetProperty("issuer").GetString());
        Assert.Equal($"{_issuer.Protocol}/token", document.GetProperty("token_endpoint").GetString());
        Assert.Equal($"{_issuer.Protocol}/auth", document.GetProperty("authorization_endpoint").GetString());
        Assert.Equal($"{_issuer.Protocol}/certs", document.GetProperty("jwks_uri").GetString());
        var keys = await _issuer.Client.GetFromJsonAsync<JsonElement>(document.GetProperty("jwks_uri").GetString());
        var key = Assert.Single(keys.GetProperty("keys").EnumerateArray());
        Assert.Equal("RSA", key.GetProperty("kty").GetString());
        Assert.False(key.TryGetProperty("d", out _));
    }
}
