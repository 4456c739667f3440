using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;

namespace Jinan.IndustryBrain.ServiceDefaults.Tests;

/// <summary>A server's own certificate, in the forms that people have it, and what is wrong with it.</summary>
public sealed class TlsCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tls-").FullName;

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private X509Certificate2 Make(string name, TimeSpan? ends = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(Now.AddDays(-10), Now + (ends ?? TimeSpan.FromDays(90)));
        File.WriteAllText(PathOf($"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(PathOf($"{name}.enc"), key.ExportEncryptedPkcs8PrivateKeyPem("geheim", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        File.WriteAllBytes(PathOf($"{name}.pfx"), certificate.Export(X509ContentType.Pkcs12, "geheim"));
        File.WriteAllText(PathOf("password"), "geheim\n");
        return certificate;
    }

    [Theory]
    [InlineData("own.pem", "own.key", false)]
    [InlineData("own.pem", "own.enc", true)]
    [InlineData("own.pfx", null, true)]
    public void Load_EachForm_HasTheKey(string certificate, string? key, bool password)
    {
        using var made = Make("own");
        var loaded = TlsCertificate.Load(Files(certificate, key, password), Now);
        Assert.Equal(made.Thumbprint, loaded.Leaf.Thumbprint);
        Assert.True(loaded.Leaf.HasPrivateKey);
        Assert.Empty(loaded.Chain);
    }

    [Fact]
    public void Load_PemWithItsChain_PresentsTheChainToo()
    {
        using var made = Make("own");
        using var issuer = Make("issuer");
        File.AppendAllText(PathOf("own.pem"), "\n" + issuer.ExportCertificatePem());
        var loaded = TlsCertificate.Load(Files("own.pem", "own.key", false), Now);
        Assert.Equal(made.Thumbprint, loaded.Leaf.Thumbprint);
        Assert.Equal([issuer.Thumbprint], loaded.Chain.Select(c => c.Thumbprint));
    }

    [Theory]
    [InlineData("missing.pem", "own.key", false, "is not there")]
    [InlineData("own.pem", "missing.key", false, "is not there")]
    [InlineData("own.pem", "other.key", false, "cannot be used")]
    [InlineData("own.pem", "own.enc", false, "name the file that holds its password")]
    [InlineData("own.pfx", null, false, "name the file that holds its password")]
    [InlineData("own.pfx", "own.key", true, "leave the key")]
    [InlineData("ended.pem", "ended.key", false, "ended on")]
    [InlineData("nonsense.pem", "own.key", false, "cannot be used")]
    public void Load_WhatCannotBeUsed_SaysWhatToDo(string certificate, string? key, bool password, string said)
    {
        using var own = Make("own");
        using var other = Make("other");
        using var ended = Make("ended", TimeSpan.FromDays(-1));
        File.WriteAllText(PathOf("nonsense.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        var fault = Assert.Throws<TlsFileException>(() => TlsCertificate.Load(Files(certificate, key, password), Now));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Current_FilesReplaced_TakesThemWithinAMinuteAndKeepsTheOldWhileTheyDoNotFit()
    {
        using var first = Make("own");
        var time = new FakeTimeProvider(Now);
        var current = new CurrentTls(Files("own.pem", "own.key", false), time);
        using var second = Make("other");
        File.Copy(PathOf("other.pem"), PathOf("own.pem"), overwrite: true);
        File.SetLastWriteTimeUtc(PathOf("own.pem"), DateTime.UnixEpoch.AddYears(100));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(first.Thumbprint, current.Certificate.Leaf.Thumbprint);
        File.Copy(PathOf("other.key"), PathOf("own.key"), overwrite: true);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(second.Thumbprint, current.Certificate.Leaf.Thumbprint);
    }

    [Fact]
    public async Task Service_WithCertificate_ServesHttpsWithIt()
    {
        using var made = Make("own");
        var builder = WebApplication.CreateBuilder(
            ["--urls=http://127.0.0.1:0;https://127.0.0.1:0", $"--Tls:Certificate={PathOf("own.pem")}", $"--Tls:Key={PathOf("own.key")}"]).AddServiceDefaults();
        await using var app = builder.Build().UseServiceDefaults(calledThroughSidecar: false);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Urls.Single(u => u.StartsWith("https", StringComparison.Ordinal));
        string? presented = null;
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => (presented = certificate?.GetCertHashString()) is not null,
            },
        });
        using var response = await http.GetAsync($"{address}/health/live", TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(made.Thumbprint, presented);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Service_WithCertificateThatIsMissing_SaysSoInOneLine()
    {
        var writer = new StringWriter();
        var before = Console.Error;
        Console.SetError(writer);
        try
        {
            var code = await ServiceRun.RunAsync(
                () => WebApplication.CreateBuilder(["--urls=https://127.0.0.1:0", $"--Tls:Certificate={PathOf("none.pem")}"]).AddServiceDefaults().Build().UseServiceDefaults(),
                TestContext.Current.CancellationToken);
            Assert.Equal(ServiceRun.ConfigurationFault, code);
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Contains("none.pem is not there", writer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", writer.ToString(), StringComparison.Ordinal);
    }

    private TlsFiles Files(string certificate, string? key, bool password) =>
        new(PathOf(certificate), key is null ? null : PathOf(key), password ? PathOf("password") : null);
}
