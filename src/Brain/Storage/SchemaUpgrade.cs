using System.Globalization;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Jinan.IndustryBrain.Brain.Storage;

/// <summary>
/// Brings a database that an earlier version made to this version's tables, in place, one version after the other, each in a
/// transaction with the number that says so: broken off, it begins again where it was.
/// </summary>
internal static class SchemaUpgrade
{
    /// <summary>Grows with every change to the tables; a script in <c>Upgrades</c> leads to each from the one before.</summary>
    public const int Current = 3;

    public const string Setting = "schema";

    // Any number that nothing else at the same server locks by: two brains that start at once upgrade one after the other.
    private const long PostgreSqlLock = 0x4A_42_53_43_48_45_4D_41;

    /// <returns>The version that was found.</returns>
    /// <exception cref="ServiceStartException">A version that this one does not know.</exception>
    public static async Task<int> RunAsync(BrainContext context, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (context.Database.IsNpgsql())
            await context.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock({0})", [PostgreSqlLock], cancellationToken);
        var setting = await context.Settings.FindAsync([Setting], cancellationToken);
        if (!int.TryParse(setting?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var found) || found is < 1 or > Current)
            throw new ServiceStartException(
                $"The brain's database has schema '{setting?.Value}', this version knows 1 to {Current}. Start the version that made it, "
                + "or a newer one, or give a new Brain:DataFolder.");
        for (var version = found + 1; version <= Current; version++)
        {
            await context.Database.ExecuteSqlRawAsync(Script(version, context.Database.IsSqlite() ? "sqlite" : "postgresql"), cancellationToken);
            setting!.Value = version.ToString(CultureInfo.InvariantCulture);
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return found;
    }

    private static string Script(int version, string database)
    {
        var name = $"{typeof(SchemaUpgrade).Namespace}.Upgrades.{version}.{database}.sql";
        using var stream = typeof(SchemaUpgrade).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The script {name} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
