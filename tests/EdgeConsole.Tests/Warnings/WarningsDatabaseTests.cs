using Jinan.IndustryBrain.Contracts.Sentences;
using Jinan.IndustryBrain.EdgeConsole.Warnings;
using Jinan.IndustryBrain.ServiceDefaults.Storage;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.EdgeConsole.Tests.Warnings;

public sealed class WarningsDatabaseTests
{
    [Fact]
    public async Task Open_ADatabaseOfAVersionWithoutCodes_KeepsItsFaultsAndTakesCodesFromNowOn()
    {
        var folder = Directory.CreateTempSubdirectory("warnings-").FullName;
        try
        {
            using (var old = new SqliteConnection($"Data Source={Path.Combine(folder, "warnings.db")};Pooling=False"))
            {
                old.Open();
                old.Do(
                    """
                    CREATE TABLE deliveries (
                        number INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, factory TEXT NOT NULL, case_id TEXT NOT NULL,
                        event TEXT NOT NULL, json TEXT NOT NULL, made INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
                        next INTEGER NOT NULL, state TEXT NOT NULL, fault TEXT);
                    INSERT INTO deliveries (channel, factory, case_id, event, json, made, next, state, fault)
                    VALUES ('email', 'auto-01', 'c1', 'raised', '{}', 1, 1, 'dead', 'mail:25: connection refused');
                    """);
            }

            for (var start = 0; start < 2; start++)
            {
                using var database = new WarningsDatabase(folder);
                await database.WriteAsync(connection => connection.Do(
                    "UPDATE deliveries SET fault_code = $code", ("$code", new SentenceCode("mail.failed", ["mail:25", "?"]).ToJson())), CancellationToken.None);
                var kept = await database.ReadAsync(
                    connection => connection.Read("SELECT fault, fault_code FROM deliveries", row => (row.TextOrNull(0), SentenceCode.FromJson(row.TextOrNull(1)))), CancellationToken.None);
                Assert.Equal([("mail:25: connection refused", new("mail.failed", ["mail:25", "?"]))], kept);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
