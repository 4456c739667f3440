using Jinan.IndustryBrain.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;

namespace Jinan.IndustryBrain.ServiceDefaults.Hosting;

/// <summary>What every service of the product does alike.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>No request of the product is larger; a service that accepts less says so on its endpoint.</summary>
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Logging, OpenTelemetry (when an OTLP endpoint is given), health checks, problem details, resilient HTTP clients, a
    /// clock, the Dapr client, Kestrel on the loopback, and the end of this process with its parent.
    /// </summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        ConfigureKestrel(builder);
        builder.AddOneLineLogging();
        builder.AddTelemetry();

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddHealthChecks();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemAdvice.Add);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);

        // A body that is too large or breaks off shows only when it is read: still the caller's fault, not ours.
        services.Configure<ExceptionHandlerOptions>(options => options.StatusCodeSelector = fault =>
            fault is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError);
        services.AddDaprClient();
        services.AddHostedService<ExitWithParentService>();
        services.ConfigureHttpClientDefaults(http =>
            http.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods()));
        return builder;
    }

    /// <summary>
    /// Problem details for every failure, the application token of the sidecar, CloudEvents unwrapped, then routing and the
    /// health endpoints. Call it first; authentication and endpoints come after.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="calledThroughSidecar">False for services that people and other machines call directly: they have
    /// guards of their own in place of the application token.</param>
    /// <param name="sidecarPaths">Where such a service is called by its sidecar after all, e.g. <c>/topics</c>: there the
    /// application token is asked for, and without one that is set nobody gets in.</param>
    public static WebApplication UseServiceDefaults(
        this WebApplication app, bool calledThroughSidecar = true, params IReadOnlyList<string> sidecarPaths)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        // For browsers that came by https: they are not to be led to plain HTTP afterwards.
        if (TlsSettings.Read(app.Configuration) is not null)
            app.UseHsts();
        if (calledThroughSidecar)
        {
            app.UseMiddleware<AppTokenGuard>();
            app.UseCloudEvents();
        }
        else if (sidecarPaths.Count > 0)
        {
            app.UseWhen(context => sidecarPaths.Any(path => context.Request.Path.StartsWithSegments(path)), branch =>
            {
                branch.UseMiddleware<AppTokenGuard>(true);
                branch.UseCloudEvents();
            });
        }

        // Here, and not where WebApplication would put it: an endpoint is chosen by content type as well, and a CloudEvent
        // has its own content type until it is unwrapped.
        app.UseRouting();
        app.MapHealth();
        return app;
    }

    private static void ConfigureKestrel(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration[WebHostDefaults.ServerUrlsKey] is null && configuration["http_ports"] is null
            && configuration["https_ports"] is null)
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            if (TlsSettings.Read(configuration) is { } tls)
                kestrel.UseTls(tls, TimeProvider.System);
        });
    }
}
