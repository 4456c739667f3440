using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Jinan.IndustryBrain.Historian.Tests;

/// <summary>The historian as a process of its own, which can be killed.</summary>
internal sealed class HistorianProcess : IAsyncDisposable
{
    public const string Token = "token-of-the-test";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly System.Diagnostics.Process _process;
    private readonly StringBuilder _output = new();

    private HistorianProcess(System.Diagnostics.Process process, HttpClient http) => (_process, Http) = (process, http);

    public HttpClient Http { get; private set; }

    public static async Task<HistorianProcess> StartAsync(string dataFolder, string sidecar, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(HistorianOptions).Assembly.Location])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
        };
        foreach (var (key, value) in new[]
        {
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("Edge__DataFolder", dataFolder), ("DAPR_HTTP_ENDPOINT", sidecar),
            ("DAPR_GRPC_ENDPOINT", sidecar), ("APP_API_TOKEN", Token), ("INDUSTRYBRAIN_EXIT_WITH_PARENT", "1"),
            ("Historian__ConfirmInterval", "00:00:00.050"), ("Historian__PollInterval", "00:00:00.200"),
        }.Concat(settings))
            start.Environment[key] = value;
        var historian = new HistorianProcess(System.Diagnostics.Process.Start(start)!, new());
        try
        {
            await historian.WaitForAddressAsync();
            await historian.UntilAsync("ready", async () => (await historian.Http.GetAsync("/health/ready")).IsSuccessStatusCode);
        }
        catch
        {
            await historian.DisposeAsync();
            throw;
        }
        return historian;
    }

    /// <summary>Delivers as the sidecar does: an envelope of its own around the raw bytes.</summary>
    public async Task<string> DeliverFrameAsync(byte[] frame)
    {
        var envelope = JsonSerializer.Serialize(new
        {
            specversion = "1.0", id = Guid.NewGuid(), source = "collector", type = "com.dapr.event.sent", topic = "frames",
            pubsubname = "pubsub", datacontenttype = "application/octet-stream", data_base64 = Convert.ToBase64String(frame),
        });
        return await PostAsync("/topics/frames", envelope);
    }

    public async Task<string> DeliverInsightAsync(string insightJson)
    {
        var envelope = $$"""
            {"specversion":"1.0","id":"{{Guid.NewGuid()}}","source":"inference","type":"com.dapr.event.sent","topic":"insights",
             "pubsubname":"pubsub","datacontenttype":"application/json","data":{{insightJson}}}
            """;
        return await PostAsync("/topics/insights", envelope);
    }

    public Task<JsonElement> GetAsync(string path) => Http.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    public async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await condition())
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or KeyNotFoundException && !_process.HasExited)
            {
                // Not yet.
            }
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
                Assert.Fail($"The historian did not become so: {what}. It said:{Environment.NewLine}{Output}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    private string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    private async Task<string> PostAsync(string path, string envelope)
    {
        using var content = new StringContent(envelope, Encoding.UTF8, "application/cloudevents+json");
        using var response = await Http.PostAsync(path, content);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    private async Task WaitForAddressAsync()
    {
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Note(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                address.TrySetException(new InvalidOperationException($"The historian ended before it listened: {Output}"));
            else
                lock (_output)
                    _output.AppendLine(line.Data);
            const string listening = "Now listening on: ";
            if (line.Data?.IndexOf(listening, StringComparison.Ordinal) is >= 0 and var at)
                address.TrySetResult(line.Data[(at + listening.Length)..].Trim());
        }
        _process.OutputDataReceived += Note;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_output)
                _output.AppendLine(line.Data);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http = new() { BaseAddress = new(await address.Task.WaitAsync(Patience)) };
        Http.DefaultRequestHeaders.Add("dapr-api-token", Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        Http.Dispose();
        _process.Dispose();
    }
}
