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
        var fault = Assert.Throws<OpcUaException>(() => UserTokens.Choose(Options("plc.factory"), Offering(Plain)));
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
        var token = UserTokens.Make(options, UserTokens.Choose(options, Offering(Plain)));

        Assert.True(token.TryDecode<UserNameIdentityToken>(out var decoded));
        Assert.Equal(("user", "operator", "secret"), (decoded!.PolicyId, decoded.UserName, System.Text.Encoding.UTF8.GetString(decoded.Password!)));
    }

    [Fact]
    public void Password_WhereTheServerWantsItEncrypted_IsRefusedClearly()
    {
        var encrypted = Plain with { SecurityPolicyUri = "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256" };
        var fault = Assert.Throws<OpcUaException>(() => UserTokens.Choose(Options("localhost"), Offering(encrypted)));
        Assert.Equal(StatusCodes.BadSecurityPolicyRejected, fault.StatusCode);
    }

    [Fact]
    public void Anonymous_TakesTheServersOwnNameForIt()
    {
        var options = new ConnectionOptions { EndpointUrl = "opc.tcp://plc:4840" };
        var policy = UserTokens.Choose(options, Offering(Plain, new UserTokenPolicy { PolicyId = "nobody", TokenType = UserTokenType.Anonymous }));
        Assert.Equal("nobody", policy.PolicyId);
    }
}
