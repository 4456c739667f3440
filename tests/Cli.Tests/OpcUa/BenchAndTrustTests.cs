using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jinan.IndustryBrain.Cli.OpcUa.Bench;
using Jinan.IndustryBrain.OpcUa.Server;

namespace Jinan.IndustryBrain.Cli.Tests.OpcUa;

[Collection("console")]
public sealed class BenchAndTrustTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("opcua-trust-").FullName;
    private readonly PlantServer _plant = new();

    public async ValueTask DisposeAsync()
    {
        await _plant.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Bench_Subscribing_CountsWhatTheServerSends()
    {
        var numbers = _plant.AddNumbers(100);
        using var stop = new CancellationTokenSource();
        var changing = ChangeAsync(numbers, stop.Token);
        var result = await Tool.RunAsync(
            "bench", _plant.Url, "--items", "100", "--publishing", "50", "--sampling", "0", "--seconds", "2", "--warmup", "0", "--nodes", $"{PlantServer.Node("v")}{{0}}", "--json");
        await stop.CancelAsync();
        await changing;
        Assert.Equal(0, result.Code);
        var report = result.Json;
        Assert.Equal(("subscribe", 100), (report.GetProperty("kind").GetString(), report.GetProperty("items").GetInt32()));
        Assert.True(report.GetProperty("values").GetInt64() > 100);
        Assert.Equal(0, report.GetProperty("gaps").GetInt64());
        Assert.All(["cpuSecondsAMillion", "allocatedBytesEach", "peakMemoryBytes", "latencyP50Ms", "latencyP99Ms", "valuesASecond"], key => Assert.True(report.GetProperty(key).GetDouble() > 0, key));
    }

    [Fact]
    public async Task Bench_Reading_ReadsWhatBrowsingFinds()
    {
        _plant.AddNumbers(50);
        var result = await Tool.RunAsync("bench", _plant.Url, "--items", "1000", "--read", "--batch", "20", "--seconds", "1", "--warmup", "0", "--json");
        Assert.Equal(0, result.Code);
        Assert.Contains("1,000 were asked for", result.Error, StringComparison.Ordinal);
        // v0 to v49, Temperature, Cycles, Setpoint; not the array.
        Assert.Equal(53, result.Json.GetProperty("items").GetInt32());
        Assert.Equal(0, result.Json.GetProperty("badValues").GetInt64());
        Assert.True(result.Json.GetProperty("values").GetInt64() >= 53);
    }

    [Fact]
    public async Task Bench_NodesThatAreNotThere_SaysWhy()
    {
        var result = await Tool.RunAsync("bench", _plant.Url, "--items", "3", "--nodes", $"{PlantServer.Node("nothing")}{{0}}", "--seconds", "1", "--warmup", "0");
        Assert.Equal(1, result.Code);
        Assert.Contains("#badnodeidunknown", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Histogram_KnownLatencies_ArePercentilesWithinSevenPercent()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 1_000; i++)
            histogram.Add(i * 1_000_000L);
        Assert.InRange(histogram.Milliseconds(0.5)!.Value, 500, 535);
        Assert.InRange(histogram.Milliseconds(0.99)!.Value, 990, 1_060);
        histogram.Clear();
        Assert.Null(histogram.Milliseconds(0.5));
        histogram.Add(-5);
        Assert.InRange(histogram.Milliseconds(0.5)!.Value, 0, 0.001);
    }

    [Fact]
    public async Task Trust_CertificateOfAFile_IsTrustedListedAndRejected()
    {
        using var key = RSA.Create(2_048);
        using var certificate = new CertificateRequest("CN=plc", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(90));
        var file = Path.Combine(_folder, "plc.der");
        await File.WriteAllBytesAsync(file, certificate.RawData, TestContext.Current.CancellationToken);
        var fingerprint = Convert.ToHexString(SHA256.HashData(certificate.RawData));
        var store = Path.Combine(_folder, "store");

        Assert.Equal(0, (await Tool.RunAsync("trust", "add", file, "--store", store)).Code);
        Assert.Equal("trusted", await FolderOfAsync(fingerprint, store));
        Assert.Equal(0, (await Tool.RunAsync("trust", "reject", fingerprint[..16], "--store", store)).Code);
        Assert.Equal("rejected", await FolderOfAsync(fingerprint, store));
        Assert.Equal(0, (await Tool.RunAsync("trust", "add", fingerprint, "--store", store)).Code);
        Assert.Equal("trusted", await FolderOfAsync(fingerprint, store));
        var unknown = await Tool.RunAsync("trust", "add", "0123456789abcdef", "--store", store);
        Assert.Equal(1, unknown.Code);
        Assert.Contains("There is no certificate", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrustOwn_FirstTime_MakesTheCertificateThatStays()
    {
        var store = Path.Combine(_folder, "store");
        var first = (await Tool.RunAsync("trust", "own", "--store", store, "--json")).Json.GetProperty("fingerprint").GetString();
        var second = await Tool.RunAsync("trust", "own", "--store", store);
        Assert.Contains(first!, second.Output, StringComparison.Ordinal);
        Assert.Contains(store, second.Output, StringComparison.Ordinal);
    }

    private static async Task<string> FolderOfAsync(string fingerprint, string store)
    {
        var lines = (await Tool.RunAsync("trust", "list", "--store", store)).Output.Split('\n');
        return Assert.Single(lines, line => line.Contains(fingerprint, StringComparison.Ordinal)).Split(' ')[0];
    }

    private static async Task ChangeAsync(IReadOnlyList<VariableNode> numbers, CancellationToken stop)
    {
        var value = 0.0;
        while (!stop.IsCancellationRequested)
        {
            value++;
            foreach (var number in numbers)
                number.SetValue(value, TimeProvider.System.GetUtcNow().UtcDateTime);
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
