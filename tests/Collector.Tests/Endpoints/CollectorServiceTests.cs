using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Jinan.IndustryBrain.Collector.Endpoints;
using Jinan.IndustryBrain.Collector.Publishing;
using Jinan.IndustryBrain.Contracts.Frames;
using Jinan.IndustryBrain.FactoryFile;
using Jinan.IndustryBrain.ServiceDefaults.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Jinan.IndustryBrain.Collector.Tests.Endpoints;

/// <summary>The service as a whole, by its files and its HTTP answers.</summary>
public sealed class CollectorServiceTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeSink _sink = new();
    private Plant _plant = null!;
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _plant = Plant.Start(variables: 2);
        WriteYaml(_plant.Yaml());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new EdgeOptions { FactoriesFolder = _folder.Of("factories"), DataFolder = _folder.Of("data") });
        builder.Services.AddSingleton(new CollectorOptions { ReloadInterval = TimeSpan.FromMilliseconds(50) });
        builder.Services.AddCollector();
        builder.Services.AddSingleton<IFrameSink>(_sink);
        _app = builder.Build();
        _app.MapCollector();
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        await _sink.UntilAsync(rows => rows.Count == 2, "the first values");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        await _plant.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Get_FactoriesSignalsConnectionsCoverage_TellWhatIsCollected()
    {
        var factory = Assert.Single((await _http.GetFromJsonAsync<JsonElement[]>("/factories"))!);
        Assert.Equal("auto-01", factory.GetProperty("factory").GetString());
        Assert.Equal(["s0", "s1"], (await _http.GetFromJsonAsync<JsonElement[]>("/signals?factory=auto-01"))!.Select(signal => signal.GetProperty("name").GetString()));
        var connection = Assert.Single((await _http.GetFromJsonAsync<JsonElement[]>("/connections"))!);
        Assert.Equal(2, connection.GetProperty("signals").GetInt32());

        JsonElement coverage = default;
        await UntilAsync(async () =>
        {
            coverage = (await _http.GetFromJsonAsync<JsonElement[]>("/coverage?factory=auto-01&signal=m1/s0"))!.Single();
            return States(coverage).Contains("covered");
        });
        Assert.Equal(["notCollected", "covered", "pending"], States(coverage));
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync("/coverage?factory=auto-01&signal=none")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.GetAsync("/coverage?factory=auto-01&from=yesterday")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync("/signals?factory=auto-99")).StatusCode);
    }

    [Fact]
    public async Task GetFrames_BehindAPosition_AndConfirm()
    {
        var response = await _http.GetAsync("/frames?factory=auto-01&after=0.0");
        var headers = FrameBundle.Read(await response.Content.ReadAsByteArrayAsync()).Select(frame => FrameDecoder.DecodeHeader(frame)).ToArray();
        Assert.Equal(FrameSchema.ContentType, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(headers[0].Position.ToString(), response.Headers.GetValues("x-oldest").Single());
        Assert.Equal(["m1/s0", "m1/s1"], headers[0].Signals.Select(signal => signal.FullName));

        var last = headers[^1].Position;
        Assert.Equal(HttpStatusCode.NoContent, await ConfirmAsync("historian", last));
        Assert.Equal(HttpStatusCode.Conflict, await ConfirmAsync("inference", new FramePosition(last.Epoch, last.Sequence + 1_000_000)));
        Assert.Equal(HttpStatusCode.NotFound, await ConfirmAsync("nobody", last));
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.GetAsync("/frames?factory=auto-01&after=x")).StatusCode);
    }

    [Fact]
    public async Task Reload_FileWithFaults_KeepsTheConfigurationOfBeforeAndSaysWhy()
    {
        WriteYaml(_plant.Yaml().Replace("sector: auto", "sector: ships", StringComparison.Ordinal));
        JsonElement file = default;
        await UntilAsync(async () =>
        {
            file = (await _http.GetFromJsonAsync<JsonElement[]>("/configuration"))!.Single();
            return !file.GetProperty("isUsable").GetBoolean();
        });
        Assert.StartsWith("line 4: sector:", Assert.Single(file.GetProperty("faults").EnumerateArray()).GetString(), StringComparison.Ordinal);

        var time = _plant.Set(0, 42);
        await _sink.UntilAsync(rows => rows.Any(row => row.Time == time), "a value after the faulty file");
        WriteYaml(_plant.Yaml("more"));
        await UntilAsync(async () => (await _http.GetFromJsonAsync<JsonElement[]>("/signals?factory=auto-01"))!.Length == 3);
    }

    [Fact]
    public async Task Get_Certificates_AreThoseOfTheFactory()
    {
        var own = (await _http.GetFromJsonAsync<JsonElement>("/certificates?factory=auto-01")).GetProperty("own");
        // Nobody needed one yet: a connection without security has no certificate.
        Assert.Equal(0, own.GetArrayLength());
        WriteYaml(_plant.Yaml().Replace("    publishing:", "    security: { policy: Best }\n    publishing:", StringComparison.Ordinal));
        JsonElement certificates = default;
        await UntilAsync(async () =>
        {
            certificates = await _http.GetFromJsonAsync<JsonElement>("/certificates?factory=auto-01");
            return certificates.GetProperty("own").GetArrayLength() == 1;
        });
        var shown = certificates.GetProperty("own")[0];
        Assert.Equal("urn:jinan:industrybrain:collector:auto-01", shown.GetProperty("applicationUri").GetString());
        Assert.Equal(Path.Combine(_folder.Path, "data", "pki", "auto-01"), certificates.GetProperty("folder").GetString());
        Assert.DoesNotContain("PRIVATE", certificates.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, certificates.GetProperty("trusted").GetArrayLength() + certificates.GetProperty("rejected").GetArrayLength());

        // The server offers no such endpoint: what it has, and what to do, is said.
        JsonElement connection = default;
        await UntilAsync(async () =>
        {
            connection = (await _http.GetFromJsonAsync<JsonElement[]>("/connections"))!.SingleOrDefault();
            return connection.ValueKind == JsonValueKind.Object && connection.TryGetProperty("lastErrorStatus", out _);
        });
        Assert.Equal("BadSecurityPolicyRejected", connection.GetProperty("lastErrorStatus").GetString());
        Assert.Contains("docs/connect-a-plc.md#badsecuritypolicyrejected", connection.GetProperty("whatToDo").GetString(), StringComparison.Ordinal);
        Assert.Equal(shown.GetProperty("fingerprint").GetString(), connection.GetProperty("security").GetProperty("ownCertificate").GetProperty("fingerprint").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync("/certificates?factory=auto-99")).StatusCode);
    }

    [Fact]
    public async Task Health_ServerCertificateAboutToEnd_IsDegradedAndValuesFlow()
    {
        using var certificate = Workshop.MakeCertificate(Workshop.ServerUri, days: 20);
        await using var secured = new Workshop(options => options with
        {
            Certificate = certificate, Validator = new TrustingValidator(), Security = OpcUa.Server.OfferedSecurity.Encrypted,
        });
        secured.Add("s0", new OpcUa.Server.VariableSettings(OpcUa.Encoding.BuiltInType.Double) { InitialValue = 4711.0 });
        secured.Server.Start();
        var health = new CollectorHealthCheck(_app.Services.GetRequiredService<CollectorService>());
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(new HealthCheckContext())).Status);

        using (var store = new OpcUa.Certificates.CertificateStore(_folder.Of("data", "pki", "auto-01")))
            File.WriteAllBytes(Path.Combine(store.Folder, "trusted", "certs", "server.der"), certificate.Certificate.RawData);
        WriteYaml(secured.Yaml("security: { policy: Best }", "name: s0, node: s0, type: double"));
        await _sink.UntilAsync(rows => rows.Any(row => row.Number == 4711), "the value over the secured channel");
        var result = await health.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.Contains("auto-01/plc1: the server's certificate", result.Description, StringComparison.Ordinal);
        Assert.Contains("ends in 19 days", result.Description, StringComparison.Ordinal);
    }

    private static string?[] States(JsonElement coverage) =>
        [.. coverage.GetProperty("intervals").EnumerateArray().Select(interval => interval.GetProperty("state").GetString())];

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(20, timeout.Token);
    }

    private async Task<HttpStatusCode> ConfirmAsync(string consumer, FramePosition position) =>
        (await _http.PutAsJsonAsync($"/positions/{consumer}", new ConsumerPosition("auto-01", position.Epoch, position.Sequence))).StatusCode;

    private void WriteYaml(string yaml) => File.WriteAllText(Path.Combine(_folder.Of("factories", "auto-01"), FactoryFileReader.FileName), yaml);
}
