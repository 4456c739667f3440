using System.Text.Json;
using Jinan.IndustryBrain.Collector.Connecting;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Collector.Tests.Connecting;

public sealed class DiscoveryTests
{
    [Fact]
    public async Task Discover_ServerWithoutSecurity_SaysSo()
    {
        await using var edge = await EmptyEdge.StartAsync();
        await using var workshop = new Workshop();
        workshop.Server.Start();
        var answer = await edge.PostAsync("/connecting/discover", new { url = EmptyEdge.UrlOf(workshop.Server.EndPoint.Port), factory = "press-shop" });
        var endpoint = Assert.Single(answer.GetProperty("endpoints").EnumerateArray());
        Assert.Equal("None", endpoint.GetProperty("policy").GetString());
        Assert.True(endpoint.GetProperty("isRecommended").GetBoolean());
        Assert.Equal(["Anonymous"], endpoint.GetProperty("users").EnumerateArray().Select(user => user.GetString()));
        Assert.Equal("onlyUnsecured", Assert.Single(answer.GetProperty("advice").EnumerateArray()).GetString());
        Assert.Empty(answer.GetProperty("certificates").EnumerateArray());
    }

    [Fact]
    public async Task Discover_NobodyThere_SaysWhatToDo()
    {
        await using var edge = await EmptyEdge.StartAsync(new ConnectingLimits { Patience = TimeSpan.FromSeconds(1) });
        var refused = await edge.RefusedAsync(422, "/connecting/discover", new { url = "opc.tcp://127.0.0.1:1", factory = "press-shop" });
        Assert.Contains("check address, port, firewall", refused.GetProperty("whatToDo").GetString(), StringComparison.Ordinal);
        var wrong = await edge.RefusedAsync(400, "/connecting/discover", new { url = "http://plc", factory = "press-shop" });
        Assert.Contains("write opc.tcp://host:port", wrong.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await edge.RefusedAsync(400, "/connecting/discover", new { url = "opc.tcp://127.0.0.1:1", factory = "../elsewhere" });
        Assert.False(Directory.Exists(Path.Combine(edge.Folder.Path, "data", "elsewhere")));
    }

    [Fact]
    public async Task Trust_ByTheWholeFingerprint_OpensTheSessionThatWasRefused()
    {
        using var certificate = Workshop.MakeCertificate(Workshop.ServerUri);
        await using var workshop = new Workshop(options => options with
        {
            Certificate = certificate, Validator = new TrustingValidator(), Security = [OfferedSecurity.None, .. OfferedSecurity.Encrypted],
        });
        workshop.Server.Start();
        var url = EmptyEdge.UrlOf(workshop.Server.EndPoint.Port);
        await using var edge = await EmptyEdge.StartAsync();

        var answer = await edge.PostAsync("/connecting/discover", new { url, factory = "press-shop" });
        var recommended = answer.GetProperty("endpoints").EnumerateArray().Single(endpoint => endpoint.GetProperty("isRecommended").GetBoolean());
        Assert.Equal("SignAndEncrypt", recommended.GetProperty("mode").GetString());
        var shown = Assert.Single(answer.GetProperty("certificates").EnumerateArray());
        Assert.False(shown.GetProperty("isTrusted").GetBoolean());
        Assert.Contains("127.0.0.1", shown.GetProperty("hostNames").EnumerateArray().Select(name => name.GetString()));

        var session = new { url, factory = "press-shop", policy = recommended.GetProperty("policy").GetString(), mode = "SignAndEncrypt" };
        var refused = await edge.RefusedAsync(422, "/connecting/sessions", session);
        Assert.Equal("BadCertificateUntrusted", refused.GetProperty("opcUaStatus").GetString());
        Assert.Equal(["verdict.untrusted"], CodesOf(shown));
        Assert.Equal(["verdict.untrusted"], CodesOf(refused));

        var fingerprint = shown.GetProperty("fingerprint").GetString()!;
        Assert.Equal(certificate.Fingerprint, fingerprint);
        await edge.RefusedAsync(409, "/connecting/trust", new { url, factory = "press-shop", fingerprint = fingerprint[..16] });
        await edge.RefusedAsync(409, "/connecting/trust", new { url, factory = "press-shop", fingerprint = new string('0', 64) });
        var trusted = await edge.PostAsync("/connecting/trust", new { url, factory = "press-shop", fingerprint = fingerprint.ToLowerInvariant() });
        Assert.True(trusted.GetProperty("isTrusted").GetBoolean());

        var opened = await edge.PostAsync("/connecting/sessions", session);
        Assert.Equal(64, opened.GetProperty("ownFingerprint").GetString()!.Length);
        // Another factory trusts whom it trusts itself.
        var other = await edge.PostAsync("/connecting/discover", new { url, factory = "other" });
        Assert.False(other.GetProperty("certificates")[0].GetProperty("isTrusted").GetBoolean());
    }

    private static IEnumerable<string?> CodesOf(JsonElement answer) =>
        answer.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("messageCode").GetProperty("code").GetString());
}
