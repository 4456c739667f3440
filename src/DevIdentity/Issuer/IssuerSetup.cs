using System.Security.Cryptography;
using Jinan.IndustryBrain.DevIdentity.Realm;
using Jinan.IndustryBrain.DevIdentity.SignIn;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Jinan.IndustryBrain.DevIdentity.Issuer;

/// <summary>OpenIddict in degraded mode: no database; the realm file is all there is to know.</summary>
internal static class IssuerSetup
{
    public static void AddIssuer(this WebApplicationBuilder builder, RealmModel realm, IssuerOptions options, RsaSecurityKey key)
    {
        builder.Services.KeepDataProtectionInMemory();
        builder.Services.AddSingleton(realm);
        builder.Services.AddSingleton<Principals>();
        builder.Services.AddSingleton<ReplayGuard>();
        builder.Services.AddSingleton<ClientChecks>();
        builder.Services.AddSingleton<KeycloakTokenShape>();
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            var protocol = $"realms/{realm.Realm}/protocol/openid-connect";
            server.EnableDegradedMode()
                .SetIssuer(options.IssuerOf(realm.Realm))
                .SetConfigurationEndpointUris($"realms/{realm.Realm}/.well-known/openid-configuration")
                .SetJsonWebKeySetEndpointUris($"{protocol}/certs")
                .SetAuthorizationEndpointUris($"{protocol}/auth")
                .SetTokenEndpointUris($"{protocol}/token")
                .SetEndSessionEndpointUris($"{protocol}/logout")
                .AllowClientCredentialsFlow()
                .AllowAuthorizationCodeFlow()
                .AllowRefreshTokenFlow()
                .RequireProofKeyForCodeExchange()
                .RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.OfflineAccess)
                .RegisterClaims(Claims.PreferredUsername, Claims.Email)
                .SetAccessTokenLifetime(TimeSpan.FromSeconds(realm.AccessTokenLifespan))
                .SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(1))
                .SetRefreshTokenLifetime(TimeSpan.FromMinutes(30))
                .AddSigningKey(key)
                // Encrypts codes and refresh tokens, which need not outlive the process.
                .AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)))
                .DisableAccessTokenEncryption();
            server.UseAspNetCore()
                .EnableAuthorizationEndpointPassthrough()
                .EnableTokenEndpointPassthrough()
                .EnableEndSessionEndpointPassthrough()
                // It listens on the loopback, in development only.
                .DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseSingletonHandler<ClientChecks>());
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<ClientChecks>());
            server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseSingletonHandler<ClientChecks>());
            server.AddEventHandler<GenerateTokenContext>(handler => handler
                .UseSingletonHandler<KeycloakTokenShape>()
                .SetOrder(OpenIddictServerHandlers.Protection.GenerateIdentityModelToken.Descriptor.Order - 1));
        });
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization();
    }

    public static void MapIssuer(this WebApplication app, RealmModel realm)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        var protocol = app.MapGroup($"/realms/{realm.Realm}/protocol/openid-connect");
        protocol.MapPost("/token", TokenEndpoint.HandleAsync).DisableAntiforgery();
        protocol.MapMethods("/auth", ["GET", "POST"], AuthorizationEndpoint.HandleAsync).DisableAntiforgery();
        protocol.MapMethods("/logout", ["GET", "POST"], EndSessionEndpoint.Handle).DisableAntiforgery();
    }
}
