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

    // The brain answers with problem documents. An error without one comes from the sidecar, says nothing to the caller, and
    // a 401 among them would send him for a new token that does not help.
    private static ValueTask HideFaultsOfTheWay(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { IsSuccessStatusCode: false, StatusCode: >= HttpStatusCode.BadRequest } answer
            && answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            context.SuppressResponseBody = true;
            context.HttpContext.Response.Headers.ContentLength = null;
            context.HttpContext.Response.ContentType = null;
            context.HttpContext.Response.StatusCode = StatusCodes.Status502BadGateway;
        }

        return ValueTask.CompletedTask;
    }

    private static IReadOnlyList<RouteConfig> Routes() =>
    [
        Route("machines-insights", CityPolicies.FactoryMachine, "/api/v1/factories/{factory}/insights", "POST"),
        Route("factory-insights", CityPolicies.FactoryReader, "/api/v1/factories/{factory}/insights", "GET"),
        Route("factory-summary", CityPolicies.FactoryReader, "/api/v1/factories/{factory}/summary", "GET"),
        Route("bureau-city", CityPolicies.Bureau, "/api/v1/city", "GET"),
        Route("bureau-sectors", CityPolicies.Bureau, "/api/v1/sectors/{**rest}", "GET"),
        Route("bureau-districts", CityPolicies.Bureau, "/api/v1/districts/{**rest}", "GET"),
        Route("bureau-periods", CityPolicies.Bureau, "/api/v1/periods", "GET"),
        Route("bureau-status", CityPolicies.Bureau, "/api/v1/status", "GET"),
        Route("docs", "anonymous", "/docs/{**rest}", "GET"),
        Route("openapi", "anonymous", "/openapi/{**rest}", "GET"),
    ];

    private static RouteConfig Route(string id, string policy, string path, string method) => new()
    {
        RouteId = id,
        ClusterId = Brain,
        AuthorizationPolicy = policy,
        Match = new RouteMatch { Path = path, Methods = [method] },
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
