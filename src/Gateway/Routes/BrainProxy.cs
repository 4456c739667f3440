using System.Net;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.ServiceDefaults.Identity;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;

namespace Jinan.IndustryBrain.Gateway.Routes;

/// <summary>
/// The addresses of the city, machines and people apart, and the way from each to the brain: through this service's own
/// sidecar. What is not listed here does not exist outside.
/// </summary>
internal static class BrainProxy
{
    private const string Brain = "brain";
    private const string Anonymous = "anonymous";
    private const string SidecarToken = "dapr-api-token";

    public static IServiceCollection AddBrainProxy(this IServiceCollection services, IConfiguration configuration)
    {
        var token = configuration["DAPR_API_TOKEN"];
        services.AddReverseProxy()
            .LoadFromMemory(Routes(), [Cluster(SidecarAddress(configuration))])
            .AddTransforms(context =>
            {
                // The caller's access token goes along: the brain checks it once more.
                context.AddPathPrefix($"/v1.0/invoke/{Brain}/method");
                context.AddRequestHeaderRemove(SidecarToken);
                if (!string.IsNullOrEmpty(token))
                    context.AddRequestHeader(SidecarToken, token, append: false);
                // Who is within is nobody's business outside.
                context.AddResponseHeaderRemove("Server");
                context.AddResponseTransform(HideFaultsOfTheWay);
            });
        return services;
    }

    // The brain answers with problem documents, and people with pages and plain text. Any other error comes from the sidecar,
    // says nothing to the caller, and a 401 among them would send him for a new token that does not help.
    private static ValueTask HideFaultsOfTheWay(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { IsSuccessStatusCode: false, StatusCode: >= HttpStatusCode.BadRequest } answer
            && !IsOfTheBrain(context.HttpContext, answer.Content.Headers.ContentType?.MediaType))
        {
            context.SuppressResponseBody = true;
            context.HttpContext.Response.Headers.ContentLength = null;
            context.HttpContext.Response.ContentType = null;
            context.HttpContext.Response.StatusCode = StatusCodes.Status502BadGateway;
        }

        return ValueTask.CompletedTask;
    }

    private static bool IsOfTheBrain(HttpContext context, string? type) =>
        type == "application/problem+json" || (PageSide.Is(context) && type is "text/html" or "text/plain");

    private static IReadOnlyList<RouteConfig> Routes() =>
    [
        Route("machines-insights", CityPolicies.FactoryMachine, "/api/v1/factories/{factory}/insights", "POST"),
        Route("factory-insights", CityPolicies.FactoryReader, "/api/v1/factories/{factory}/insights", "GET"),
        Route("machines-warnings", CityPolicies.FactoryMachine, "/api/v1/factories/{factory}/warnings", "POST"),
        Route("machines-tasks", CityPolicies.FactoryMachine, "/api/v1/factories/{factory}/tasks", "GET"),
        Route("machines-task-answers", CityPolicies.FactoryMachine, "/api/v1/factories/{factory}/task-answers", "POST"),
        Route("machines-receipts", CityPolicies.FactoryMachine, "/api/v1/factories/{factory}/receipts", "GET"),
        Route("factory-summary", CityPolicies.FactoryReader, "/api/v1/factories/{factory}/summary", "GET"),
        Route("bureau-city", CityPolicies.Bureau, "/api/v1/city", "GET"),
        Route("bureau-overview", CityPolicies.Bureau, "/api/v1/overview", "GET"),
        Route("bureau-map", CityPolicies.Bureau, "/api/v1/map", "GET"),
        Route("bureau-sectors", CityPolicies.Bureau, "/api/v1/sectors/{**rest}", "GET"),
        Route("bureau-districts", CityPolicies.Bureau, "/api/v1/districts/{**rest}", "GET"),
        Route("bureau-periods", CityPolicies.Bureau, "/api/v1/periods", "GET"),
        Route("bureau-status", CityPolicies.Bureau, "/api/v1/status", "GET"),
        Route("bureau-warnings", CityPolicies.Bureau, "/api/v1/warnings/{**rest}", "GET"),
        Route("bureau-tasks", CityPolicies.Bureau, "/api/v1/tasks/{**rest}", "GET", "POST", "PUT"),
        Route("bureau-targets", CityPolicies.Bureau, "/api/v1/targets/{**rest}", "GET"),
        Route(FileSide.Prefix + "bureau-target-import", CityPolicies.Bureau, "/api/v1/targets/import", "POST"),
        Route("bureau-reports", CityPolicies.Bureau, "/api/v1/reports/{**rest}", "GET"),
        Route("bureau-audit", CityPolicies.Bureau, "/api/v1/audit/{**rest}", "GET"),
        .. Pages(),
        Route("docs", Anonymous, "/docs/{**rest}", "GET"),
        Route("openapi", Anonymous, "/openapi/{**rest}", "GET"),
    ];

    // People's side: pages, what they load, and their circuits. The brain has the session's cookie and asks who it is.
    private static IEnumerable<RouteConfig> Pages() =>
    [
        Route("page-overview", Anonymous, "/", "GET"),
        Route("page-map", Anonymous, "/map", "GET"),
        Route("page-sectors", Anonymous, "/sectors/{**rest}", "GET"),
        Route("page-warnings", Anonymous, "/warnings/{**rest}", "GET"),
        Route("page-tasks", Anonymous, "/tasks/{**rest}", "GET"),
        Route("page-targets", Anonymous, "/targets/{**rest}", "GET"),
        Route("page-reports", Anonymous, "/reports/{**rest}", "GET"),
        Route("page-audit", Anonymous, "/audit/{**rest}", "GET"),
        Route("page-fault", Anonymous, "/fault", "GET"),
        Route("page-preferences", Anonymous, "/preferences", "GET"),
        Route("page-sign-in", Anonymous, "/sign-in", "GET"),
        Route("page-sign-out", Anonymous, "/sign-out", "POST"),
        Route("page-signed-out", Anonymous, "/signed-out", "GET"),
        Route("page-signed-in-at-issuer", Anonymous, "/signin-oidc", "GET"),
        Route("page-signed-out-at-issuer", Anonymous, "/signout-callback-oidc", "GET"),
        Route("page-content", Anonymous, "/_content/{**rest}", "GET"),
        Route("page-framework", Anonymous, "/_framework/{**rest}", "GET"),
        Route("page-circuit", Anonymous, "/_blazor/{**rest}", "GET", "POST", "DELETE"),
    ];

    private static RouteConfig Route(string id, string policy, string path, params string[] methods) => new()
    {
        RouteId = id,
        ClusterId = Brain,
        AuthorizationPolicy = policy,
        Match = new RouteMatch { Path = path, Methods = methods },
    };

    private static ClusterConfig Cluster(string sidecar) => new()
    {
        ClusterId = Brain,
        Destinations = new Dictionary<string, DestinationConfig> { ["sidecar"] = new() { Address = sidecar } },
        HttpRequest = new Yarp.ReverseProxy.Forwarder.ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(30) },
    };

    private static string SidecarAddress(IConfiguration configuration)
    {
        var address = configuration["DAPR_HTTP_ENDPOINT"] is { Length: > 0 } endpoint
            ? endpoint
            : $"http://127.0.0.1:{configuration["DAPR_HTTP_PORT"] ?? "3500"}";
        return Uri.TryCreate(address, UriKind.Absolute, out _)
            ? address
            : throw new ServiceStartException($"Configuration: DAPR_HTTP_ENDPOINT is '{address}': give the sidecar's address, e.g. http://127.0.0.1:3500");
    }
}
