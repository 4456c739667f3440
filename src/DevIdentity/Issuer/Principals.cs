using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.DevIdentity.Realm;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Jinan.IndustryBrain.DevIdentity.Issuer;

/// <summary>Makes of a realm's user what Keycloak would put into the token.</summary>
internal sealed class Principals(RealmModel realm)
{
    /// <summary>Names one code or refresh token; kept out of access tokens.</summary>
    public const string ReplayId = "replay_id";

    public RealmClient? Client(string? id) => realm.Clients.FirstOrDefault(client => client.Enabled && client.ClientId == id);

    public RealmUser? User(string? name) =>
        realm.Users.FirstOrDefault(user => user.Enabled && user.ServiceAccountClientId is null && user.Username == name);

    public RealmUser? ServiceAccount(RealmClient client) =>
        realm.Users.FirstOrDefault(user => user.Enabled && user.ServiceAccountClientId == client.ClientId);

    public ClaimsPrincipal Create(RealmClient client, RealmUser user, IEnumerable<string> scopes, string authority)
    {
        var identity = new ClaimsIdentity(authority, Claims.PreferredUsername, Claims.Role);
        identity.SetClaim(Claims.Subject, SubjectOf(user));
        identity.SetClaim(Claims.PreferredUsername, user.Username);
        identity.SetClaim(ReplayId, Guid.NewGuid().ToString("N"));
        if (user.Email is { } email)
            identity.SetClaim(Claims.Email, email);
        if (user.ServiceAccountClientId is null)
            identity.SetClaim("sid", Guid.NewGuid().ToString());
        AddRoles(identity, user);
        AddMapped(identity, client, user);
        identity.SetScopes(scopes);

        // As Keycloak resolves the audience: every client that the user has roles of, not the one that asks.
        identity.SetResources(user.ClientRoles.Keys.Where(resource => resource != client.ClientId));
        identity.SetDestinations(claim => claim.Type switch
        {
            ReplayId => [],
            Claims.Subject or Claims.PreferredUsername or Claims.Email or "sid" =>
                [Destinations.AccessToken, Destinations.IdentityToken],
            _ => [Destinations.AccessToken],
        });
        return new ClaimsPrincipal(identity);
    }

    private string SubjectOf(RealmUser user) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{realm.Realm}/{user.Username}")).AsSpan(0, 16)).ToString();

    private static void AddRoles(ClaimsIdentity identity, RealmUser user)
    {
        if (user.RealmRoles.Count > 0)
            identity.SetClaim("realm_access", JsonSerializer.SerializeToElement(new { roles = user.RealmRoles }));
        if (user.ClientRoles.Count > 0)
            identity.SetClaim("resource_access", JsonSerializer.SerializeToElement(
                user.ClientRoles.ToDictionary(entry => entry.Key, entry => new { roles = entry.Value })));
    }

    private static void AddMapped(ClaimsIdentity identity, RealmClient client, RealmUser user)
    {
        foreach (var mapper in client.ProtocolMappers.Where(m => m.Config.GetValueOrDefault("access.token.claim") == "true"))
        {
            var value = mapper.Type switch
            {
                ProtocolMapper.HardcodedClaim => mapper.Config.GetValueOrDefault("claim.value"),
                ProtocolMapper.UserAttribute => Attribute(user, mapper.Config.GetValueOrDefault("user.attribute")),
                _ => null,
            };
            if (value is not null && mapper.Config.GetValueOrDefault("claim.name") is { Length: > 0 } claim)
                identity.SetClaim(claim, value);
        }
    }

    private static string? Attribute(RealmUser user, string? name) =>
        name is not null && user.Attributes.GetValueOrDefault(name) is [var first, ..] ? first : null;
}
