using Jinan.IndustryBrain.DevIdentity.Keys;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.DevIdentity.Tests;

public sealed class StartTests
{
    [Fact]
    public void Issuer_InProduction_RefusesToStart()
    {
        var fault = Assert.Throws<ServiceStartException>(() => IssuerApplication.Build(
            ["--environment=Production", $"--DevIdentity:RealmFile={TestIssuer.RealmFile}", "--DevIdentity:DataFolder=x", "--DevIdentity:Issuer=http://127.0.0.1:1"]));
        Assert.Contains("Production", fault.Message);
    }

    [Fact]
    public void Issuer_WithoutOptions_ListsAllThatIsMissing()
    {
        var fault = Assert.Throws<ServiceStartException>(() => IssuerApplication.Build(["--environment=Development"]));
        Assert.Contains("DevIdentity:RealmFile", fault.Message);
        Assert.Contains("DevIdentity:DataFolder", fault.Message);
        Assert.Contains("DevIdentity:Issuer", fault.Message);
    }

    [Fact]
    public void SigningKey_IsKeptAndReadableByTheOwnerOnly()
    {
        var folder = Directory.CreateTempSubdirectory("key-").FullName;
        var first = SigningKey.LoadOrCreate(folder);
        Assert.Equal(first.KeyId, SigningKey.LoadOrCreate(folder).KeyId);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "signing-key.pem")));
        File.WriteAllText(Path.Combine(folder, "signing-key.pem"), "not a key");
        Assert.Contains("Delete it", Assert.Throws<ServiceStartException>(() => SigningKey.LoadOrCreate(folder)).Message);
        Directory.Delete(folder, recursive: true);
    }
}
