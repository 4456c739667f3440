using System.Text;
using System.Text.Json;
using Jinan.IndustryBrain.DevIdentity.Realm;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.DevIdentity.Tests;

public sealed class RealmFileTests
{
    private static readonly string PlantPath = RepositoryRoot.File("apphost", "demo", "plant.json");

    [Fact]
    public void RealmFile_OfTheRepository_IsWhatTheGeneratorWrites()
    {
        var written = File.ReadAllText(TestIssuer.RealmFile);
        var generated = Encoding.UTF8.GetString(RealmGenerator.Generate(RealmCommand.Read(PlantPath)));
        Assert.True(written == generated, "Write it anew: dotnet run --project src/DevIdentity -- realm --plant "
                                          + "apphost/demo/plant.json --out apphost/realm/industrybrain-realm.json");
    }

    [Fact]
    public void RealmFile_NamesNoClientScopes_SoThatKeycloakMakesItsOwn()
    {
        using var realm = JsonDocument.Parse(File.ReadAllBytes(TestIssuer.RealmFile));
        Assert.False(realm.RootElement.TryGetProperty("clientScopes", out _));
    }

    [Fact]
    public void RealmFile_HoldsOneClientAFactory_WithItsClaimsAndAMarkedSecret()
    {
        var plant = RealmCommand.Read(PlantPath);
        var realm = RealmReader.Read(TestIssuer.RealmFile);
        Assert.Equal(40, plant.Factories.Count);
        foreach (var factory in plant.Factories)
        {
            var client = Assert.Single(realm.Clients, c => c.ClientId == $"factory-{factory.Id}");
            Assert.StartsWith("development-only-", client.Secret);
            Assert.Equal(
                [("enterprise", factory.Enterprise), ("factory", factory.Id)],
                client.ProtocolMappers.Select(m => (m.Config["claim.name"], m.Config["claim.value"])));
            var account = Assert.Single(realm.Users, u => u.ServiceAccountClientId == client.ClientId);
            Assert.Equal(["factory"], account.ClientRoles["brain-api"]);
        }
    }

    [Fact]
    public void Reader_FileWithFaults_ListsThemAll()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, """
            {"realm":"a b","accessTokenLifespan":1,
             "clients":[{"clientId":"x","serviceAccountsEnabled":true},{"clientId":"x"}],
             "users":[{"username":"u","serviceAccountClientId":"nobody"}]}
            """);
        var fault = Assert.Throws<ServiceDefaults.Hosting.ServiceStartException>(() => RealmReader.Read(path));
        Assert.Equal(5, fault.Message.Split(Environment.NewLine).Length);
        File.Delete(path);
    }

    [Theory]
    [InlineData("realm --plant nowhere.json --out x.json", 1)]
    [InlineData("realm --plant", 2)]
    public async Task Command_ThatCannotBeDone_SaysHow(string line, int exitCode)
    {
        var errors = new StringWriter();
        Assert.Equal(exitCode, await RealmCommand.RunAsync(line.Split(' ')[1..], TextWriter.Null, errors));
        Assert.Contains("--plant <plant.json>", errors.ToString());
    }
}
