using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.OpcUa.Certificates;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;
using Jinan.IndustryBrain.OpcUa.Tests.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Tests.Server;

/// <summary>What a server refuses of clients that open secured channels, and then do not behave.</summary>
public sealed class SecuredServerTests : IAsyncLifetime
{
    static readonly RsaPolicy Policy = RsaPolicy.Basic256Sha256;

    readonly TestServer _test = new(options => options with
    {
        ApplicationUri = TestCertificates.ServerUri,
        Certificate = TestCertificates.Server(),
        Validator = FakeValidator.Trusting(TestCertificates.Client(), TestCertificates.Stranger()),
        Security = [OfferedSecurity.None, new(SecurityPolicyChoice.Basic256Sha256, SecurityMode.SignAndEncrypt)],
        ValidateUserCertificate = certificate => certificate.Thumbprint == TestCertificates.User().Certificate.Thumbprint,
    });

    readonly RSA _serverKey = TestCertificates.Server().Certificate.GetRSAPublicKey()!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(_test.Unexpected);
        _serverKey.Dispose();
        await _test.DisposeAsync();
    }

    Task<RawClient> OpenAsync(ApplicationCertificate? client = null, MessageSecurityMode mode = MessageSecurityMode.SignAndEncrypt) =>
        RawClient.OpenAsync(_test.Server, new RawSecurity(Policy, mode, client ?? TestCertificates.Client(), TestCertificates.Server()));

    static CreateSessionRequest Create(byte[]? certificate = null, byte[]? nonce = null, string uri = TestCertificates.ClientUri) => new()
    {
        ClientDescription = new ApplicationDescription { ApplicationUri = uri },
        ClientCertificate = certificate ?? TestCertificates.Client().Certificate.RawData,
        ClientNonce = nonce ?? RandomNumberGenerator.GetBytes(32),
        RequestedSessionTimeout = 60_000,
    };

    static async Task<byte[]> CreateAsync(RawClient client)
    {
        var created = await client.AskAsync<CreateSessionResponse>(Create());
        client.Token = created.AuthenticationToken;
        return created.ServerNonce!;
    }

    static SignatureData Sign(ApplicationCertificate signer, byte[] nonce, RsaPolicy? policy = null)
    {
        using var key = signer.Certificate.GetRSAPrivateKey()!;
        return new SignatureData
        {
            Algorithm = (policy ?? Policy).SignatureAlgorithm,
            Signature = (policy ?? Policy).Sign(key, TestCertificates.Server().Certificate.RawData, nonce),
        };
    }

    static ActivateSessionRequest Activate(SignatureData signature, ExtensionObject? token = null, SignatureData? userSignature = null) => new()
    {
        ClientSignature = signature,
        UserIdentityToken = token ?? new AnonymousIdentityToken { PolicyId = "anonymous" }.ToExtensionObject(),
        UserTokenSignature = userSignature ?? new SignatureData(),
    };

    ExtensionObject Password(string password, byte[] nonce, string? algorithm = null) => new UserNameIdentityToken
    {
        PolicyId = "username", UserName = "anna", EncryptionAlgorithm = algorithm ?? Policy.EncryptionAlgorithm,
        Password = UserSecret.Encrypt(Policy, _serverKey, System.Text.Encoding.UTF8.GetBytes(password), nonce),
    }.ToExtensionObject();

    [Fact]
    public async Task CreateSession_ProvesTheServersKeyOverTheClientsNonce()
    {
        await using var client = await OpenAsync();
        var request = Create();
        var created = await client.AskAsync<CreateSessionResponse>(request);
        Assert.Equal(TestCertificates.Server().Certificate.RawData, created.ServerCertificate);
        Assert.Equal(32, created.ServerNonce!.Length);
        Assert.True(Policy.Verify(_serverKey, request.ClientCertificate, request.ClientNonce, created.ServerSignature.Signature));
    }

    [Fact]
    public async Task CreateSession_WithAnotherCertificateNonceOrUri_IsRefused()
    {
        await using var client = await OpenAsync();
        Assert.Equal(StatusCodes.BadCertificateInvalid, await client.FaultAsync(Create(certificate: TestCertificates.Stranger().Certificate.RawData)));
        Assert.Equal(StatusCodes.BadCertificateInvalid, await client.FaultAsync(Create(certificate: [])));
        Assert.Equal(StatusCodes.BadNonceInvalid, await client.FaultAsync(Create(nonce: new byte[31])));
        Assert.Equal(StatusCodes.BadNonceInvalid, await client.FaultAsync(Create(nonce: [])));
        Assert.Equal(StatusCodes.BadCertificateUriInvalid, await client.FaultAsync(Create(uri: "urn:somebody:else")));
        Assert.Equal(StatusCodes.BadCertificateUriInvalid, await client.FaultAsync(Create(uri: "")));
        Assert.Equal(0, _test.Server.SessionCount);
    }

    [Fact]
    public async Task ActivateSession_WithAWrongSignature_IsRefused()
    {
        await using var client = await OpenAsync();
        var nonce = await CreateAsync(client);
        foreach (var wrong in new[]
        {
            new SignatureData(),
            Sign(TestCertificates.Client(), nonce) with { Signature = null },
            Sign(TestCertificates.Client(), nonce) with { Algorithm = null },
            Sign(TestCertificates.Client(), nonce) with { Signature = new byte[256] },
            Sign(TestCertificates.Stranger(), nonce),
            Sign(TestCertificates.Client(), new byte[32]),
            Sign(TestCertificates.Client(), nonce, RsaPolicy.Aes256Sha256RsaPss),
        })
        {
            Assert.Equal(StatusCodes.BadApplicationSignatureInvalid, await client.FaultAsync(Activate(wrong)));
        }

        Assert.IsType<ActivateSessionResponse>(await client.SendAsync(Activate(Sign(TestCertificates.Client(), nonce))));
    }

    [Fact]
    public async Task ActivateSession_WithANonceOfBefore_IsRefused()
    {
        await using var client = await OpenAsync();
        var first = await CreateAsync(client);
        var activated = await client.AskAsync<ActivateSessionResponse>(Activate(Sign(TestCertificates.Client(), first)));
        Assert.Equal(StatusCodes.BadApplicationSignatureInvalid, await client.FaultAsync(Activate(Sign(TestCertificates.Client(), first))));
        await client.AskAsync<ActivateSessionResponse>(Activate(Sign(TestCertificates.Client(), activated.ServerNonce!)));
    }

    [Fact]
    public async Task Session_TakenToAnotherChannel_NeedsTheClientsCertificateAndSignature()
    {
        await using var owner = await OpenAsync();
        var nonce = await CreateAsync(owner);
        nonce = (await owner.AskAsync<ActivateSessionResponse>(Activate(Sign(TestCertificates.Client(), nonce)))).ServerNonce!;

        await using var thief = await OpenAsync(TestCertificates.Stranger());
        thief.Token = owner.Token;
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, await thief.FaultAsync(Activate(Sign(TestCertificates.Stranger(), nonce))));
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, await thief.FaultAsync(Activate(Sign(TestCertificates.Client(), nonce))));
        await using var bare = await RawClient.OpenAsync(_test.Server);
        bare.Token = owner.Token;
        Assert.Equal(StatusCodes.BadSecurityChecksFailed, await bare.FaultAsync(Activate(new SignatureData())));

        await using var again = await OpenAsync();
        again.Token = owner.Token;
        Assert.Equal(StatusCodes.BadApplicationSignatureInvalid, await again.FaultAsync(Activate(new SignatureData())));
        await again.AskAsync<ActivateSessionResponse>(Activate(Sign(TestCertificates.Client(), nonce)));
    }

    [Fact]
    public async Task Mode_ThatNoEndpointHas_IsRefused() =>
        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(mode: MessageSecurityMode.Sign));

    [Fact]
    public async Task Password_Illegible_IsAnsweredAlikeWhateverIsWrong()
    {
        await using var client = await OpenAsync();
        var nonce = await CreateAsync(client);
        var proof = Sign(TestCertificates.Client(), nonce);
        var garbled = UserSecret.Encrypt(Policy, _serverKey, "anna-secret"u8, nonce);
        garbled[17] ^= 1;
        var tokens = new[]
        {
            Password("anna-secret", new byte[32]),
            Password("anna-secret", nonce, algorithm: RsaPolicy.Aes256Sha256RsaPss.EncryptionAlgorithm),
            new UserNameIdentityToken { UserName = "anna", Password = garbled, EncryptionAlgorithm = Policy.EncryptionAlgorithm }.ToExtensionObject(),
            new UserNameIdentityToken { UserName = "anna", Password = new byte[256], EncryptionAlgorithm = Policy.EncryptionAlgorithm }.ToExtensionObject(),
            new UserNameIdentityToken { UserName = "anna", Password = [1, 2, 3], EncryptionAlgorithm = Policy.EncryptionAlgorithm }.ToExtensionObject(),
            new UserNameIdentityToken { UserName = "anna", Password = null, EncryptionAlgorithm = Policy.EncryptionAlgorithm }.ToExtensionObject(),
            new UserNameIdentityToken { UserName = "anna", Password = "anna-secret"u8.ToArray() }.ToExtensionObject(),
        };
        foreach (var token in tokens)
            Assert.Equal(StatusCodes.BadIdentityTokenInvalid, await client.FaultAsync(Activate(proof, token)));

        Assert.Equal(StatusCodes.BadUserAccessDenied, await client.FaultAsync(Activate(proof, Password("wrong", nonce))));
        await client.AskAsync<ActivateSessionResponse>(Activate(proof, Password("anna-secret", nonce)));
    }

    [Fact]
    public async Task UserCertificate_WithoutTheProofOfItsKey_IsRefused()
    {
        await using var client = await OpenAsync();
        var nonce = await CreateAsync(client);
        var proof = Sign(TestCertificates.Client(), nonce);
        var token = new X509IdentityToken { PolicyId = "certificate", CertificateData = TestCertificates.User().Certificate.RawData }.ToExtensionObject();
        foreach (var wrong in new[] { new SignatureData(), Sign(TestCertificates.Stranger(), nonce), Sign(TestCertificates.User(), new byte[32]) })
            Assert.Equal(StatusCodes.BadUserSignatureInvalid, await client.FaultAsync(Activate(proof, token, wrong)));

        var malformed = new X509IdentityToken { PolicyId = "certificate", CertificateData = [0x30, 0x03, 1, 2, 3] }.ToExtensionObject();
        Assert.Equal(StatusCodes.BadIdentityTokenInvalid, await client.FaultAsync(Activate(proof, malformed, Sign(TestCertificates.User(), nonce))));
        // The certificate is well-formed; within it the key's modulus says that it is no number.
        var around = TestCertificates.User().Certificate.RawData.ToArray();
        around[around.AsSpan().IndexOf<byte>([0x02, 0x82, 0x01, 0x01, 0x00])] = 0x04;
        var noKey = new X509IdentityToken { PolicyId = "certificate", CertificateData = around }.ToExtensionObject();
        Assert.Equal(StatusCodes.BadIdentityTokenInvalid, await client.FaultAsync(Activate(proof, noKey, Sign(TestCertificates.User(), nonce))));
        var stranger = new X509IdentityToken { PolicyId = "certificate", CertificateData = TestCertificates.Stranger().Certificate.RawData }.ToExtensionObject();
        Assert.Equal(StatusCodes.BadIdentityTokenRejected, await client.FaultAsync(Activate(proof, stranger, Sign(TestCertificates.Stranger(), nonce))));
        var tooShort = new X509IdentityToken { PolicyId = "certificate", CertificateData = TestCertificates.TooShort().Certificate.RawData }.ToExtensionObject();
        Assert.Equal(StatusCodes.BadIdentityTokenInvalid, await client.FaultAsync(Activate(proof, tooShort, Sign(TestCertificates.TooShort(), nonce))));

        await client.AskAsync<ActivateSessionResponse>(Activate(proof, token, Sign(TestCertificates.User(), nonce)));
    }

    [Fact]
    public async Task Session_OfAUser_IsNotTakenByAnotherKindOfUserOfTheSameName()
    {
        var name = TestCertificates.User().Certificate.GetCertHashString(HashAlgorithmName.SHA256);
        await using var owner = await OpenAsync();
        var nonce = await CreateAsync(owner);
        var token = new X509IdentityToken { PolicyId = "certificate", CertificateData = TestCertificates.User().Certificate.RawData }.ToExtensionObject();
        nonce = (await owner.AskAsync<ActivateSessionResponse>(
            Activate(Sign(TestCertificates.Client(), nonce), token, Sign(TestCertificates.User(), nonce)))).ServerNonce!;

        await using var other = await OpenAsync();
        other.Token = owner.Token;
        var namesake = new UserNameIdentityToken
        {
            PolicyId = "username", UserName = name, EncryptionAlgorithm = Policy.EncryptionAlgorithm,
            Password = UserSecret.Encrypt(Policy, _serverKey, System.Text.Encoding.UTF8.GetBytes(name + "-secret"), nonce),
        }.ToExtensionObject();
        Assert.Equal(StatusCodes.BadIdentityTokenRejected, await other.FaultAsync(Activate(Sign(TestCertificates.Client(), nonce), namesake)));
    }
}
