using System.Security.Cryptography;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Channels;

/// <summary>Who is not trusted is refused, and let in once it is: in both directions, for applications and for users.</summary>
public sealed class TrustTests(RichServer rich, OurRichServer our)
{
    [Fact]
    public async Task OurClient_DoesNotConnect_UntilTheServersCertificateIsTrusted()
    {
        await rich.StartedAsync();
        using var folder = new TemporaryFolder();
        using var strict = new CertificateStore(folder.Path, options: new CertificateStoreOptions { RereadInterval = TimeSpan.Zero });
        var options = rich.Options(SecurityPolicyChoice.Basic256Sha256, SecurityMode.SignAndEncrypt, validator: strict);
        await using var connection = new OpcUaConnection(options);
        connection.Start();

        var lost = (ConnectionLost)await connection.EventAsync(happened => happened is ConnectionLost, "a refusal");
        var rejected = Assert.Single(strict.Certificates(), certificate => certificate.Folder is CertificateFolder.Rejected);
        strict.Trust(rejected.Fingerprint);

        Assert.Equal(StatusCodes.BadCertificateUntrusted, lost.Status);
        Assert.Contains(rejected.Fingerprint, lost.Reason, StringComparison.OrdinalIgnoreCase);
        // It tries again by itself, and now it may.
        await connection.EventAsync(happened => happened is Connected, "a connection after the certificate was trusted");
    }

    [Fact]
    public async Task NodesServer_RefusesOurClient_WhoseCertificateItDoesNotTrust()
    {
        await rich.StartedAsync();
        using var stranger = new InteropPki("urn:interop:stranger");
        var options = rich.Options(SecurityPolicyChoice.Aes256Sha256RsaPss, SecurityMode.SignAndEncrypt);
        await using var connection = new OpcUaConnection(options with
        {
            ApplicationUri = stranger.Own.ApplicationUri, Security = options.Security with { Certificate = stranger.Own },
        });
        connection.Start();

        var lost = (ConnectionLost)await connection.EventAsync(happened => happened is ConnectionLost, "a refusal");

        Assert.True(lost.Status.IsBad, lost.ToString());
        Assert.Equal(0, connection.Status.Counters.Connects);
    }

    [Fact]
    public async Task NodesServer_RefusesAUser_WhoseCertificateItDoesNotTrust()
    {
        await rich.StartedAsync();
        using var stranger = InteropPki.MakeUser("stranger");
        var options = rich.Options(SecurityPolicyChoice.Basic256Sha256, SecurityMode.SignAndEncrypt) with { Identity = UserIdentity.WithCertificate(stranger) };
        await using var connection = new OpcUaConnection(options);
        connection.Start();

        var lost = (ConnectionLost)await connection.EventAsync(happened => happened is ConnectionLost, "a refusal");

        Assert.Equal(StatusCodes.BadIdentityTokenRejected, lost.Status);
    }

    [Fact]
    public async Task OurServer_RefusesNodesClient_UntilItsCertificateIsTrusted()
    {
        NodeProcess.Require();
        using var pki = new InteropPki(OurRichServer.Uri);
        await using var server = OurRichServer.Make(pki);
        server.Start();
        var (client, certificate) = await OurRichServer.ConnectAsync(server, pki);
        await using var _ = client;
        var attempt = new { command = "try", policy = "Basic256Sha256", mode = "Sign", read = new[] { "i=2259" } };

        var refused = await client.CommandAsync(attempt);
        var rejected = Assert.Single(pki.Store.Certificates(), one => one.Folder is CertificateFolder.Rejected);
        Assert.True(pki.Store.Trust(rejected.Fingerprint).Succeeded);
        var admitted = await client.CommandAsync(attempt);

        Assert.False(refused.GetProperty("connected").GetBoolean());
        Assert.Equal(Convert.ToHexString(SHA256.HashData(certificate)), rejected.Fingerprint);
        Assert.True(admitted.GetProperty("connected").GetBoolean(), admitted.ToString());
    }

    [Fact]
    public async Task OurServer_RefusesAUser_WhoseCertificateItDoesNotTrust()
    {
        await our.StartedAsync();
        using var stranger = new InteropPki("urn:interop:stranger");

        var answer = await our.Client.CommandAsync(new
        {
            command = "try", policy = "Aes256_Sha256_RsaPss", mode = "SignAndEncrypt",
            userCertificate = stranger.UserFile, userKey = stranger.UserKeyFile, read = Array.Empty<string>(),
        });

        Assert.False(answer.GetProperty("connected").GetBoolean());
        Assert.Contains("BadIdentityTokenRejected", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("opcua-interop-trust-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
