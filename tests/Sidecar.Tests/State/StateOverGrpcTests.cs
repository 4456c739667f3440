using Dapr;
using Dapr.Client;
using Grpc.Core;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;

namespace Jinan.IndustryBrain.Sidecar.Tests.State;

/// <summary>State with the official client, which speaks gRPC.</summary>
public sealed class StateOverGrpcTests : IAsyncLifetime
{
    private TestSidecar _sidecar = null!;
    private DaprClient _dapr = null!;

    internal sealed record Position(string Factory, long Sequence);

    public async ValueTask InitializeAsync()
    {
        _sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("historian"), TestSidecar.Caller("inference"), TestSidecar.Caller("outsider") with { Components = [] }]);
        _dapr = _sidecar.Dapr("historian");
    }

    public ValueTask DisposeAsync() => _sidecar.DisposeAsync();

    [Fact]
    public async Task Get_MissingKey_IsEmpty()
    {
        var (value, etag) = await _dapr.GetStateAndETagAsync<Position>("statestore", "missing");

        Assert.Null(value);
        Assert.Empty(etag);
    }

    [Fact]
    public async Task Save_ThenGet_ReturnsValueAndANewUuidEtagEachTime()
    {
        await _dapr.SaveStateAsync("statestore", "position", new Position("auto-01", 1));
        var (_, first) = await _dapr.GetStateAndETagAsync<Position>("statestore", "position");
        await _dapr.SaveStateAsync("statestore", "position", new Position("auto-01", 2));
        var (value, second) = await _dapr.GetStateAndETagAsync<Position>("statestore", "position");

        Assert.Equal(new Position("auto-01", 2), value);
        Assert.NotEqual(first, second);
        Assert.True(Guid.TryParse(second, out _));
    }

    [Fact]
    public async Task Keys_OfTwoApplications_AreApart()
    {
        await _dapr.SaveStateAsync("statestore", "same", "historian's");

        Assert.Null(await _sidecar.Dapr("inference").GetStateAsync<string>("statestore", "same"));
    }

    [Fact]
    public async Task Key_HoldingTheSeparator_IsInvalidArgument()
    {
        var error = await Assert.ThrowsAsync<DaprException>(() => _dapr.SaveStateAsync("statestore", "inference||same", "x"));

        Assert.Equal(StatusCode.InvalidArgument, Status(error));
    }

    [Fact]
    public async Task TrySave_WithCurrentEtag_WritesAndWithAnOldOneReturnsFalse()
    {
        await _dapr.SaveStateAsync("statestore", "etag", 1);
        var (_, etag) = await _dapr.GetStateAndETagAsync<int>("statestore", "etag");

        Assert.True(await _dapr.TrySaveStateAsync("statestore", "etag", 2, etag));
        Assert.False(await _dapr.TrySaveStateAsync("statestore", "etag", 3, etag));
        Assert.Equal(2, await _dapr.GetStateAsync<int>("statestore", "etag"));
    }

    [Fact]
    public async Task TryDelete_WithAnOldEtag_ReturnsFalseAndKeepsTheValue()
    {
        await _dapr.SaveStateAsync("statestore", "kept", 1);
        var (_, etag) = await _dapr.GetStateAndETagAsync<int>("statestore", "kept");
        await _dapr.SaveStateAsync("statestore", "kept", 2);

        Assert.False(await _dapr.TryDeleteStateAsync("statestore", "kept", etag));
        Assert.Equal(2, await _dapr.GetStateAsync<int>("statestore", "kept"));
    }

    [Fact]
    public async Task FirstWrite_WithoutEtag_WritesOnlyWhenAbsent()
    {
        var firstWrite = new StateOptions { Concurrency = ConcurrencyMode.FirstWrite };
        await _dapr.SaveStateAsync("statestore", "first", "one", firstWrite);

        var error = await Assert.ThrowsAsync<DaprException>(() => _dapr.SaveStateAsync("statestore", "first", "two", firstWrite));

        Assert.Equal(StatusCode.Aborted, Status(error));
        Assert.Equal("one", await _dapr.GetStateAsync<string>("statestore", "first"));
    }

    [Fact]
    public async Task Save_WithTtl_IsGoneAfterwardsAndAFirstWriteSucceedsAgain()
    {
        var ttl = new Dictionary<string, string> { ["ttlInSeconds"] = "1" };
        await _dapr.SaveStateAsync("statestore", "short", "one", metadata: ttl);
        Assert.Equal("one", await _dapr.GetStateAsync<string>("statestore", "short"));

        await Eventually.AssertAsync(async () => await _dapr.GetStateAsync<string>("statestore", "short") is null, "the value expired");
        await _dapr.SaveStateAsync("statestore", "short", "two", new StateOptions { Concurrency = ConcurrencyMode.FirstWrite });

        Assert.Equal("two", await _dapr.GetStateAsync<string>("statestore", "short"));
    }

    [Fact]
    public async Task Save_AgainWithoutTtl_LivesForEver()
    {
        await _dapr.SaveStateAsync("statestore", "renewed", "one", metadata: new Dictionary<string, string> { ["ttlInSeconds"] = "1" });
        await _dapr.SaveStateAsync("statestore", "renewed", "two");
        await Task.Delay(TimeSpan.FromSeconds(1.5));

        Assert.Equal("two", await _dapr.GetStateAsync<string>("statestore", "renewed"));
    }

    [Fact]
    public async Task Save_TtlThatIsNoNumber_IsInvalidArgument()
    {
        var error = await Assert.ThrowsAsync<DaprException>(
            () => _dapr.SaveStateAsync("statestore", "x", 1, metadata: new Dictionary<string, string> { ["ttlInSeconds"] = "soon" }));

        Assert.Equal(StatusCode.InvalidArgument, Status(error));
    }

    [Fact]
    public async Task Bulk_SaveGetDelete_RoundTrips()
    {
        await _dapr.SaveBulkStateAsync("statestore", [new SaveStateItem<int>("a", 1, null!), new SaveStateItem<int>("b", 2, null!)]);
        var items = await _dapr.GetBulkStateAsync("statestore", ["a", "b", "c"], parallelism: null);

        Assert.Equal(["1", "2", ""], items.OrderBy(item => item.Key).Select(item => item.Value));

        await _dapr.DeleteBulkStateAsync("statestore", [new BulkDeleteStateItem("a", ""), new BulkDeleteStateItem("b", "")]);
        Assert.All(await _dapr.GetBulkStateAsync("statestore", ["a", "b"], parallelism: null), item => Assert.Empty(item.Value));
    }

    [Fact]
    public async Task Transaction_AllApply_WritesAll()
    {
        await _dapr.SaveStateAsync("statestore", "old", "x");
        await _dapr.ExecuteStateTransactionAsync("statestore",
        [
            new StateTransactionRequest("new", "\"y\""u8.ToArray(), StateOperationType.Upsert),
            new StateTransactionRequest("old", null, StateOperationType.Delete),
        ]);

        Assert.Equal("y", await _dapr.GetStateAsync<string>("statestore", "new"));
        Assert.Null(await _dapr.GetStateAsync<string>("statestore", "old"));
    }

    [Fact]
    public async Task Transaction_OneEtagMismatch_IsInternalAndWritesNothing()
    {
        await _dapr.SaveStateAsync("statestore", "guarded", "x");

        var error = await Assert.ThrowsAsync<DaprException>(() => _dapr.ExecuteStateTransactionAsync("statestore",
        [
            new StateTransactionRequest("other", "1"u8.ToArray(), StateOperationType.Upsert),
            new StateTransactionRequest("guarded", "2"u8.ToArray(), StateOperationType.Upsert, etag: Guid.NewGuid().ToString()),
        ]));

        Assert.Equal(StatusCode.Internal, Status(error));
        Assert.Null(await _dapr.GetStateAsync<string>("statestore", "other"));
        Assert.Equal("x", await _dapr.GetStateAsync<string>("statestore", "guarded"));
    }

    [Fact]
    public async Task Store_Unknown_IsInvalidArgument()
    {
        var error = await Assert.ThrowsAsync<DaprException>(() => _dapr.GetStateAsync<string>("nowhere", "key"));

        Assert.Equal(StatusCode.InvalidArgument, Status(error));
    }

    [Fact]
    public async Task Store_NoneConfigured_IsFailedPrecondition()
    {
        var error = await Assert.ThrowsAsync<DaprException>(() => _sidecar.Dapr("outsider").GetStateAsync<string>("statestore", "key"));

        Assert.Equal(StatusCode.FailedPrecondition, Status(error));
    }

    private static StatusCode Status(DaprException error) => Assert.IsType<RpcException>(error.InnerException).StatusCode;
}
