using Jinan.IndustryBrain.DevIdentity.Issuer;
using Jinan.IndustryBrain.DevIdentity.Keys;
using Jinan.IndustryBrain.DevIdentity.Realm;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.DevIdentity;

internal static class IssuerApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args).AddServiceDefaults();
        if (builder.Environment.IsProduction())
            throw new ServiceStartException(
                "The development issuer does not start in Production: its clients and secrets are public. Run Keycloak with "
                + "the same realm file and secrets of your own, or set ASPNETCORE_ENVIRONMENT=Development for a demo.");

        builder.Services.AddValidatedOptions<IssuerOptions>(IssuerOptions.Section);
        var options = builder.Configuration.GetSection(IssuerOptions.Section).Get<IssuerOptions>() ?? new IssuerOptions();
        if (options.FindFaults().ToList() is { Count: > 0 } faults)
            throw new ServiceStartException(
                string.Join(Environment.NewLine, faults.Select(fault => $"Configuration: {IssuerOptions.Section}:{fault}")));

        var realm = RealmReader.Read(options.RealmFile);
        builder.AddIssuer(realm, options, SigningKey.LoadOrCreate(options.DataFolder));

        var app = builder.Build().UseServiceDefaults(calledThroughSidecar: false);
        app.MapIssuer(realm);
        return app;
    }
}
