using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Cli.Tests.OpcUa;

/// <summary>What a person does at a server that wants security: try, compare the fingerprint, trust, and go on.</summary>
[Collection("console")]
public sealed class SecurityTests : IAsyncDisposable
{
    private static readonly string Temperature = PlantServer.Node("Machine1.Temperature");

    private readonly string _folder = Directory.CreateTempSubdirectory("opcua-security-").FullName;
    private readonly CertificateStore _serverStore;
    private readonly ApplicationCertificate _serverCertificate;
    private readonly PlantServer _plant;

    public SecurityTests()
    {
        _serverStore = new CertificateStore(Path.Combine(_folder, "server"), options: new CertificateStoreOptions { RereadInterval = TimeSpan.Zero });
        _serverCertificate = _serverStore.LoadOrCreateOwn(new ApplicationCertificateRequest
        {
            ApplicationUri = "urn:test:server", ApplicationName = "Test plant", HostNames = ["localhost", "127.0.0.1"],
        });
        _plant = new PlantServer(options => options with
        {
            Certificate = _serverCertificate,
            Validator = _serverStore,
            Security = OfferedSecurity.Encrypted,
            ValidateUser = (name, password) => (name, password) == ("operator", "secret"),
            ValidateUserCertificate = certificate => certificate.Subject == "CN=operator",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _plant.DisposeAsync();
        _serverCertificate.Dispose();
        _serverStore.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Read_OverASecuredChannel_WorksOnceBothSidesTrustEachOther()
    {
        // The server is not known yet: refused, with its fingerprint kept.
        var refused = await ReadAsync();
        Assert.Equal(1, refused.Code);
        Assert.Contains("brain opcua trust add", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Tool.RunAsync("trust", "add", _serverCertificate.Fingerprint, "--store", Store)).Code);

        // Now the server does not know us: it tells no more than that.
        var unknown = await ReadAsync();
        Assert.Equal(1, unknown.Code);
        Assert.Contains("docs/connect-a-plc.md#", unknown.Error, StringComparison.Ordinal);
        Assert.True(_serverStore.TrustFile(await OwnFileAsync()).Succeeded);

        foreach (var policy in new[] { "Best", "Basic256Sha256", "Aes128_Sha256_RsaOaep", "Aes256_Sha256_RsaPss" })
        {
            var read = await ReadAsync(policy);
            Assert.True(read.Code == 0, $"{policy}: {read.Error}");
            Assert.Contains("20.5", read.Output, StringComparison.Ordinal);
        }

        await UsersAsync();
    }

    [Fact]
    public async Task Discover_SecuredServer_ShowsPoliciesAndTheFingerprint()
    {
        var result = await Tool.RunAsync("discover", _plant.Url, "--json");
        Assert.Equal(0, result.Code);
        Assert.Equal(
            ["Aes128_Sha256_RsaOaep", "Aes256_Sha256_RsaPss", "Basic256Sha256"],
            result.Json.GetProperty("endpoints").EnumerateArray().Select(endpoint => endpoint.GetProperty("policy").GetString()!).Order());
        Assert.Equal(_serverCertificate.Fingerprint, result.Json.GetProperty("certificates")[0].GetProperty("fingerprint").GetString(), ignoreCase: true);
    }

    [Fact]
    public async Task Read_WithoutSecurityAtAServerThatWantsIt_SaysWhatToDo()
    {
        var result = await Tool.RunAsync("read", _plant.Url, Temperature);
        Assert.Equal(1, result.Code);
        Assert.Contains("docs/connect-a-plc.md#", result.Error, StringComparison.Ordinal);
    }

    private string Store => Path.Combine(_folder, "tool");

    private async Task UsersAsync()
    {
        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, "secret\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await ReadAsync("Best", "--user", "operator", "--password-file", password)).Code);
        await File.WriteAllTextAsync(password, "wrong", TestContext.Current.CancellationToken);
        var refused = await ReadAsync("Best", "--user", "operator", "--password-file", password);
        Assert.Equal(1, refused.Code);
        Assert.DoesNotContain("wrong", refused.Error, StringComparison.Ordinal);

        using var key = RSA.Create(2_048);
        using var certificate = new CertificateRequest("CN=operator", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(90));
        var (pem, pemKey) = (Path.Combine(_folder, "user.pem"), Path.Combine(_folder, "user.key"));
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(pemKey, key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        var byCertificate = await ReadAsync("Best", "--certificate", pem, "--key", pemKey);
        Assert.True(byCertificate.Code == 0, byCertificate.Error);
        Assert.Contains("cannot be used", (await ReadAsync("Best", "--certificate", pem, "--key", pem)).Error, StringComparison.Ordinal);
    }

    private async Task<string> OwnFileAsync() =>
        (await Tool.RunAsync("trust", "own", "--store", Store, "--json")).Json.GetProperty("file").GetString()!;

    private Task<ToolResult> ReadAsync(string policy = "Best", params string[] user) =>
        Tool.RunAsync(["read", _plant.Url, Temperature, "--security", policy, "--store", Store, .. user]);
}
