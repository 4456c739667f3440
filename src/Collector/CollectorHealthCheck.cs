using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Jinan.IndustryBrain.Collector;

/// <summary>
/// Ready when the factories were looked at and their logs take frames. A machine that is off is no fault of the collector and
/// shows in <c>GET /connections</c>; a log that refuses is, and so is a file that cannot be used.
/// </summary>
internal sealed class CollectorHealthCheck(CollectorService service) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!service.HasStarted)
            return Task.FromResult(HealthCheckResult.Unhealthy("starting"));
        var refusing = service.Factories
            .Where(factory => factory.Stores.Storage.Reason is not null)
            .Select(factory => $"{factory.Factory}: {factory.Stores.Storage.Reason}")
            .ToArray();
        if (refusing.Length > 0)
            return Task.FromResult(HealthCheckResult.Unhealthy($"nothing is acknowledged: {string.Join("; ", refusing)}"));
        var failed = service.Factories.SelectMany(factory => factory.Failures()).ToArray();
        if (failed.Length > 0)
            return Task.FromResult(HealthCheckResult.Unhealthy($"restart the service: {string.Join("; ", failed)}"));
        var faulty = service.Files.Where(file => file.Result.Faults.Count > 0).Select(file => $"{file.Path} has {file.Result.Faults.Count} faults").ToArray();
        // Said while there is time to renew; values flow until the day comes.
        string[] degraded = [.. faulty, .. service.Factories.SelectMany(factory => factory.Expiring())];
        return Task.FromResult(degraded.Length > 0
            ? HealthCheckResult.Degraded(string.Join("; ", degraded))
            : HealthCheckResult.Healthy());
    }
}
