using System.Text.Json;
using Jinan.IndustryBrain.Sidecar.PubSub;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;

namespace Jinan.IndustryBrain.Sidecar.Tests.PubSub;

public sealed class RoutingTests
{
    private const string Routed = """
        [{"pubsubName":"pubsub","topic":"events","routes":{"rules":[
            {"match":"event.type == \"a\" && event.data.level != 3","path":"/on/a"},
            {"match":"event.type == 'b' || event.source == 'b'","path":"/on/b"}],"default":"/on/other"}},
         {"pubsubName":"pubsub","topic":"refused","routes":{"rules":[{"match":"event.type.startsWith('x')","path":"/on/x"}],"default":"/on/other"}}]
        """;

    [Theory]
    [InlineData("a", "{\"level\":1}", "/on/a")]
    [InlineData("a", "{\"level\":3}", "/on/other")]
    [InlineData("a", "{}", "/on/other")]
    [InlineData("b", "{}", "/on/b")]
    [InlineData("c", "{}", "/on/other")]
    public async Task Rules_FirstMatch_DecidesThePath(string type, string data, string path)
    {
        await using var app = await new TestApp { AppId = "consumer", Subscriptions = Routed }.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer"), TestSidecar.Served(app)]);

        await sidecar.Dapr("producer").PublishEventAsync("pubsub", "events", JsonDocument.Parse(data).RootElement, new Dictionary<string, string> { ["cloudevent.type"] = type });

        Assert.Equal(path, (await app.NextAsync()).Path);
    }

    [Fact]
    public async Task Rule_OutsideTheSubset_IsRefusedLoudlyAndOthersGoOn()
    {
        await using var app = await new TestApp { AppId = "consumer", Subscriptions = Routed }.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer"), TestSidecar.Served(app)]);

        await Eventually.AssertAsync(
            () => sidecar.Lines.All.Any(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("startsWith") && line.Contains("supported are")),
            "the rule was named");
        await sidecar.Dapr("producer").PublishEventAsync("pubsub", "events", 1);

        Assert.Equal("/on/other", (await app.NextAsync()).Path);
    }

    [Theory]
    [InlineData("event.type = 'a'")]
    [InlineData("event.type == a")]
    [InlineData("type == 'a'")]
    [InlineData("event.type == 'a' &&")]
    [InlineData("(event.type == 'a')")]
    [InlineData("event.type == 'a' event.type == 'b'")]
    public void Rule_Malformed_IsRefusedWithWhatIsSupported(string rule)
    {
        var error = Assert.Throws<SubscriptionFaultException>(() => MatchExpression.Parse(rule));

        Assert.Contains(rule, error.Message);
        Assert.Contains("supported are", error.Message);
    }

    [Fact]
    public void Subscribe_AnswersOfTwoSdks_ReadTheSame()
    {
        const string Net = """[{"topic":"t","pubsubName":"p","route":"r","deadLetterTopic":"d","metadata":{"rawPayload":"true"},"bulkSubscribe":{"enabled":true,"maxMessagesCount":5,"maxAwaitDurationMs":7}}]""";
        const string Other = """[{"topic":"t","pubsubname":"p","routes":{"default":"/r"},"deadlettertopic":"d","metadata":{"rawpayload":true},"bulksubscribe":{"enabled":true,"maxmessagescount":5,"maxawaitdurationms":7}}]""";
        var faults = new List<string>();

        var first = SubscribeAnswer.Read(System.Text.Encoding.UTF8.GetBytes(Net), faults);
        var second = SubscribeAnswer.Read(System.Text.Encoding.UTF8.GetBytes(Other), faults);

        Assert.Empty(faults);
        Assert.Equal(first, second);
        Assert.Equal(new SubscriptionDefinition("p", "t", new RouteTable([], "/r"), true, "d", new(5, TimeSpan.FromMilliseconds(7))), Assert.Single(first));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""[{"topic":"t"}]""")]
    [InlineData("""[{"pubsubname":"p","topic":"t"}]""")]
    public void Subscribe_AnswerThatIsWrong_IsAFault(string answer)
    {
        var faults = new List<string>();

        Assert.Empty(SubscribeAnswer.Read(System.Text.Encoding.UTF8.GetBytes(answer), faults));
        Assert.Single(faults);
    }
}
