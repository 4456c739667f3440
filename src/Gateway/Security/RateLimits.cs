using System.Globalization;
using System.Threading.RateLimiting;
using Jinan.IndustryBrain.Gateway.Routes;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Jinan.IndustryBrain.Gateway.Security;

/// <summary>A bucket of tokens a tenant: one factory's flood costs nobody else anything.</summary>
internal static class RateLimits
{
    public static IServiceCollection AddTenantRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>>(provider => new ConfigureOptions<RateLimiterOptions>(
            limiter => Configure(limiter, provider.GetRequiredService<GatewayOptions>(), provider.GetRequiredService<GatewayMetrics>())));
        return services;
    }

    private static void Configure(RateLimiterOptions limiter, GatewayOptions options, GatewayMetrics metrics)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.Request.Path.StartsWithSegments("/health")
                ? RateLimitPartition.GetNoLimiter("health")
                : PageSide.Is(context)
                    ? Bucket($"page {context.Connection.RemoteIpAddress}", options.PageBurst, options.PageRequestsPerSecond)
                    : Bucket($"{Tenant.SideOf(context)} {Tenant.NameOf(context)}", options.Burst, options.RequestsPerSecond));
        limiter.OnRejected = (context, _) =>
        {
            metrics.RateLimited();
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            context.HttpContext.Response.Headers.RetryAfter =
                Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
    }

    private static RateLimitPartition<string> Bucket(string tenant, int burst, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(tenant, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = true,
        });
}
