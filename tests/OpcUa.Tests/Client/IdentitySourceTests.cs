using System.Net;
using Jinan.IndustryBrain.OpcUa.Client;
using Jinan.IndustryBrain.OpcUa.Encoding;
using Jinan.IndustryBrain.OpcUa.Server;
using Jinan.IndustryBrain.OpcUa.Services;

namespace Jinan.IndustryBrain.OpcUa.Tests.Client;

/// <summary>What is made anew for each session: who the user is, and filters that name namespaces.</summary>
public sealed class IdentitySourceTests
{
    [Fact]
    public async Task IdentitySource_SecretThatChanges_IsAskedForAtEachAttempt()
    {
        await using var server = new OpcUaServer(new OpcUaServerOptions
        {
            ApplicationUri = "urn:test:server", Address = IPAddress.Loopback, ValidateUser = (_, password) => password == "right",
        });
        server.Start();
        var asked = 0;
        UserIdentity Read() => Interlocked.Increment(ref asked) switch
        {
            1 => throw new OpcUaException(StatusCodes.BadIdentityTokenInvalid, "the file is being replaced"),
            < 4 => UserIdentity.WithPassword("operator", "wrong"),
            _ => UserIdentity.WithPassword("operator", "right"),
        };
        await using var connection = new OpcUaConnection(new ConnectionOptions
        {
            EndpointUrl = $"opc.tcp://127.0.0.1:{server.EndPoint.Port}", IdentitySource = Read, FirstBackOff = TimeSpan.FromMilliseconds(20),
        });
        connection.Start();
        var reasons = new List<string>();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var happened in connection.Events.ReadAllAsync(timeout.Token))
        {
            if (happened is ConnectionLost lost)
                reasons.Add(lost.Reason);
            if (happened is Connected)
                break;
        }

        Assert.Contains("the file is being replaced", reasons[0], StringComparison.Ordinal);
        Assert.Contains(reasons, reason => reason.Contains("refused the user (operator)", StringComparison.Ordinal));
        Assert.DoesNotContain(reasons, reason => reason.Contains("wrong", StringComparison.Ordinal));
        Assert.True(asked >= 4);
    }

    [Fact]
    public void EventFilterSource_OnAnItemOfValues_IsAFault() =>
        Assert.Contains(
            "has an event filter",
            Assert.Single(new OpcUa.Client.SubscriptionSettings { Items = [new MonitoredItemSettings(new NodeId(2253)) { EventFilterSource = _ => null }] }.Faults()),
            StringComparison.Ordinal);

    [Fact]
    public void EventFilterSource_NamespaceThatIsNotThere_LetsTheItemWait()
    {
        var item = new MonitoredItemSettings(new NodeId(2253))
        {
            AttributeId = AttributeIds.EventNotifier,
            EventFilterSource = uris => uris.Contains("urn:plc") ? EventFilters.Select(null, "Message") : null,
        };
        Assert.Null(item.For(["http://opcfoundation.org/UA/"]));
        var resolved = item.For(["http://opcfoundation.org/UA/", "urn:plc"])!;
        Assert.Single(resolved.EventFilter!.SelectClauses);
        Assert.Null(resolved.EventFilterSource);
    }
}
