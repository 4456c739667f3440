using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jinan.IndustryBrain.ServiceDefaults.Identity;

/// <summary>
/// Checks access tokens that came in no header, as the one that a web sign-in gets with its code: by the same rules, and with
/// the same roles, as a token that a request carries. Thread-safe.
/// </summary>
public sealed class AccessTokens
{
    private readonly IOptionsMonitor<JwtBearerOptions> _bearer;
    private readonly KeycloakSettings _settings;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    internal AccessTokens(IOptionsMonitor<JwtBearerOptions> bearer, KeycloakSettings settings) =>
        (_bearer, _settings) = (bearer, settings);

    /// <returns>Whom the token speaks for, with role claims.</returns>
    /// <exception cref="SecurityTokenException">The token is not valid here.</exception>
    public async Task<ClaimsPrincipal> CheckAsync(string token, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var options = _bearer.Get(JwtBearerDefaults.AuthenticationScheme);
        var parameters = options.TokenValidationParameters.Clone();
        parameters.ConfigurationManager = options.ConfigurationManager as BaseConfigurationManager;
        var result = await _handler.ValidateTokenAsync(token, parameters).ConfigureAwait(false);
        if (!result.IsValid)
            throw result.Exception ?? new SecurityTokenException("The access token is not valid.");
        KeycloakRoles.AddTo(result.ClaimsIdentity, _settings);
        return new ClaimsPrincipal(result.ClaimsIdentity);
    }
}
