using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Storage;

internal static class StorageSetup
{
    public static IServiceCollection AddBrainStorage(this IServiceCollection services)
    {
        services.AddDbContextFactory<BrainContext>((provider, database) =>
        {
            var options = provider.GetRequiredService<BrainOptions>();
            if (options.Database == "postgresql")
                database.UseNpgsql(options.ConnectionString);
            else
                database.UseSqlite(SqliteConnectionString(options.DataFolder)).AddInterceptors(new FullSync());
        });
        services.AddHostedService<DatabaseStart>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        return services;
    }

    private static string SqliteConnectionString(string folder) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(Directory.CreateDirectory(folder).FullName, "brain.db"),
        DefaultTimeout = 30,
    }.ToString();
}
