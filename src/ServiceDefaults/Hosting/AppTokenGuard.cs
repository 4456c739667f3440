using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Jinan.IndustryBrain.ServiceDefaults.Hosting;

/// <summary>
/// Lets in only what came through this service's own sidecar: it alone knows <c>APP_API_TOKEN</c> and sends it in
/// <c>dapr-api-token</c>. Without the variable there is nothing to check, unless the token is required because people reach
/// the same port; health is open because probes carry no token.
/// </summary>
internal sealed class AppTokenGuard(
    RequestDelegate next, IConfiguration configuration, IProblemDetailsService problems, bool isRequired = false)
{
    public const string TokenVariable = "APP_API_TOKEN";
    public const string TokenHeader = "dapr-api-token";

    private readonly byte[]? _expected = configuration[TokenVariable] is { Length: > 0 } token
        ? SHA256.HashData(Encoding.UTF8.GetBytes(token))
        : null;

    public Task InvokeAsync(HttpContext context)
    {
        if ((_expected is null && !isRequired) || context.Request.Path.StartsWithSegments(HealthEndpoints.Root) || Matches(context.Request))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails =
            {
                Status = StatusCodes.Status401Unauthorized,
                Title = "This service is called through its sidecar",
                Detail = $"The header {TokenHeader} is missing or wrong. Call /v1.0/invoke/<app id>/method/<path> of the "
                         + "sidecar, which adds it.",
            },
        }).AsTask();
    }

    // Digests are compared, so that neither content nor length of the token shows in the time it takes.
    private bool Matches(HttpRequest request) =>
        _expected is not null && request.Headers[TokenHeader] is [{ Length: > 0 } given]
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _expected);
}
