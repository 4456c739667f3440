using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

public sealed class EndpointSelectionTests
{
    const string Prefix = "http://opcfoundation.org/UA/SecurityPolicy#";

    static EndpointDescription Endpoint(string policy, MessageSecurityMode mode, byte level, string profile = "") => new()
    {
        EndpointUrl = "opc.tcp://plc:4840", SecurityPolicyUri = Prefix + policy, SecurityMode = mode, SecurityLevel = level, TransportProfileUri = profile,
        Server = new ApplicationDescription { ApplicationUri = "urn:plc" },
        UserIdentityTokens = [new UserTokenPolicy { PolicyId = "anonymous", TokenType = UserTokenType.Anonymous }],
    };

    static readonly EndpointDescription[] All =
    [
        Endpoint("None", MessageSecurityMode.None, 0),
        Endpoint("Basic128Rsa15", MessageSecurityMode.SignAndEncrypt, 200),
        Endpoint("Basic256Sha256", MessageSecurityMode.Sign, 90),
        Endpoint("Basic256Sha256", MessageSecurityMode.SignAndEncrypt, 30),
        Endpoint("Aes128_Sha256_RsaOaep", MessageSecurityMode.SignAndEncrypt, 31),
        Endpoint("Aes256_Sha256_RsaPss", MessageSecurityMode.SignAndEncrypt, 99, "http://opcfoundation.org/UA-Profile/Transport/https-uabinary"),
    ];

    static ConnectionOptions Options(SecurityPolicyChoice policy, SecurityMode mode = SecurityMode.SignAndEncrypt) =>
        new() { EndpointUrl = "opc.tcp://plc:4840", Security = new SecuritySettings { Policy = policy, Mode = mode } };

    [Theory]
    [InlineData(SecurityPolicyChoice.Best, SecurityMode.SignAndEncrypt, "Aes128_Sha256_RsaOaep")]
    [InlineData(SecurityPolicyChoice.Best, SecurityMode.Sign, "Basic256Sha256")]
    [InlineData(SecurityPolicyChoice.Basic256Sha256, SecurityMode.SignAndEncrypt, "Basic256Sha256")]
    public void Endpoint_Chosen_IsTheHighestOfThoseThatFit(SecurityPolicyChoice policy, SecurityMode mode, string expected)
    {
        var chosen = EndpointSelection.Choose(Options(policy, mode), All);
        Assert.Equal((Prefix + expected, EndpointSelection.WireMode(mode)), (chosen.Description.SecurityPolicyUri, chosen.Description.SecurityMode));
    }

    [Fact]
    public void Endpoint_OfEqualRank_IsTheNewestPolicy()
    {
        EndpointDescription[] unranked =
        [
            Endpoint("Basic256Sha256", MessageSecurityMode.SignAndEncrypt, 0), Endpoint("Aes256_Sha256_RsaPss", MessageSecurityMode.SignAndEncrypt, 0),
            Endpoint("Aes128_Sha256_RsaOaep", MessageSecurityMode.SignAndEncrypt, 0),
        ];
        Assert.Same(RsaPolicy.Aes256Sha256RsaPss, EndpointSelection.Choose(Options(SecurityPolicyChoice.Best), unranked).Policy);
    }

    [Fact]
    public void Endpoint_NotOffered_IsNotReplacedByAWeakerOne()
    {
        var fault = Assert.Throws<OpcUaException>(() => EndpointSelection.Choose(Options(SecurityPolicyChoice.Aes256Sha256RsaPss), All));
        Assert.Equal(StatusCodes.BadSecurityPolicyRejected, fault.StatusCode);
        Assert.Contains("Basic256Sha256/Sign", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Basic128Rsa15/SignAndEncrypt (deprecated", fault.Message, StringComparison.Ordinal);

        Assert.Throws<OpcUaException>(() => EndpointSelection.Choose(Options(SecurityPolicyChoice.Best), [.. All.Take(3)]));
    }

    public static TheoryData<string> Changes => ["removed", "added", "level", "mode", "token", "token policy", "server"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Endpoints_ThatDiscoveryGaveOtherwise_AreRefused(string change)
    {
        var options = Options(SecurityPolicyChoice.Best);
        EndpointDescription[] changed = change switch
        {
            "removed" => [.. All.Where(endpoint => endpoint.SecurityLevel != 30)],
            "added" => [.. All, Endpoint("Basic256", MessageSecurityMode.Sign, 1)],
            "level" => [.. All.Select(endpoint => endpoint.SecurityLevel == 30 ? endpoint with { SecurityLevel = 40 } : endpoint)],
            "mode" => [.. All.Select(endpoint => endpoint.SecurityLevel == 90 ? endpoint with { SecurityMode = MessageSecurityMode.None } : endpoint)],
            "token" => [.. All.Select(endpoint => endpoint with { UserIdentityTokens = [] })],
            "token policy" => [.. All.Select(endpoint => endpoint with { UserIdentityTokens = [endpoint.UserIdentityTokens[0] with { SecurityPolicyUri = Prefix + "None" }] })],
            _ => [.. All.Select(endpoint => endpoint with { Server = new ApplicationDescription { ApplicationUri = "urn:other" } })],
        };
        var chosen = EndpointSelection.Choose(options, changed);

        var fault = Assert.Throws<OpcUaException>(() => EndpointSelection.Compare(options, chosen, All));

        Assert.Equal(StatusCodes.BadSecurityChecksFailed, fault.StatusCode);
    }

    [Fact]
    public void Endpoints_InAnotherOrderUnderAnotherName_AreTheSame()
    {
        var options = Options(SecurityPolicyChoice.Best);
        EndpointSelection.Compare(
            options, EndpointSelection.Choose(options, All), [.. All.Reverse().Select(endpoint => endpoint with { EndpointUrl = "opc.tcp://10.0.0.7:4840" })]);
    }

    [Fact]
    public void Settings_ThatContradictEachOther_ListAllFaults()
    {
        Assert.Empty(new ConnectionOptions { EndpointUrl = "opc.tcp://plc" }.Faults());
        var faults = (Options(SecurityPolicyChoice.Best, SecurityMode.None)).Faults();
        Assert.Equal(3, faults.Count);
        Assert.Contains(faults, fault => fault.StartsWith("Security.Certificate", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Security.Validator", StringComparison.Ordinal));
        Assert.Single(Options(SecurityPolicyChoice.None, SecurityMode.Sign).Faults());
    }
}
