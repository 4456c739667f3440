using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Jinan.IndustryBrain.DevIdentity.Issuer;

/// <summary>Gives access tokens the claims that Keycloak's have, and takes away what only OpenIddict's have.</summary>
internal sealed class KeycloakTokenShape : IOpenIddictServerHandler<GenerateTokenContext>
{
    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (context.TokenType != TokenTypeIdentifiers.AccessToken || context.SecurityTokenDescriptor is not { } token)
            return ValueTask.CompletedTask;

        token.TokenType = "JWT";
        var subject = token.Subject.Clone();
        foreach (var claim in subject.Claims.Where(claim => claim.Type.StartsWith("oi_", StringComparison.Ordinal)).ToList())
            subject.RemoveClaim(claim);

        var client = subject.FindFirst(Claims.ClientId);
        var isServiceAccount = subject.FindFirst("sid") is null;
        if (client is not null && !isServiceAccount)
            subject.RemoveClaim(client);
        token.Subject = subject;

        var claims = new Dictionary<string, object>(token.Claims ?? new Dictionary<string, object>());
        foreach (var own in claims.Keys.Where(name => name.StartsWith("oi_", StringComparison.Ordinal)).ToList())
            claims.Remove(own);
        if (!isServiceAccount)
            claims.Remove(Claims.ClientId);
        claims["typ"] = "Bearer";
        claims["acr"] = "1";
        if (client is not null)
            claims["azp"] = client.Value;
        if (!claims.ContainsKey(Claims.JwtId) && subject.FindFirst(Claims.JwtId) is null)
            claims[Claims.JwtId] = Guid.NewGuid().ToString();
        token.Claims = claims;
        return ValueTask.CompletedTask;
    }
}
