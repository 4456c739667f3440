using System.Text.Json;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.SecureChannel;

namespace Jinan.IndustryBrain.OpcUa.Interop.Tests.Channels;

/// <summary>Every policy, mode and user that node-opcua has, in both directions. Each side trusts the other's certificate, and nobody else.</summary>
public sealed class PolicyMatrixTests(RichServer rich, OurRichServer our)
{
    public static TheoryData<SecurityPolicyChoice, SecurityMode, User> Matrix => Security.Matrix;

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task OurClient_WithPolicyModeAndUser_ReadsAndWrites(SecurityPolicyChoice policy, SecurityMode mode, User user)
    {
        await rich.StartedAsync();
        await using var connection = await rich.ConnectAsync(rich.Options(policy, mode, user));
        var text = connection.Plant("String");
        // Longer than a chunk, both ways.
        var written = new string('济', 60_000) + user + policy + mode;

        Assert.Equal(StatusCodes.Good, await connection.WriteValueAsync(connection.Plant("Setpoint.Text"), written));
        var read = await connection.ReadValuesAsync(connection.Plant("Setpoint.Text"), text);

        Assert.Equal(written, read[0].Value.AsString());
        Assert.Equal(StatusCodes.Good, read[1].StatusCode);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task NodesClient_WithPolicyModeAndUser_Reads(SecurityPolicyChoice policy, SecurityMode mode, User user)
    {
        await our.StartedAsync();
        var answer = await TryAsync(policy, mode, user);

        Assert.True(answer.GetProperty("connected").GetBoolean(), answer.ToString());
        // The value is longer than a chunk.
        Assert.Equal(OurRichServer.LongText, answer.GetProperty("values")[0].GetString());
    }

    [Fact]
    public async Task OurClient_WithAnIssuedToken_IsRefusedBeforeTheTokenIsSent()
    {
        // node-opcua knows no issued tokens, neither as server nor as client.
        await rich.StartedAsync();
        var options = rich.Options(SecurityPolicyChoice.Basic256Sha256, SecurityMode.SignAndEncrypt) with { Identity = UserIdentity.WithIssuedToken("e30.e30.") };
        await using var connection = new OpcUaConnection(options);
        connection.Start();

        var lost = (ConnectionLost)await connection.EventAsync(happened => happened is ConnectionLost, "a refusal");

        Assert.Equal(StatusCodes.BadIdentityTokenRejected, lost.Status);
    }

    [Fact]
    public async Task NodesClient_SeesEveryEndpointAndUserToken()
    {
        await our.StartedAsync();
        var answer = await our.Client.CommandAsync(new { command = "endpoints" });

        var endpoints = answer.GetProperty("endpoints").EnumerateArray().ToList();
        Assert.Equal(Security.All.Count, endpoints.Count);
        Assert.All(endpoints, endpoint => Assert.Equal([0, 1, 2, 3], endpoint.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32()).Distinct().Order()));
    }

    [Theory]
    [InlineData(SecurityPolicyChoice.None, SecurityMode.None)]
    [InlineData(SecurityPolicyChoice.Basic256Sha256, SecurityMode.Sign)]
    [InlineData(SecurityPolicyChoice.Aes256Sha256RsaPss, SecurityMode.SignAndEncrypt)]
    public async Task OurClient_WithAWrongPassword_IsRefused(SecurityPolicyChoice policy, SecurityMode mode)
    {
        await rich.StartedAsync();
        await using var connection = new OpcUaConnection(rich.Options(policy, mode) with { Identity = UserIdentity.WithPassword("engineer", "wrong") });
        connection.Start();

        var lost = (ConnectionLost)await connection.EventAsync(happened => happened is ConnectionLost, "a refusal");

        Assert.Contains(lost.Status, new[] { StatusCodes.BadUserAccessDenied, StatusCodes.BadIdentityTokenRejected });
        Assert.DoesNotContain("wrong", lost.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NodesClient_WithAWrongPassword_IsRefused()
    {
        await our.StartedAsync();
        var answer = await our.Client.CommandAsync(new
        {
            command = "try", policy = "Aes128_Sha256_RsaOaep", mode = "SignAndEncrypt", user = "engineer", password = "wrong", read = Array.Empty<string>(),
        });

        Assert.False(answer.GetProperty("connected").GetBoolean());
        Assert.Contains("BadUserAccessDenied", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private Task<JsonElement> TryAsync(SecurityPolicyChoice policy, SecurityMode mode, User user) => our.Client.CommandAsync(new
    {
        command = "try",
        policy = Security.NodeNameOf(policy),
        mode = mode.ToString(),
        user = user is User.Password ? "engineer" : null,
        password = user is User.Password ? "secret" : null,
        userCertificate = user is User.Certificate ? our.Pki.UserFile : null,
        userKey = user is User.Certificate ? our.Pki.UserKeyFile : null,
        read = new[] { "ns=2;s=Long" },
    });
}
