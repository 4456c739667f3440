using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public sealed class UserTokensTests
{
    static readonly UserIdentity User = UserIdentity.WithPassword("operator", "secret");

    static ConnectionOptions Options(string host, bool inClear = false) =>
        new() { EndpointUrl = $"opc.tcp://{host}:4840", Identity = User, AllowPasswordInClear = inClear };

    static EndpointDescription[] Offering(params UserTokenPolicy[] policies) =>
        [new EndpointDescription { SecurityPolicyUri = NoSecurity.PolicyUri, UserIdentityTokens = policies }];

    static readonly UserTokenPolicy Plain = new() { PolicyId = "user", TokenType = UserTokenType.UserName };

    [Fact]
    public void Password_ToAnotherMachine_IsNotSentInTheClear()
    {
        var fault = Assert.Throws<OpcUaException>(() => UserTokens.Choose(Options("plc.factory"), ServerEndpoint.Unsecured, Offering(Plain)));
        Assert.Equal(StatusCodes.BadSecurityModeInsufficient, fault.StatusCode);
        Assert.Contains("AllowPasswordInClear", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost", false)]
    [InlineData("plc.factory", true)]
    public void Password_ToThisMachineOrWhereAllowed_IsSent(string host, bool allowed)
    {
        var options = Options(host, allowed);
        var choice = UserTokens.Choose(options, ServerEndpoint.Unsecured, Offering(Plain));
        var (token, _) = UserTokens.Make(options, choice, ChannelCertificates.None, null);

        Assert.True(token.TryDecode<UserNameIdentityToken>(out var decoded));
        Assert.Equal(("user", "operator", "secret"), (decoded!.PolicyId, decoded.UserName, System.Text.Encoding.UTF8.GetString(decoded.Password!)));
    }

    [Fact]
    public void Password_ForACertificateThatNobodyJudges_IsRefusedClearly()
    {
        var encrypted = Plain with { SecurityPolicyUri = "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256" };
        var fault = Assert.Throws<OpcUaException>(() => UserTokens.Choose(Options("localhost"), ServerEndpoint.Unsecured, Offering(encrypted)));
        Assert.Equal(StatusCodes.BadCertificateUntrusted, fault.StatusCode);
        Assert.Contains("Security.Validator", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#Basic128Rsa15", "deprecated")]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#Basic256", "deprecated")]
    [InlineData("http://opcfoundation.org/UA/SecurityPolicy#ECC_nistP256", "does not speak")]
    public void Password_WhereOnlyAPolicyThatIsNotSpokenProtectsIt_IsRefusedClearly(string uri, string why)
    {
        var fault = Assert.Throws<OpcUaException>(
            () => UserTokens.Choose(Options("localhost"), ServerEndpoint.Unsecured, Offering(Plain with { SecurityPolicyUri = uri })));
        Assert.Equal(StatusCodes.BadSecurityPolicyRejected, fault.StatusCode);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Password_OnAChannelThatOnlySigns_IsNotSentInTheClear()
    {
        var channel = new ServerEndpoint(RsaPolicy.Basic256Sha256, MessageSecurityMode.Sign, new EndpointDescription(), []);
        EndpointDescription[] endpoints =
        [
            new EndpointDescription
            {
                SecurityPolicyUri = RsaPolicy.Basic256Sha256.Uri, SecurityMode = MessageSecurityMode.Sign,
                UserIdentityTokens = [Plain with { SecurityPolicyUri = NoSecurity.PolicyUri }],
            },
        ];
        var fault = Assert.Throws<OpcUaException>(() => UserTokens.Choose(Options("plc.factory"), channel, endpoints));
        Assert.Equal(StatusCodes.BadSecurityModeInsufficient, fault.StatusCode);

        var encrypted = channel with { Mode = MessageSecurityMode.SignAndEncrypt };
        var inside = UserTokens.Choose(Options("plc.factory"), encrypted, [endpoints[0] with { SecurityMode = MessageSecurityMode.SignAndEncrypt }]);
        Assert.Null(inside.Protection);
    }

    [Fact]
    public void Token_OfSeveralPolicies_IsTheOneThatProtectsBest()
    {
        var channel = new ServerEndpoint(RsaPolicy.Basic256Sha256, MessageSecurityMode.Sign, new EndpointDescription(), []);
        UserTokenPolicy[] policies =
        [
            Plain with { PolicyId = "plain", SecurityPolicyUri = NoSecurity.PolicyUri },
            Plain with { PolicyId = "endpoint" },
            Plain with { PolicyId = "pss", SecurityPolicyUri = RsaPolicy.Aes256Sha256RsaPss.Uri },
            Plain with { PolicyId = "old", SecurityPolicyUri = "http://opcfoundation.org/UA/SecurityPolicy#Basic256" },
        ];
        var endpoint = new EndpointDescription
        {
            SecurityPolicyUri = RsaPolicy.Basic256Sha256.Uri, SecurityMode = MessageSecurityMode.Sign, UserIdentityTokens = policies,
        };
        Assert.Equal("pss", UserTokens.Choose(Options("plc.factory"), channel, [endpoint]).Policy.PolicyId);
        Assert.Equal("endpoint", UserTokens.Choose(Options("plc.factory"), channel, [endpoint with { UserIdentityTokens = policies[..2] }]).Policy.PolicyId);
    }

    [Fact]
    public void Identity_NeverShowsItsSecret()
    {
        Assert.DoesNotContain("secret", User.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", UserIdentity.WithIssuedToken("eyJhbGciOi.x.y").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Options("localhost").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Anonymous_TakesTheServersOwnNameForIt()
    {
        var options = new ConnectionOptions { EndpointUrl = "opc.tcp://plc:4840" };
        var policy = UserTokens.Choose(
            options, ServerEndpoint.Unsecured, Offering(Plain, new UserTokenPolicy { PolicyId = "nobody", TokenType = UserTokenType.Anonymous })).Policy;
        Assert.Equal("nobody", policy.PolicyId);
    }
}
