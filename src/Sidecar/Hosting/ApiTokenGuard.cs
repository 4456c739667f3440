using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Jinan.IndustryBrain.Sidecar.Api;
using Jinan.IndustryBrain.Sidecar.Apps;

namespace Jinan.IndustryBrain.Sidecar.Hosting;

/// <summary>Lets a request through when it carries the application's API token, or when none is asked for.</summary>
internal static class ApiTokenGuard
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var app = context.App();
        if (IsExempt(context.Request.Path) || IsPresented(context.Request, app.Options.ApiToken))
        {
            if (app.IsShutDown)
                throw DaprErrors.ShutDown(app.AppId);
            await next(context);
            return;
        }
        await ErrorAnswer.WriteAsync(context, "ERR_UNAUTHENTICATED", "invalid api token: send the header dapr-api-token", StatusCodes.Status401Unauthorized, StatusCode.Unauthenticated);
    }

    // Probes have no token.
    private static bool IsExempt(PathString path) => path.Value is "/v1.0/healthz" or "/v1.0/healthz/outbound";

    private static bool IsPresented(HttpRequest request, string? expected)
    {
        if (expected is null)
            return true;
        var given = Encoding.UTF8.GetBytes(request.Headers[AppChannel.TokenHeader].ToString());
        return CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(expected));
    }
}
