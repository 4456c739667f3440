using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests;

/// <summary>Every policy, mode and identity, in both directions, against node-opcua.</summary>
public sealed class SecurityTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Lazy<ApplicationCertificate> Client = new(() => Make("urn:interop:client"));
    private static readonly Lazy<ApplicationCertificate> Server = new(() => Make("urn:interop:ours"));
    private static readonly Lazy<ApplicationCertificate> User = new(() => Make("urn:interop:user"));

    public static TheoryData<SecurityPolicyChoice, SecurityMode, string> Combinations
    {
        get
        {
            var data = new TheoryData<SecurityPolicyChoice, SecurityMode, string>();
            foreach (var identity in new[] { "anonymous", "password", "certificate" })
            {
                data.Add(SecurityPolicyChoice.None, SecurityMode.None, identity);
                foreach (var policy in new[] { SecurityPolicyChoice.Basic256Sha256, SecurityPolicyChoice.Aes128Sha256RsaOaep, SecurityPolicyChoice.Aes256Sha256RsaPss })
                {
                    data.Add(policy, SecurityMode.Sign, identity);
                    data.Add(policy, SecurityMode.SignAndEncrypt, identity);
                }
            }

            return data;
        }
    }

    [Fact]
    public async Task OurClient_WithEveryPolicyModeAndIdentity_ReadsAndRenewsAtNodesServer()
    {
        NodeProcess.Require();
        await using var node = NodeProcess.Start("secured-server.mjs");
        var endpoint = (await node.NextAsync("that the server is ready")).GetProperty("endpoint").GetString()!;
        var failures = new List<string>();
        foreach (var row in Combinations)
        {
            var (policy, mode, identity) = row.Data;
            try
            {
                await ReadAsync(endpoint, policy, mode, identity);
            }
            catch (Exception e) when (e is OpcUaException or TimeoutException or Xunit.Sdk.XunitException)
            {
                failures.Add($"{policy} {mode} {identity}: {e.Message}");
            }
        }

        Assert.Empty(failures);
    }

    private static async Task ReadAsync(string endpoint, SecurityPolicyChoice policy, SecurityMode mode, string identity)
    {
        var trusting = new Trusting();
        await using var connection = new OpcUaConnection(new ConnectionOptions
        {
            EndpointUrl = endpoint,
            Security = new SecuritySettings { Policy = policy, Mode = mode, Certificate = Client.Value, Validator = trusting },
            Identity = identity switch
            {
                "password" => UserIdentity.WithPassword("engineer", "secret"),
                "certificate" => UserIdentity.WithCertificate(User.Value),
                _ => UserIdentity.Anonymous,
            },
            TokenLifetime = TimeSpan.FromSeconds(1),
        });
        connection.Start();
        await ConnectedAsync(connection);
        var before = trusting.Asked;
        // Trust is asked for before each renewal: by that they are counted. One identity is enough to see them.
        var renewals = mode is SecurityMode.None || identity != "anonymous" ? 0 : 2;
        for (var i = 0; i < 5 || trusting.Asked < before + renewals; i++)
        {
            Assert.True(i < 1_000, "The token was not renewed twice.");
            var read = await connection.ReadAsync(
            [
                new ReadValueId { NodeId = connection.Resolve(ExpandedNodeId.Parse("nsu=urn:interop:plant;s=Answer")), AttributeId = AttributeIds.Value },
                new ReadValueId { NodeId = connection.Resolve(ExpandedNodeId.Parse("nsu=urn:interop:plant;s=Long")), AttributeId = AttributeIds.Value },
            ]);
            Assert.Equal((Variant)42.5, read[0].Value);
            Assert.Equal(200_000, read[1].Value.AsString()!.Length);
            await Task.Delay(20);
        }

        Assert.Equal(1, connection.Status.Counters.Connects);
    }

    private static async Task ConnectedAsync(OpcUaConnection connection)
    {
        using var limit = new CancellationTokenSource(Patience);
        await foreach (var happened in connection.Events.ReadAllAsync(limit.Token))
        {
            if (happened is Connected)
                return;
            if (happened is ConnectionLost lost)
                Assert.Fail($"{lost.Status}: {lost.Reason}");
        }
    }

    [Fact]
    public async Task NodesClient_WithEveryPolicyModeAndIdentity_ReadsAndRenewsAtOurServer()
    {
        NodeProcess.Require();
        await using var server = new OpcUaServer(new OpcUaServerOptions
        {
            ApplicationUri = Server.Value.ApplicationUri,
            Certificate = Server.Value,
            Validator = new Trusting(),
            Security =
            [
                OfferedSecurity.None,
                .. OfferedSecurity.Encrypted,
                .. OfferedSecurity.Encrypted.Select(offered => offered with { Mode = SecurityMode.Sign }),
            ],
            ValidateUser = (name, password) => (name, password) == ("engineer", "secret"),
            ValidateUserCertificate = certificate => certificate.Thumbprint == User.Value.Certificate.Thumbprint,
            Limits = new ServerLimits { MinTokenLifetime = TimeSpan.FromSeconds(1) },
        });
        var ns = server.AddressSpace.RegisterNamespace("urn:interop:plant");
        server.AddressSpace.AddVariable(
            server.AddressSpace.Objects, new NodeId("long", ns), new QualifiedName(ns, "long"),
            new VariableSettings(BuiltInType.String) { InitialValue = new string('x', 200_000) });
        server.Start();

        var folder = Directory.CreateTempSubdirectory("opcua-interop-");
        try
        {
            var (certificateFile, keyFile) = (Path.Combine(folder.FullName, "user.pem"), Path.Combine(folder.FullName, "user.key"));
            await File.WriteAllTextAsync(certificateFile, User.Value.Certificate.ExportCertificatePem());
            using (var key = User.Value.Certificate.GetRSAPrivateKey()!)
                await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
            await using var client = NodeProcess.Start("secured-client.mjs");
            var failures = new List<string>();
            foreach (var row in Combinations)
            {
                var (policy, mode, identity) = row.Data;
                var renewals = policy is SecurityPolicyChoice.None || identity != "anonymous" ? 0 : 2;
                var answer = await client.AskAsync(JsonSerializer.Serialize(new
                {
                    endpoint = server.EndpointUrl,
                    policy = NameOf(policy),
                    mode = mode.ToString(),
                    node = $"ns={ns};s=long",
                    renewals,
                    user = identity == "password" ? "engineer" : null,
                    password = "secret",
                    userCertificate = identity == "certificate" ? certificateFile : null,
                    userKey = keyFile,
                }));
                var isRight = answer.GetProperty("ok").GetBoolean()
                    && answer.GetProperty("values").EnumerateArray().All(value => value.GetInt32() == 200_000)
                    && answer.GetProperty("renewals").GetInt32() >= renewals;
                if (!isRight)
                    failures.Add($"{policy} {mode} {identity}: {answer}");
            }

            Assert.Empty(failures);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string NameOf(SecurityPolicyChoice policy) => policy switch
    {
        SecurityPolicyChoice.Aes128Sha256RsaOaep => "Aes128_Sha256_RsaOaep",
        SecurityPolicyChoice.Aes256Sha256RsaPss => "Aes256_Sha256_RsaPss",
        _ => policy.ToString(),
    };

    private static ApplicationCertificate Make(string uri)
    {
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest($"CN={uri}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(uri));
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment,
            critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        return ApplicationCertificate.From(request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30)));
    }

    /// <summary>Trusts everybody, and counts: trust is what other tests are about.</summary>
    private sealed class Trusting : ICertificateValidator
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public CertificateVerdict Validate(ReadOnlyMemory<byte> derChain, PeerExpectation expectation)
        {
            Interlocked.Increment(ref _asked);
            return CertificateVerdict.Trusted;
        }
    }
}
