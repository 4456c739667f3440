using Microsoft.AspNetCore.HttpOverrides;

namespace Jinan.IndustryBrain.Brain.Cockpit.SignIn;

/// <summary>
/// The address that people see is the gateway's. The issuer sends a browser back there, so it has to be known here: by
/// configuration, or by what the gateway forwards.
/// </summary>
internal static class PublicAddress
{
    public static void UsePublicAddress(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<CockpitOptions>();
        if (options.Address.Length == 0)
        {
            // From the loopback only, where the sidecar is. A host that somebody invents is one that the issuer does not send to.
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto });
            return;
        }

        var address = new Uri(options.Address);
        app.Use((context, next) =>
        {
            context.Request.Scheme = address.Scheme;
            context.Request.Host = new HostString(address.Authority);
            return next(context);
        });
    }
}
