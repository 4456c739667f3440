using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Jinan.IndustryBrain.Brain.Storage;

internal sealed class DatabaseHealth(IDbContextFactory<BrainContext> contexts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy("The database answers")
            : HealthCheckResult.Unhealthy("The database does not answer: see Brain:Database and Brain:ConnectionString");
    }
}
