using System.Net;
using Dapr;
using Dapr.Client;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

/// <summary>How the official client finds its sidecar, and where it leaves the token out.</summary>
public sealed class SdkConfigurationTests
{
    [Fact]
    public async Task AddDaprClient_EndpointsAndTokenFromConfiguration_ReachTheSidecar()
    {
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("app", "secret")]);
        var settings = new Dictionary<string, string?>
        {
            ["DAPR_HTTP_ENDPOINT"] = sidecar.HttpAddress("app").OriginalString,
            ["DAPR_GRPC_ENDPOINT"] = sidecar.GrpcAddress("app").OriginalString,
            // An endpoint beats a port.
            ["DAPR_HTTP_PORT"] = "1",
            ["DAPR_GRPC_PORT"] = "1",
            ["DAPR_API_TOKEN"] = "secret",
        };
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddDaprClient();
        await using var provider = services.BuildServiceProvider();
        var dapr = provider.GetRequiredService<DaprClient>();

        await dapr.SaveStateAsync("statestore", "key", 1);

        Assert.True(await dapr.CheckHealthAsync());
        Assert.Equal(1, await dapr.GetStateAsync<int>("statestore", "key"));
    }

    [Fact]
    public async Task SaveBulkState_OfTheSdk_SendsNoTokenAndIsRefused()
    {
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("app", "secret")]);

        var error = await Assert.ThrowsAsync<DaprException>(
            () => sidecar.Dapr("app").SaveBulkStateAsync("statestore", [new SaveStateItem<int>("a", 1, "")]));

        Assert.Equal(StatusCode.Unauthenticated, Assert.IsType<RpcException>(error.InnerException).StatusCode);
    }

    [Fact]
    public async Task StaticInvokeClient_OfTheSdk_SendsNoTokenAndIsRefused()
    {
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("app", "secret")]);
        using var client = DaprClient.CreateInvokeHttpClient("app", sidecar.HttpAddress("app").OriginalString);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/x")).StatusCode);
    }

    [Fact]
    public async Task BulkPublish_WithToken_FindsTheMethodByReflection()
    {
        await using var app = await new TestApp { AppId = "consumer", Subscriptions = TestApp.Subscribe("bulk") }.StartAsync();
        await using var sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("producer", "secret"), TestSidecar.Served(app)]);

        var response = await sidecar.Dapr("producer").BulkPublishEventAsync("pubsub", "bulk", new List<int> { 1, 2, 3 });

        Assert.Empty(response.FailedEntries);
        var received = new List<int>();
        while (received.Count < 3)
            received.Add((await app.NextAsync()).Json.GetProperty("data").GetInt32());
        Assert.Equal([1, 2, 3], received.Order());
    }
}
