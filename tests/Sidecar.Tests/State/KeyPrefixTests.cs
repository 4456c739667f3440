using Jinan.IndustryBrain.Sidecar.State;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Jinan.IndustryBrain.Sidecar.Tests.State;

public sealed class KeyPrefixTests
{
    [Theory]
    [InlineData("appid", "app||key")]
    [InlineData("", "app||key")]
    [InlineData("name", "store||key")]
    [InlineData("none", "key")]
    [InlineData("shared", "shared||key")]
    public void Stored_ByStrategy_IsPrefixed(string strategy, string stored) =>
        Assert.Equal(stored, new StateKeyPrefix(strategy).Stored("app", "store", "key"));

    [Fact]
    public async Task Prefix_Name_SharesKeysBetweenApplications()
    {
        await using var sidecar = await TestSidecar.StartAsync(
            [TestSidecar.Caller("one"), TestSidecar.Caller("two")], Yaml.State + "\n  metadata:\n  - name: keyPrefix\n    value: name\n");

        await sidecar.Dapr("one").SaveStateAsync("statestore", "key", 1);

        Assert.Equal(1, await sidecar.Dapr("two").GetStateAsync<int>("statestore", "key"));
    }

    [Fact]
    public async Task Database_IsInWalMode()
    {
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("app")]);
        await sidecar.Dapr("app").SaveStateAsync("statestore", "key", 1);

        using var connection = new SqliteConnection($"Data Source={Path.Combine(sidecar.Folder.Data, "state", "statestore.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        Assert.Equal("wal", command.ExecuteScalar());
        command.CommandText = "SELECT key FROM state";
        Assert.Equal("app||key", command.ExecuteScalar());
    }

    [Fact]
    public async Task Writers_AtTheSameTime_WithOneEtag_OnlyOneWins()
    {
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("app")]);
        var dapr = sidecar.Dapr("app");
        await dapr.SaveStateAsync("statestore", "key", 0);
        var (_, etag) = await dapr.GetStateAndETagAsync<int>("statestore", "key");

        var results = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => dapr.TrySaveStateAsync("statestore", "key", i, etag)));

        Assert.Single(results, won => won);
    }
}
