using System.Net;
using Jinan.IndustryBrain.TestKit.City;

namespace Jinan.IndustryBrain.Gateway.Tests;

public sealed class LimitTests(IssuerFixture fixture) : IClassFixture<IssuerFixture>
{
    private const string Insights = "/api/v1/factories/auto-01/insights";

    [Fact]
    public async Task Body_TooLarge_IsRefusedBeforeTheBrainSeesIt()
    {
        await using var gateway = await GatewayHost.StartAsync(fixture.Issuer, "--Gateway:MaxInsightBytes=2048");
        var token = await fixture.Issuer.FactoryTokenAsync("auto-01");
        using var answer = await gateway.PostAsync(Insights, token, $"[{new string(' ', 3000)}]");
        await GatewayHost.AssertProblemAsync(answer, 413);
        Assert.Empty(gateway.Sidecar.Calls);
    }

    [Fact]
    public async Task Body_TooLargeWithoutALength_IsCutOff()
    {
        await using var gateway = await GatewayHost.StartAsync(fixture.Issuer, "--Gateway:MaxInsightBytes=2048");
        var token = await fixture.Issuer.FactoryTokenAsync("auto-01");
        using var content = new ChunkedContent(4_000);
        using var answer = await gateway.SendAsync(HttpMethod.Post, Insights, token, content);
        await GatewayHost.AssertProblemAsync(answer, 413);
        Assert.Empty(gateway.Sidecar.Calls);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    public async Task Body_OfAnotherType_IsRefused(string type)
    {
        await using var gateway = await GatewayHost.StartAsync(fixture.Issuer);
        using var answer = await gateway.PostAsync(Insights, await fixture.Issuer.FactoryTokenAsync("auto-01"), "[]", type);
        await GatewayHost.AssertProblemAsync(answer, 415);
        Assert.Empty(gateway.Sidecar.Calls);
    }

    [Fact]
    public async Task Flood_OfOneFactory_IsSlowedDownAndCostsNobodyElse()
    {
        await using var gateway = await GatewayHost.StartAsync(
            fixture.Issuer, "--Gateway:Burst=3", "--Gateway:RequestsPerSecond=1");
        var flooding = await fixture.Issuer.FactoryTokenAsync("auto-01");
        HttpResponseMessage? refused = null;
        for (var i = 0; i < 50 && refused is null; i++)
        {
            var answer = await gateway.PostAsync(Insights, flooding);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                refused = answer;
            else
                answer.Dispose();
        }

        Assert.NotNull(refused);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        await GatewayHost.AssertProblemAsync(refused, 429);
        refused.Dispose();

        using var other = await gateway.PostAsync(
            "/api/v1/factories/auto-02/insights", await fixture.Issuer.FactoryTokenAsync("auto-02"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    private sealed class ChunkedContent : HttpContent
    {
        private readonly int _bytes;

        public ChunkedContent(int bytes)
        {
            _bytes = bytes;
            Headers.ContentType = new("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var written = 0; written < _bytes; written += 1000)
                await stream.WriteAsync(new byte[1000]);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
