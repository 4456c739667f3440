using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Jinan.IndustryBrain.ServiceDefaults.Identity;

/// <summary>Checks access tokens of a Keycloak realm, or of the development issuer that speaks like one.</summary>
public static class KeycloakJwtExtensions
{
    /// <summary>
    /// Adds bearer authentication as the section <c>Keycloak</c> says: signature by the realm's published keys, RS256 only,
    /// issuer, audience, life time; realm and client roles become role claims.
    /// </summary>
    /// <exception cref="Hosting.ServiceStartException">Lists every fault of the section.</exception>
    public static IServiceCollection AddKeycloakJwt(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = KeycloakSettings.Read(configuration);
        services.KeepDataProtectionInMemory();
        services.AddSingleton(provider => new AccessTokens(provider.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>(), settings));
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.Authority = settings.Authority;
            bearer.RequireHttpsMetadata = settings.RequireHttps;
            // Claims keep the names that they have in the token.
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters = new TokenValidationParameters
            {
                ClockSkew = settings.ClockSkew,
                ValidateAudience = settings.VerifyTokenAudience,
                ValidAudiences = [.. settings.Audiences],
                ValidateIssuer = true,
                ValidateIssuerSigningKey = true,
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                // Keycloak's default; naming it keeps a token from choosing a weaker one.
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                NameClaimType = settings.NameClaimType,
                RoleClaimType = settings.RoleClaimType,
            };
            bearer.Events = new JwtBearerEvents
            {
                OnTokenValidated = context =>
                {
                    KeycloakRoles.AddTo((ClaimsIdentity)context.Principal!.Identity!, settings);
                    return Task.CompletedTask;
                },
            };
        });
        return services;
    }
}
