using System.Collections.Concurrent;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;
using SubscriptionSettings = Jinan.IndustryBrain.OpcUa.Client.SubscriptionSettings;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>Client and server of this stack over secured channels.</summary>
public sealed class SecuredConnectionTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static readonly OfferedSecurity[] Everything =
    [
        OfferedSecurity.None,
        new(SecurityPolicyChoice.Basic256Sha256, SecurityMode.Sign), new(SecurityPolicyChoice.Basic256Sha256, SecurityMode.SignAndEncrypt),
        new(SecurityPolicyChoice.Aes128Sha256RsaOaep, SecurityMode.Sign), new(SecurityPolicyChoice.Aes128Sha256RsaOaep, SecurityMode.SignAndEncrypt),
        new(SecurityPolicyChoice.Aes256Sha256RsaPss, SecurityMode.Sign), new(SecurityPolicyChoice.Aes256Sha256RsaPss, SecurityMode.SignAndEncrypt),
    ];

    static (OpcUaServer Server, VariableNode Counter) Start(Func<OpcUaServerOptions, OpcUaServerOptions>? change = null)
    {
        var options = new OpcUaServerOptions
        {
            ApplicationUri = TestCertificates.ServerUri,
            Certificate = TestCertificates.Server(),
            Validator = FakeValidator.Trusting(TestCertificates.Client()),
            Security = Everything,
            ValidateUser = (name, password) => (name, password) == ("engineer", LongPassword),
            ValidateUserCertificate = certificate => certificate.Thumbprint == TestCertificates.User().Certificate.Thumbprint,
            ValidateIssuedToken = jwt => jwt == Jwt ? "robot" : null,
        };
        var server = new OpcUaServer(change?.Invoke(options) ?? options);
        var index = server.AddressSpace.RegisterNamespace("urn:plant");
        var counter = server.AddressSpace.AddVariable(
            server.AddressSpace.Objects, new NodeId("counter", index), new QualifiedName(index, "counter"),
            new VariableSettings(BuiltInType.Int64) { InitialValue = 0L });
        server.Start();
        return (server, counter);
    }

    /// <summary>More than one block of any key here.</summary>
    static readonly string LongPassword = string.Concat(Enumerable.Repeat("pässwort-", 90));

    static readonly string Jwt = "eyJhbGciOiJSUzI1NiJ9." + new string('x', 3_000) + ".sig";

    static SecuritySettings Secured(SecurityPolicyChoice policy = SecurityPolicyChoice.Best, SecurityMode mode = SecurityMode.SignAndEncrypt) => new()
    {
        Policy = policy, Mode = mode, Certificate = TestCertificates.Client(),
        Validator = FakeValidator.Trusting(TestCertificates.Server(), TestCertificates.RenewedServer()),
    };

    static ConnectionOptions Options(string url, SecuritySettings security, UserIdentity? identity = null) => new()
    {
        EndpointUrl = url, Security = security, Identity = identity ?? UserIdentity.Anonymous,
        FirstBackOff = TimeSpan.FromMilliseconds(10), LongestBackOff = TimeSpan.FromMilliseconds(200), KeepAliveInterval = TimeSpan.FromSeconds(1),
    };

    static SubscriptionSettings Settings() => new()
    {
        PublishingInterval = TimeSpan.FromMilliseconds(50),
        Items = [new(ExpandedNodeId.Parse("nsu=urn:plant;s=counter")) { SamplingInterval = TimeSpan.Zero, QueueSize = 10_000 }],
    };

    static async Task<List<long>> ReadUntilAsync(OpcUaConnection connection, long last)
    {
        var values = new List<long>();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (values.Count == 0 || values[^1] < last)
            {
                using var batch = await connection.Notifications.ReadAsync(limit.Token);
                for (var row = 0; row < batch.Count; row++) values.Add(batch.Values.Int64(row));
                batch.Acknowledge();
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{last} did not come; the last was {values.LastOrDefault()}. {connection.Status}");
        }

        return values;
    }

    static async Task<T> EventAsync<T>(OpcUaConnection connection)
        where T : ConnectionEvent
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var happened in connection.Events.ReadAllAsync(limit.Token))
            {
                if (happened is T awaited) return awaited;
                if (typeof(T) == typeof(Connected) && happened is ConnectionLost lost) Assert.Fail($"Not connected: {lost.Status} {lost.Reason}");
            }
        }
        catch (OperationCanceledException)
        {
            // Told below.
        }

        throw new TimeoutException($"{typeof(T).Name} did not come. {connection.Status}");
    }

    static async Task<ConnectionLost> RefusedAsync(ConnectionOptions options)
    {
        await using var connection = new OpcUaConnection(options);
        connection.Start();
        return await EventAsync<ConnectionLost>(connection);
    }

    public static TheoryData<SecurityPolicyChoice, SecurityMode> Pairs =>
        [.. Everything.Skip(1).Select(offered => new TheoryDataRow<SecurityPolicyChoice, SecurityMode>(offered.Policy, offered.Mode))];

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Values_OverEveryPolicyAndMode_ArriveInOrder(SecurityPolicyChoice policy, SecurityMode mode)
    {
        var (server, counter) = Start();
        await using var ownedServer = server;
        await using var connection = new OpcUaConnection(Options(server.EndpointUrl, Secured(policy, mode), UserIdentity.WithPassword("engineer", LongPassword)));
        connection.AddSubscription(Settings());
        connection.Start();
        await ReadUntilAsync(connection, 0);
        for (var value = 1L; value <= 500; value++) counter.SetValue(value, DateTime.UtcNow);
        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), await ReadUntilAsync(connection, 500));
        Assert.Equal(
            (SecurityPolicies.For(policy).Uri, EndpointSelection.WireMode(mode)), (connection.Endpoint!.SecurityPolicyUri, connection.Endpoint.SecurityMode));
    }

    [Fact]
    public async Task Server_NoLongerTrusted_IsLeftAtTheNextRenewal()
    {
        var (server, _) = Start(options => options with { Limits = options.Limits with { MinTokenLifetime = TimeSpan.FromSeconds(1) } });
        await using var ownedServer = server;
        var isTrusted = true;
        var validator = new FakeValidator((_, _) => Volatile.Read(ref isTrusted)
            ? CertificateVerdict.Trusted
            : new CertificateVerdict(StatusCodes.BadCertificateRevoked, "it was revoked"));
        await using var connection = new OpcUaConnection(
            Options(server.EndpointUrl, Secured() with { Validator = validator }) with { TokenLifetime = TimeSpan.FromSeconds(1) });
        connection.Start();
        await EventAsync<Connected>(connection);
        Volatile.Write(ref isTrusted, false);
        var lost = await EventAsync<ConnectionLost>(connection);
        Assert.Contains("it was revoked", lost.Reason, StringComparison.Ordinal);
        // It stays away.
        Assert.Equal(StatusCodes.BadCertificateRevoked, (await EventAsync<ConnectionLost>(connection)).Status);
    }

    [Fact]
    public async Task Keys_RenewedUnderLoad_InterruptNothing()
    {
        var (server, counter) = Start(options => options with { Limits = options.Limits with { MinTokenLifetime = TimeSpan.FromSeconds(1) } });
        await using var ownedServer = server;
        var validator = FakeValidator.Trusting(TestCertificates.Server());
        // Renewed after three seconds, which leaves two on a machine that has other things to do.
        await using var connection = new OpcUaConnection(
            Options(server.EndpointUrl, Secured() with { Validator = validator }) with { TokenLifetime = TimeSpan.FromSeconds(4) });
        connection.AddSubscription(Settings());
        connection.Start();
        await ReadUntilAsync(connection, 0);

        // The client asks whether the server is trusted at the start and before each renewal: by that the renewals are counted.
        var before = validator.Asked.Count;
        var last = 0L;
        var emitting = Task.Run(async () =>
        {
            using var limit = new CancellationTokenSource(Patience);
            while (validator.Asked.Count < before + 5 && !limit.IsCancellationRequested)
            {
                for (var i = 0; i < 20; i++) counter.SetValue(++last, DateTime.UtcNow);
                await Task.Delay(2);
            }

            // The end, by which the reader knows that nothing more will come.
            counter.SetValue(long.MaxValue, DateTime.UtcNow);
        });
        var values = await ReadUntilAsync(connection, long.MaxValue);
        await emitting;

        Assert.True(validator.Asked.Count >= before + 5, "The keys were not renewed five times.");
        Assert.Equal([.. Enumerable.Range(1, (int)last).Select(i => (long)i), long.MaxValue], values);
        Assert.Equal(1, connection.Status.Counters.Connects);
    }

    public static TheoryData<string, SecurityPolicyChoice, SecurityMode> Identities
    {
        get
        {
            var data = new TheoryData<string, SecurityPolicyChoice, SecurityMode>();
            foreach (var identity in new[] { "anonymous", "password", "certificate", "jwt" })
            {
                data.Add(identity, SecurityPolicyChoice.None, SecurityMode.None);
                data.Add(identity, SecurityPolicyChoice.Basic256Sha256, SecurityMode.Sign);
                data.Add(identity, SecurityPolicyChoice.Aes256Sha256RsaPss, SecurityMode.SignAndEncrypt);
            }

            return data;
        }
    }

    static UserIdentity Identity(string kind, bool isRight) => kind switch
    {
        "password" => UserIdentity.WithPassword("engineer", isRight ? LongPassword : "guess"),
        "certificate" => UserIdentity.WithCertificate(isRight ? TestCertificates.User() : TestCertificates.Stranger()),
        "jwt" => UserIdentity.WithIssuedToken(isRight ? Jwt : "eyJ.other.sig"),
        _ => UserIdentity.Anonymous,
    };

    [Theory]
    [MemberData(nameof(Identities))]
    public async Task Identity_OfEveryKind_IsLetInWhenRight_AndRefusedWithAdviceWhenWrong(string kind, SecurityPolicyChoice policy, SecurityMode mode)
    {
        var (server, _) = Start(options => options with { AllowAnonymous = kind == "anonymous" });
        await using var ownedServer = server;
        // Without a policy the server's certificate is judged all the same: secrets are encrypted for it.
        var security = Secured(policy, mode);
        await using (var right = new OpcUaConnection(Options(server.EndpointUrl, security, Identity(kind, isRight: true))))
        {
            right.Start();
            await EventAsync<Connected>(right);
        }

        if (kind == "anonymous") return;
        var lost = await RefusedAsync(Options(server.EndpointUrl, security, Identity(kind, isRight: false)));
        Assert.Contains(lost.Status, new[] { StatusCodes.BadUserAccessDenied, StatusCodes.BadIdentityTokenRejected });
        Assert.Contains("Check the user", lost.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("guess", lost.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_OverAnOpenChannel_IsNotEncryptedForAServerThatIsNotTrusted()
    {
        var (server, _) = Start();
        await using var ownedServer = server;
        var lost = await RefusedAsync(Options(
            server.EndpointUrl, SecuritySettings.None with { Validator = FakeValidator.Trusting() }, UserIdentity.WithPassword("engineer", LongPassword)));
        Assert.Equal(StatusCodes.BadCertificateUntrusted, lost.Status);
    }

    [Fact]
    public async Task Identity_NotOffered_IsRefusedWithWhatIs()
    {
        var (server, _) = Start(options => options with { ValidateIssuedToken = null });
        await using var ownedServer = server;
        var lost = await RefusedAsync(Options(server.EndpointUrl, Secured(), UserIdentity.WithIssuedToken(Jwt)));
        Assert.Equal(StatusCodes.BadIdentityTokenRejected, lost.Status);
        Assert.Contains("UserName", lost.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_NotTrusted_IsLeftBeforeAnythingIsSaid()
    {
        var (server, _) = Start();
        await using var ownedServer = server;
        var validator = FakeValidator.Trusting();
        var lost = await RefusedAsync(Options(server.EndpointUrl, Secured() with { Validator = validator }));
        Assert.Equal(StatusCodes.BadCertificateUntrusted, lost.Status);
        Assert.Contains("brain opcua trust", lost.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("refused the secured channel", lost.Reason, StringComparison.Ordinal);
        Assert.True(validator.Asked.TryPeek(out var asked));
        Assert.Equal((PeerRole.Server, TestCertificates.ServerUri, "127.0.0.1"), (asked.Expectation.Role, asked.Expectation.ApplicationUri, asked.Expectation.HostName));
        Assert.Equal(0, server.SessionCount);
    }

    [Fact]
    public async Task Client_NotTrusted_LearnsHowToBecomeSo_AndTheServerLearnsWhy()
    {
        var rejected = new ConcurrentQueue<RefusedPeer>();
        var (server, _) = Start(options => options with
        {
            Validator = FakeValidator.Trusting(), PeerRefused = rejected.Enqueue,
        });
        await using var ownedServer = server;
        var lost = await RefusedAsync(Options(server.EndpointUrl, Secured()));
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, lost.Status);
        Assert.Contains(TestCertificates.Client().Fingerprint, lost.Reason, StringComparison.Ordinal);
        Assert.True(rejected.TryPeek(out var refused));
        Assert.Equal(StatusCodes.BadCertificateUntrusted, refused.Status);
    }

    /// <summary>Two stores that know nothing of each other at first, and two people who trust by fingerprint.</summary>
    [Fact]
    public async Task Stores_ThatDoNotKnowEachOther_ConnectOnceBothFingerprintsAreTrusted()
    {
        var folder = Directory.CreateTempSubdirectory("opcua-stores-");
        try
        {
            var reread = new CertificateStoreOptions { RereadInterval = TimeSpan.Zero };
            using var serverStore = new CertificateStore(Path.Combine(folder.FullName, "server"), options: reread);
            using var clientStore = new CertificateStore(Path.Combine(folder.FullName, "client"), options: reread);
            using var serverOwn = serverStore.LoadOrCreateOwn(new ApplicationCertificateRequest
            {
                ApplicationUri = TestCertificates.ServerUri, ApplicationName = "server", HostNames = ["127.0.0.1"],
            });
            using var clientOwn = clientStore.LoadOrCreateOwn(new ApplicationCertificateRequest
            {
                ApplicationUri = TestCertificates.ClientUri, ApplicationName = "client", HostNames = ["127.0.0.1"],
            });
            var (server, _) = Start(options => options with { Certificate = serverOwn, Validator = serverStore });
            await using var ownedServer = server;
            var options = Options(server.EndpointUrl, Secured() with { Certificate = clientOwn, Validator = clientStore });

            Assert.Equal(StatusCodes.BadCertificateUntrusted, (await RefusedAsync(options)).Status);
            Assert.True(clientStore.Trust(serverOwn.Fingerprint).Succeeded);
            Assert.Equal(StatusCodes.BadSecurityChecksFailed, (await RefusedAsync(options)).Status);
            Assert.True(serverStore.Trust(clientOwn.Fingerprint).Succeeded);

            await using var connection = new OpcUaConnection(options);
            connection.Start();
            await EventAsync<Connected>(connection);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Discovery is answered by somebody who leaves the better endpoints out.</summary>
    [Fact]
    public async Task Endpoints_DowngradedOnTheWay_AreRefused()
    {
        var (honest, _) = Start();
        await using var ownedHonest = honest;
        var (weakened, _) = Start(options => options with { Security = [OfferedSecurity.None, new(SecurityPolicyChoice.Basic256Sha256, SecurityMode.SignAndEncrypt)] });
        await using var ownedWeakened = weakened;
        var dials = 0;
        Dial dial = (address, cancel) =>
        {
            var server = Interlocked.Increment(ref dials) % 2 == 1 ? weakened : honest;
            return Dialler.TcpAsync(address with { Port = server.EndPoint.Port }, cancel);
        };
        await using var connection = new OpcUaConnection(Options(honest.EndpointUrl, Secured()), TimeProvider.System, dial);
        connection.Start();
        var lost = await EventAsync<ConnectionLost>(connection);
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, lost.Status);
        Assert.Contains("does not stand by the endpoints", lost.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_WithoutSecurity_WhereItIsNotOffered_IsRefused_AndDiscoveryIsNot()
    {
        var (server, _) = Start(options => options with { Security = OfferedSecurity.Encrypted });
        await using var ownedServer = server;
        var open = Options(server.EndpointUrl, SecuritySettings.None);
        var endpoints = await Discovery.GetEndpointsAsync(open);
        Assert.Equal(3, endpoints.Count);
        Assert.All(endpoints, endpoint => Assert.Equal(MessageSecurityMode.SignAndEncrypt, endpoint.SecurityMode));
        Assert.Equal(StatusCodes.BadSecurityModeInsufficient, (await RefusedAsync(open)).Status);

        await using var connection = new OpcUaConnection(Options(server.EndpointUrl, Secured()));
        connection.Start();
        await EventAsync<Connected>(connection);
    }

    [Fact]
    public async Task Server_RestartedWithARenewedCertificate_IsFoundAgain()
    {
        var (first, counter) = Start();
        var port = first.EndPoint.Port;
        await using var connection = new OpcUaConnection(Options(first.EndpointUrl, Secured()));
        connection.AddSubscription(Settings());
        connection.Start();
        counter.SetValue(1L, DateTime.UtcNow);
        await ReadUntilAsync(connection, 1);
        await first.DisposeAsync();

        var (second, anew) = Start(options => options with { Port = port, Certificate = TestCertificates.RenewedServer() });
        await using var ownedServer = second;
        anew.SetValue(2L, DateTime.UtcNow);
        await ReadUntilAsync(connection, 2);
    }

    [Fact]
    public async Task Line_CutAgainAndAgain_KeepsTheSessionByItsSignatures()
    {
        var (server, counter) = Start();
        await using var ownedServer = server;
        await using var relay = new CuttableRelay(server.EndPoint.Port);
        await using var connection = new OpcUaConnection(Options(relay.Url, Secured(), UserIdentity.WithPassword("engineer", LongPassword)));
        connection.AddSubscription(Settings());
        connection.Start();
        await ReadUntilAsync(connection, 0);
        var values = new List<long>();
        for (var round = 1L; round <= 5; round++)
        {
            relay.Cut();
            counter.SetValue(round, DateTime.UtcNow);
            values.AddRange(await ReadUntilAsync(connection, round));
        }

        Assert.Equal([1, 2, 3, 4, 5], values);
        Assert.True(relay.Accepted > 5, "The line was never cut.");
    }

    [Fact]
    public void ServerOptions_ThatContradictEachOther_ListAllFaults()
    {
        var fault = Assert.Throws<ArgumentException>(() => new OpcUaServer(new OpcUaServerOptions
        {
            ApplicationUri = "urn:x", Security = [new(SecurityPolicyChoice.Best, SecurityMode.Sign), new(SecurityPolicyChoice.Basic256Sha256, SecurityMode.Sign)],
        }));
        Assert.Contains("Best", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Certificate is missing", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Validator is missing", fault.Message, StringComparison.Ordinal);
        Assert.Contains(
            "clients refuse",
            Assert.Throws<ArgumentException>(() => new OpcUaServer(new OpcUaServerOptions { ApplicationUri = "urn:x", Certificate = TestCertificates.Server() })).Message,
            StringComparison.Ordinal);
    }
}
