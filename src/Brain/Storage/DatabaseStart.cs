using Jinan.IndustryBrain.Brain.Registry;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Storage;

/// <summary>Makes the tables before the first request, and refuses tables that another version made.</summary>
internal sealed class DatabaseStart(IDbContextFactory<BrainContext> contexts, FactoryRegistry registry, ILogger<DatabaseStart> logger)
    : IHostedService
{
    /// <summary>Grows with every change to the tables.</summary>
    private const string SchemaVersion = "1";

    private const string SchemaSetting = "schema";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Log.RegistryRead(logger, registry.Factories.Count, registry.Factories.Select(factory => factory.Unrelated).Distinct().Count());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var isNew = await context.Database.EnsureCreatedAsync(cancellationToken);
        if (context.Database.IsSqlite())
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
        if (isNew)
        {
            context.Settings.Add(new SettingRow { Name = SchemaSetting, Value = SchemaVersion });
            await context.SaveChangesAsync(cancellationToken);
        }

        var found = (await context.Settings.FindAsync([SchemaSetting], cancellationToken))?.Value;
        if (found != SchemaVersion)
            throw new ServiceStartException(
                $"The brain's database has schema '{found}', this version needs '{SchemaVersion}'. Start with a new "
                + "Brain:DataFolder, or the version that made it.");
        Log.DatabaseReady(logger, context.Database.ProviderName ?? "unknown");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
