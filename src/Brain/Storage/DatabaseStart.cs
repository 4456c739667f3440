using System.Globalization;
using Jinan.IndustryBrain.Brain.Registry;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Storage;

/// <summary>Makes the tables before the first request, or brings those of an earlier version to this one.</summary>
internal sealed class DatabaseStart(IDbContextFactory<BrainContext> contexts, FactoryRegistry registry, ILogger<DatabaseStart> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Log.RegistryRead(logger, registry.Factories.Count, registry.Factories.Select(factory => factory.Unrelated).Distinct().Count());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var isNew = await context.Database.EnsureCreatedAsync(cancellationToken);
        if (context.Database.IsSqlite())
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
        if (isNew)
        {
            context.Settings.Add(new SettingRow { Name = SchemaUpgrade.Setting, Value = SchemaUpgrade.Current.ToString(CultureInfo.InvariantCulture) });
            await context.SaveChangesAsync(cancellationToken);
        }

        var found = await SchemaUpgrade.RunAsync(context, cancellationToken);
        if (found != SchemaUpgrade.Current)
            Log.DatabaseUpgraded(logger, found, SchemaUpgrade.Current);
        Log.DatabaseReady(logger, context.Database.ProviderName ?? "unknown");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
