using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.Sidecar.Tests.Hosting;

namespace Jinan.IndustryBrain.Sidecar.Tests.State;

public sealed class StateOverHttpTests : IAsyncLifetime
{
    private TestSidecar _sidecar = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _sidecar = await TestSidecar.StartAsync([TestSidecar.Caller("historian"), TestSidecar.Caller("outsider") with { Components = [] }]);
        _http = _sidecar.Http("historian");
    }

    public ValueTask DisposeAsync() => _sidecar.DisposeAsync();

    [Fact]
    public async Task Get_MissingKey_Is204()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await _http.GetAsync("/v1.0/state/statestore/missing")).StatusCode);
    }

    [Fact]
    public async Task SaveGetDelete_RoundTripsWithEtag()
    {
        var saved = await _http.PostAsJsonAsync("/v1.0/state/statestore", new[] { new { key = "a", value = new { n = 1 } } });
        var got = await _http.GetAsync("/v1.0/state/statestore/a");
        var deleted = await _http.DeleteAsync("/v1.0/state/statestore/a");

        Assert.Equal(HttpStatusCode.NoContent, saved.StatusCode);
        Assert.Equal("""{"n":1}""", await got.Content.ReadAsStringAsync());
        Assert.Equal("application/json", got.Content.Headers.ContentType?.MediaType);
        Assert.True(Guid.TryParse(Assert.Single(got.Headers.GetValues("ETag")), out _));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _http.GetAsync("/v1.0/state/statestore/a")).StatusCode);
    }

    [Fact]
    public async Task Save_EtagMismatch_Is409()
    {
        await _http.PostAsJsonAsync("/v1.0/state/statestore", new[] { new { key = "a", value = 1 } });

        var saved = await _http.PostAsJsonAsync("/v1.0/state/statestore", new[] { new { key = "a", value = 2, etag = Guid.NewGuid().ToString() } });

        Assert.Equal(HttpStatusCode.Conflict, saved.StatusCode);
        Assert.Equal("ERR_STATE_SAVE", await ErrorCodeAsync(saved));
    }

    [Fact]
    public async Task Delete_IfMatchMismatch_Is409()
    {
        await _http.PostAsJsonAsync("/v1.0/state/statestore", new[] { new { key = "a", value = 1 } });
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1.0/state/statestore/a");
        request.Headers.TryAddWithoutValidation("If-Match", Guid.NewGuid().ToString());

        Assert.Equal(HttpStatusCode.Conflict, (await _http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task FirstWrite_Existing_Is409()
    {
        var item = new[] { new { key = "a", value = 1, options = new { concurrency = "first-write" } } };
        var first = await _http.PostAsJsonAsync("/v1.0/state/statestore", item);
        var second = await _http.PostAsJsonAsync("/v1.0/state/statestore", item);

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
    }

    [Fact]
    public async Task Ttl_IsToldWithTheValue()
    {
        await _http.PostAsJsonAsync("/v1.0/state/statestore", new[] { new { key = "a", value = 1, metadata = new { ttlInSeconds = "60" } } });

        var got = await _http.GetAsync("/v1.0/state/statestore/a");

        Assert.True(DateTimeOffset.TryParse(Assert.Single(got.Headers.GetValues("metadata.ttlExpireTime")), out _));
    }

    [Fact]
    public async Task Bulk_ReturnsValuesInOrderAndMissingOnesWithoutData()
    {
        await _http.PostAsJsonAsync("/v1.0/state/statestore", new[] { new { key = "a", value = 1 } });

        var got = await _http.PostAsJsonAsync("/v1.0/state/statestore/bulk", new { keys = new[] { "missing", "a" } });
        var items = JsonDocument.Parse(await got.Content.ReadAsStringAsync()).RootElement;

        Assert.False(items[0].TryGetProperty("data", out _));
        Assert.Equal(1, items[1].GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task Transaction_EtagMismatch_Is500AndWritesNothing()
    {
        var answer = await _http.PostAsJsonAsync("/v1.0/state/statestore/transaction", new
        {
            operations = new object[]
            {
                new { operation = "upsert", request = new { key = "a", value = 1 } },
                new { operation = "delete", request = new { key = "b", etag = Guid.NewGuid().ToString() } },
            },
        });

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("ERR_STATE_TRANSACTION", await ErrorCodeAsync(answer));
        Assert.Equal(HttpStatusCode.NoContent, (await _http.GetAsync("/v1.0/state/statestore/a")).StatusCode);
    }

    [Fact]
    public async Task Store_UnknownOrNoneConfigured_IsSaid()
    {
        var unknown = await _http.GetAsync("/v1.0/state/nowhere/key");
        var none = await _sidecar.Http("outsider").GetAsync("/v1.0/state/statestore/key");

        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Equal("ERR_STATE_STORE_NOT_FOUND", await ErrorCodeAsync(unknown));
        Assert.Equal("ERR_STATE_STORE_NOT_CONFIGURED", await ErrorCodeAsync(none));
    }

    [Fact]
    public async Task Body_ThatIsNoJson_Is400()
    {
        var answer = await _http.PostAsync("/v1.0/state/statestore", new StringContent("{"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("ERR_MALFORMED_REQUEST", await ErrorCodeAsync(answer));
    }

    private static async Task<string?> ErrorCodeAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errorCode").GetString();
}
