using System.Net;
using Dapr;
using Grpc.Core;

namespace Jinan.IndustryBrain.Sidecar.Tests.Hosting;

public sealed class TokenAndHealthTests : IAsyncLifetime
{
    private TestSidecar _sidecar = null!;

    public async ValueTask InitializeAsync() =>
        _sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("guarded", "secret"), TestSidecar.Caller("open")]);

    public ValueTask DisposeAsync() => _sidecar.DisposeAsync();

    [Theory]
    [InlineData("/v1.0/metadata")]
    [InlineData("/v1.0/state/statestore/key")]
    [InlineData("/v1.0/invoke/open/method/x")]
    public async Task Http_WithoutOrWithAWrongToken_Is401(string path)
    {
        using var http = new HttpClient { BaseAddress = _sidecar.HttpAddress("guarded") };
        var without = await http.GetAsync(path);
        http.DefaultRequestHeaders.Add("dapr-api-token", "wrong");
        var wrong = await http.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task Grpc_WithAWrongToken_IsUnauthenticated()
    {
        var error = await Assert.ThrowsAsync<DaprException>(() => _sidecar.Dapr("guarded", "wrong").GetStateAsync<string>("statestore", "key"));

        Assert.Equal(StatusCode.Unauthenticated, Assert.IsType<RpcException>(error.InnerException).StatusCode);
    }

    [Fact]
    public async Task Token_OfTheOneApplication_IsNotAskedOfTheOther()
    {
        Assert.Null(await _sidecar.Dapr("guarded").GetStateAsync<string>("statestore", "key"));
        Assert.Null(await _sidecar.Dapr("open").GetStateAsync<string>("statestore", "key"));
    }

    [Theory]
    [InlineData("/v1.0/healthz")]
    [InlineData("/v1.0/healthz/outbound")]
    public async Task Health_NeedsNoToken(string path)
    {
        using var http = new HttpClient { BaseAddress = _sidecar.HttpAddress("guarded") };

        Assert.Equal(HttpStatusCode.NoContent, (await http.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Health_WithTheSdk_IsHealthy()
    {
        var dapr = _sidecar.Dapr("guarded");

        Assert.True(await dapr.CheckHealthAsync());
        Assert.True(await dapr.CheckOutboundHealthAsync());
        await dapr.WaitForSidecarAsync();
    }

    [Fact]
    public async Task Headers_BeyondFourKiB_AreRefused()
    {
        using var http = new HttpClient { BaseAddress = _sidecar.HttpAddress("open") };
        http.DefaultRequestHeaders.Add("x-large", new string('x', 5000));

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await http.GetAsync("/v1.0/healthz")).StatusCode);
    }

    [Fact]
    public async Task Metadata_SetAndGet_TellsIdComponentsAndExtensions()
    {
        var dapr = _sidecar.Dapr("guarded");
        await dapr.SetMetadataAsync("version", "7");

        var metadata = await dapr.GetMetadataAsync();
        var http = await _sidecar.Http("guarded").GetStringAsync("/v1.0/metadata");

        Assert.Equal("guarded", metadata.Id);
        Assert.Equal("7", metadata.Extended["version"]);
        Assert.Equal(["pubsub", "statestore"], metadata.Components.Select(component => component.Name).Order());
        Assert.Contains("\"id\":\"guarded\"", http);
        Assert.Contains("\"version\":\"7\"", http);
        Assert.Contains("\"state.sqlite\"", http);
    }

    [Fact]
    public async Task Metadata_SetOverHttp_IsThere()
    {
        var put = await _sidecar.Http("open").PutAsync("/v1.0/metadata/key", new StringContent("value"));

        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        Assert.Equal("value", (await _sidecar.Dapr("open").GetMetadataAsync()).Extended["key"]);
    }

    [Fact]
    public async Task Shutdown_OfOneApplication_LeavesTheOthersServed()
    {
        await _sidecar.Dapr("guarded").ShutdownSidecarAsync();

        await Eventually.AssertAsync(
            async () => (await _sidecar.Http("guarded").GetAsync("/v1.0/healthz")).StatusCode == HttpStatusCode.ServiceUnavailable, "the application is no longer served");
        Assert.Null(await _sidecar.Dapr("open").GetStateAsync<string>("statestore", "key"));
    }

    [Fact]
    public async Task Configuration_AndOtherBlocks_AreUnimplementedAndSaySo()
    {
        var dapr = _sidecar.Dapr("open");

        var error = await Assert.ThrowsAsync<DaprException>(() => dapr.GetConfiguration("store", ["key"]));
        var status = Assert.IsType<RpcException>(error.InnerException);
        Assert.Equal(StatusCode.Unimplemented, status.StatusCode);
        Assert.Contains("daprd", status.Status.Detail);
        var binding = await Assert.ThrowsAsync<DaprException>(() => dapr.InvokeBindingAsync("binding", "create", 1));
        Assert.Equal(StatusCode.Unimplemented, Assert.IsType<RpcException>(binding.InnerException).StatusCode);
    }
}
