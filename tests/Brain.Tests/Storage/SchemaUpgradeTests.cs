using System.Text.Json;
using Jinan.IndustryBrain.Brain.Tests.Support;
using Jinan.IndustryBrain.Contracts.Insights;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.TestKit.City;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Jinan.IndustryBrain.Brain.Tests.Storage;

/// <summary>A database that version 1 made, in the hands of this version.</summary>
public sealed class SchemaUpgradeTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>
{
    private const string SqliteSchema = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1";

    private const string PostgreSqlSchema = """
        SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || is_identity
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1
        """;

    private static readonly Insight Insight = Insights.Of("auto-01", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TestIssuer _issuer = fixture.Issuer;

    [Fact]
    public async Task SqliteOfVersion1_IsBroughtToThisVersion_AndHoldsWhatItHeld()
    {
        var folder = Directory.CreateTempSubdirectory("brain-").FullName;
        var file = $"Data Source={Path.Combine(folder, "brain.db")};Pooling=false";
        await ExecuteAsync(file, await Version1Async("sqlite"));
        await using (var upgraded = await BrainHost.StartAsync(_issuer, folder))
        {
            await AssertHeldAsync(upgraded);
            await using var made = await BrainHost.StartAsync(_issuer);
            Assert.Equal(await ReadAsync($"Data Source={Path.Combine(made.Folder, "brain.db")}", SqliteSchema), await ReadAsync(file, SqliteSchema));
            Assert.Equal(["3"], await ReadAsync(file, "SELECT Value FROM Settings WHERE Name = 'schema'"));
            Assert.Equal(["malformed"], await ReadAsync(file, "SELECT Reason FROM DeadLetters"));
        }
    }

    [Fact]
    public async Task PostgreSqlOfVersion1_IsBroughtToThisVersion_AndHoldsWhatItHeld()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        var (old, made) = (await server.NewDatabaseAsync(), await server.NewDatabaseAsync());
        await PostgreSqlServer.ExecuteAsync(old, await Version1Async("postgresql"));
        await using (await BrainHost.StartAsync(_issuer, null, "--Brain:Database=postgresql", $"--Brain:ConnectionString={made}"))
        await using (var upgraded = await BrainHost.StartAsync(_issuer, null, "--Brain:Database=postgresql", $"--Brain:ConnectionString={old}"))
        {
            await AssertHeldAsync(upgraded);
            Assert.Equal(await ReadPostgreSqlAsync(made, PostgreSqlSchema), await ReadPostgreSqlAsync(old, PostgreSqlSchema));
        }
    }

    [Fact]
    public async Task Upgrade_ThatIsBrokenOff_LeavesVersion1_AndIsDoneAtTheNextStart()
    {
        var folder = Directory.CreateTempSubdirectory("brain-").FullName;
        var file = $"Data Source={Path.Combine(folder, "brain.db")};Pooling=false";
        await ExecuteAsync(file, await Version1Async("sqlite"));

        // The name of an index that the upgrade makes last is taken.
        await ExecuteAsync(file, "CREATE TABLE \"IX_Warnings_Raised\" (Id INTEGER)");
        await Assert.ThrowsAnyAsync<Exception>(() => BrainHost.StartAsync(_issuer, folder));
        SqliteConnection.ClearAllPools();
        Assert.Equal(["1"], await ReadAsync(file, "SELECT Value FROM Settings WHERE Name = 'schema'"));
        Assert.Empty(await ReadAsync(file, "SELECT name FROM sqlite_master WHERE name = 'Warnings'"));

        await ExecuteAsync(file, "DROP TABLE \"IX_Warnings_Raised\"");
        await using var upgraded = await BrainHost.StartAsync(_issuer, folder);
        await AssertHeldAsync(upgraded);
    }

    [Fact]
    public async Task Database_OfANewerVersion_IsRefusedAndLeftAlone()
    {
        var folder = Directory.CreateTempSubdirectory("brain-").FullName;
        var file = $"Data Source={Path.Combine(folder, "brain.db")};Pooling=false";
        await ExecuteAsync(file, (await Version1Async("sqlite")).Replace("'schema', '1'", "'schema', '99'", StringComparison.Ordinal));
        var refusal = await Assert.ThrowsAsync<ServiceStartException>(() => BrainHost.StartAsync(_issuer, folder));
        Assert.Contains("schema '99'", refusal.Message, StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
        Assert.Equal(["99"], await ReadAsync(file, "SELECT Value FROM Settings WHERE Name = 'schema'"));
        Directory.Delete(folder, recursive: true);
    }

    private async Task AssertHeldAsync(BrainHost brain)
    {
        var token = await _issuer.FactoryTokenAsync("auto-01");
        var insights = await brain.ReadAsync("/api/v1/factories/auto-01/insights", token);
        Assert.Equal(Insight.Id, Assert.Single(insights.EnumerateArray().ToList()).GetProperty("id").GetString());
        var periods = await brain.ReadAsync("/api/v1/periods", await _issuer.BureauTokenAsync());
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Assert.Single(periods.EnumerateArray().ToList()).GetDateTimeOffset());
        var letters = await brain.ReadAsync("/api/v1/warnings", await _issuer.BureauTokenAsync());
        Assert.Equal(JsonValueKind.Array, letters.ValueKind);
    }

    private static async Task<string> Version1Async(string database)
    {
        var script = await File.ReadAllTextAsync(RepositoryRoot.File("tests", "Brain.Tests", "Storage", $"1.{database}.sql"));
        var yes = database == "sqlite" ? "1" : "true";
        var ticks = Insight.Window.From.UtcTicks;
        return script + $$"""
            INSERT INTO "Settings" ("Name", "Value") VALUES ('schema', '1'), ('figures-through', '7');
            INSERT INTO "DeadLetters" ("Factory", "Received", "Reason", "Bytes", "Digest") VALUES ('auto-01', {{ticks}}, 'malformed', 5, 'd');
            INSERT INTO "Sheets" ("From", "Indicator", "Unit", "To", "Document") VALUES ({{ticks}}, 'health_index', '1', {{ticks + TimeSpan.TicksPerMinute}}, '{}');
            INSERT INTO "Insights" ("Id", "Factory", "Asset", "Sector", "District", "Unrelated", "Indicator", "Unit", "Level", "Value", "Coverage", "Counts", "Computed", "WindowTo", "Source", "Stored", "Document")
            VALUES ('{{Insight.Id}}', 'auto-01', 'auto-01-m1', 'auto', 'gaoxin', 'enterprise:ent-auto-01', 'health_index', '1', 'ok', 0.75, 0.98, {{yes}}, {{yes}}, {{ticks}}, {{ticks}}, {{ticks}}, '{{Insights.JsonOf(Insight)}}');
            """;
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var database = new SqliteConnection(connection);
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> ReadAsync(string connection, string sql)
    {
        await using var database = new SqliteConnection(connection);
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }

    private static async Task<List<string>> ReadPostgreSqlAsync(string connection, string sql)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, database);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }
}
